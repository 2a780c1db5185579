//! One fetch: where the keys are, what the issuer answered, and what it came to.

use std::{error::Error, fmt};

use url::Url;

use super::snapshot::Etag;
use crate::{
    provider::{
        ProviderError,
        discovery::{Unlocated, Whereabouts, unexpected},
        jwt::keys::{Dropped, JwksError, KeyRules, Reading, read_jwks},
    },
    rejection::Reason,
    upstream::{HttpAnswer, HttpRequest, Upstream},
};

/// Where the keys of an issuer come from.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) rules: KeyRules,
    pub(super) upstream: Upstream,
    pub(super) whereabouts: Whereabouts,
}

/// Where the keys were found, for the next time.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    url: Option<Url>,
    /// How often they were asked for there since the issuer was asked where they are.
    times: u32,
}

impl Found {
    /// A fetch that went this way was lost, nobody knows where: the next one goes the other way,
    /// since metadata that never arrive must not stand in the way of keys that would, nor an
    /// address that never answers in that of a new one.
    pub(super) fn was_lost(&mut self) {
        self.times = if self.is_to_be_confirmed() {
            0
        } else {
            FETCHES_OF_ONE_DISCOVERY
        };
    }

    const fn is_to_be_confirmed(&self) -> bool {
        self.times >= FETCHES_OF_ONE_DISCOVERY
    }
}

/// What a fetch brought.
#[derive(Debug)]
pub(super) enum Fetched {
    Keys(Reading, Option<Etag>),
    /// The issuer publishes no key from which anything can be verified: why, and what became of
    /// those that it does publish.
    NoKeys(ProviderError, Vec<Dropped>),
    /// The issuer has no newer ones.
    Unchanged,
}

impl Source {
    /// Fetches the keys. `known` is the version that is there already.
    pub(super) async fn fetch(
        &self,
        found: &mut Found,
        known: Option<&Etag>,
    ) -> Result<Fetched, ProviderError> {
        let url = self.locate(found).await?;
        // Whatever comes of it: a server that the keys moved away from may never answer again.
        found.times += 1;
        let known = known.filter(|etag| etag.url == url);
        let answer = self.ask(url.clone(), known).await?;
        let fetched = self.read(&answer, url, known.is_some());
        if let Err(error) = &fetched
            && error.reason() == Reason::Misconfigured
        {
            // They may have moved; or all that there is now is a page that says to come back.
            found.times = FETCHES_OF_ONE_DISCOVERY;
        }
        fetched
    }

    /// Where the keys are. Issuers move them seldom, so that this is asked once in a while.
    async fn locate(&self, found: &mut Found) -> Result<Url, ProviderError> {
        if let Some(url) = &found.url
            && !found.is_to_be_confirmed()
        {
            return Ok(url.clone());
        }
        let located = self.whereabouts.locate(&self.upstream).await;
        let url = match (located, found.url.take()) {
            (Ok(url), _) => url,
            // Where the keys were a moment ago they probably are, unless the issuer says otherwise.
            (Err(Unlocated::Unsaid(_)), Some(url)) => url,
            (Err(Unlocated::Unsaid(error) | Unlocated::Excluded(error)), _) => return Err(error),
        };
        *found = Found {
            url: Some(url.clone()),
            times: 0,
        };
        Ok(url)
    }

    async fn ask(&self, url: Url, known: Option<&Etag>) -> Result<HttpAnswer, ProviderError> {
        let mut request = HttpRequest::get(url).header("accept", MEDIA_TYPES);
        request.max_answer_bytes = MAX_SET_BYTES;
        if let Some(etag) = known {
            request = request.header("if-none-match", etag.value.clone());
        }
        let answer = self.upstream.send(request).await?;
        // Whatever the transport does, no more is read.
        if answer.body.len() > MAX_SET_BYTES {
            return Err(ProviderError::malformed_answer("the key set is too long"));
        }
        Ok(answer)
    }

    fn read(&self, answer: &HttpAnswer, url: Url, asked: bool) -> Result<Fetched, ProviderError> {
        match answer.status {
            200 => {}
            304 if asked => return Ok(Fetched::Unchanged),
            _ => return Err(unexpected(answer, "the key set")),
        }
        let reading = read_jwks(&answer.body, &self.rules).map_err(unreadable)?;
        if reading.set.keys().is_empty() {
            let why = NoUsableKey(reading.dropped.iter().map(ToString::to_string).collect());
            let error = ProviderError::malformed_answer(why);
            return Ok(Fetched::NoKeys(error, reading.dropped));
        }
        let etag = answer.header("etag").filter(|etag| is_sensible(etag));
        let etag = etag.map(|value| Etag {
            url,
            value: value.to_owned(),
        });
        Ok(Fetched::Keys(reading, etag))
    }
}

fn unreadable(error: JwksError) -> ProviderError {
    ProviderError::malformed_answer(error)
}

/// Whether a version's name can be sent back.
fn is_sensible(etag: &str) -> bool {
    etag.len() <= MAX_ETAG && etag.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A set from which nothing can be verified.
#[derive(Debug)]
struct NoUsableKey(Vec<String>);

impl fmt::Display for NoUsableKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key set has no usable key")?;
        for why in self.0.iter().take(MAX_NAMED) {
            write!(f, "; {why}")?;
        }
        Ok(())
    }
}

impl Error for NoUsableKey {}

/// Some hosts of static files say `text/plain`, so that what arrives is judged by reading it.
const MEDIA_TYPES: &str = "application/jwk-set+json, application/json";
/// Issuers have two or three keys, of which the longest take a few kilobytes.
pub(in crate::provider::jwt) const MAX_SET_BYTES: usize = 256 * 1024;
const MAX_ETAG: usize = 1024;
/// With the default interval, every two hours.
const FETCHES_OF_ONE_DISCOVERY: u32 = 12;
const MAX_NAMED: usize = 4;
