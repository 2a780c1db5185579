//! Finds the one token of a request, or says what is wrong with it.

use std::borrow::Cow;

use super::{
    bearer::{Credentials, b64token, parse_authorization, trim},
    source::Sources,
};
use crate::rejection::Reason;

/// The head of a request, as the core reads it: names and bytes, no framework's types. Adapters
/// implement it.
pub trait RequestHead {
    /// Whether the method is `OPTIONS`, as a CORS preflight's is.
    fn is_options(&self) -> bool;

    /// The values of the `Authorization` field lines, in order.
    fn authorization(&self) -> impl Iterator<Item = &[u8]>;

    /// The values of the field lines of this name (in lower case), in order.
    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]>;

    /// The query of the target, without its question mark.
    fn query(&self) -> Option<&str>;
}

/// The one token of a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Found<'a> {
    /// Of the grammar of RFC 6750 §2.1, and so ASCII.
    pub(crate) token: Cow<'a, [u8]>,
    /// Whether shared caches must be told to keep off: they only do so by themselves for
    /// `Authorization` (RFC 9111 §3.5).
    pub(crate) private: bool,
}

/// What is wrong with the credentials of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Malformed {
    Credentials,
    Several,
    TooLong,
}

impl From<Malformed> for Reason {
    fn from(malformed: Malformed) -> Self {
        match malformed {
            Malformed::Credentials => Self::CredentialsMalformed,
            Malformed::Several => Self::SeveralTokens,
            Malformed::TooLong => Self::TokenTooLong,
        }
    }
}

/// Finds the one token of a request.
///
/// 1. Two `Authorization` field lines, whatever they hold, are refused: never first wins, never
///    last wins (RFC 9110 §5.3).
/// 2. A token in the query beside one in a header is refused, since a client must not use two
///    methods (RFC 6750 §2).
/// 3. All other places may repeat the same token, as a browser that sends its cookie with
///    everything does; two different tokens are refused.
/// 4. A token over the bound is refused before anything is computed from it.
pub(crate) fn extract<'a>(
    head: &'a impl RequestHead,
    sources: &Sources,
    max_bytes: usize,
) -> Result<Option<Found<'a>>, Malformed> {
    let bearer = if sources.authorization {
        from_authorization(head)?
    } else {
        None
    };
    let found = if sources.bearer_only {
        bearer.map(|token| Found {
            token: Cow::Borrowed(token),
            private: false,
        })
    } else {
        beside_authorization(head, sources, bearer)?
    };
    match found {
        Some(found) if found.token.len() > max_bytes => Err(Malformed::TooLong),
        found => Ok(found),
    }
}

/// What stands where almost every request has its token: after `Bearer ` in the one
/// `Authorization` field line, where no other place counts.
///
/// Its grammar is not checked: it may be compared with tokens that are known to be good, and used
/// for nothing else. Whatever is not found that way takes the whole of [`extract`].
pub(crate) fn usual_place<'a>(
    head: &'a impl RequestHead,
    sources: &Sources,
    max_bytes: usize,
) -> Option<&'a [u8]> {
    if !sources.bearer_only {
        return None;
    }
    let mut lines = head.authorization();
    let text = lines.next()?.strip_prefix(b"Bearer ")?;
    (lines.next().is_none() && text.len() <= max_bytes).then_some(text)
}

fn from_authorization(head: &impl RequestHead) -> Result<Option<&[u8]>, Malformed> {
    let mut lines = head.authorization();
    let Some(line) = lines.next() else {
        return Ok(None);
    };
    if lines.next().is_some() {
        return Err(Malformed::Several);
    }
    match parse_authorization(line)? {
        Credentials::Bearer(token) => Ok(Some(token)),
        Credentials::Other => Ok(None),
    }
}

/// Looks into the sources that are switched on beside the `Authorization` header.
#[cold]
fn beside_authorization<'a>(
    head: &'a impl RequestHead,
    sources: &Sources,
    bearer: Option<&'a [u8]>,
) -> Result<Option<Found<'a>>, Malformed> {
    let mut one = OneToken::default();
    if let Some(token) = bearer {
        one.take(Cow::Borrowed(token), false)?;
    }
    for name in &sources.headers {
        from_header(head, name, &mut one)?;
    }
    let in_header = one.found.is_some();
    for name in &sources.cookies {
        from_cookies(head, name, &mut one)?;
    }
    if let Some(token) = from_query(head, &sources.parameters)? {
        if in_header {
            return Err(Malformed::Several);
        }
        one.take(Cow::Owned(token), true)?;
    }
    Ok(one.found)
}

fn from_header<'a>(
    head: &'a impl RequestHead,
    name: &str,
    one: &mut OneToken<'a>,
) -> Result<(), Malformed> {
    let mut lines = head.header(name);
    let Some(line) = lines.next().map(trim) else {
        return Ok(());
    };
    if lines.next().is_some() {
        return Err(Malformed::Several);
    }
    if line.is_empty() {
        Ok(())
    } else {
        one.take(bare(line)?, true)
    }
}

fn from_cookies<'a>(
    head: &'a impl RequestHead,
    name: &str,
    one: &mut OneToken<'a>,
) -> Result<(), Malformed> {
    for line in head.header("cookie") {
        for pair in line.split(|&byte| byte == b';').map(trim) {
            let Some(at) = pair.iter().position(|&byte| byte == b'=') else {
                continue;
            };
            let (key, value) = (trim(&pair[..at]), unquote(trim(&pair[at + 1..])));
            // A server clears a cookie by emptying it, and some clients send the empty one back.
            if key == name.as_bytes() && !value.is_empty() {
                one.take(bare(value)?, true)?;
            }
        }
    }
    Ok(())
}

/// Finds the token among the query parameters; one that is there twice, by whatever name, is one
/// too many.
fn from_query(head: &impl RequestHead, names: &[Box<str>]) -> Result<Option<Vec<u8>>, Malformed> {
    let Some(query) = head.query().filter(|_| !names.is_empty()) else {
        return Ok(None);
    };
    let mut values = form_urlencoded::parse(query.as_bytes())
        .filter(|(key, value)| names.iter().any(|name| **name == **key) && !value.is_empty());
    let Some((_, value)) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Malformed::Several);
    }
    Ok(Some(bare(value.as_bytes())?.into_owned()))
}

fn bare(value: &[u8]) -> Result<Cow<'_, [u8]>, Malformed> {
    b64token(value)
        .map(Cow::Borrowed)
        .ok_or(Malformed::Credentials)
}

/// A cookie's value may stand between quotes (RFC 6265 §4.1.1).
fn unquote(value: &[u8]) -> &[u8] {
    match value {
        [b'"', inner @ .., b'"'] => inner,
        value => value,
    }
}

/// Takes tokens as they are found and refuses a second, different one.
#[derive(Default)]
struct OneToken<'a> {
    found: Option<Found<'a>>,
}

impl<'a> OneToken<'a> {
    fn take(&mut self, token: Cow<'a, [u8]>, private: bool) -> Result<(), Malformed> {
        match &mut self.found {
            Some(found) if found.token != token => return Err(Malformed::Several),
            Some(found) => found.private |= private,
            None => self.found = Some(Found { token, private }),
        }
        Ok(())
    }
}

/// The query without the parameters that may hold a token, or `None` if it holds none of them.
///
/// The other parameters keep their order and their encoding. It is empty if nothing is left.
pub(crate) fn scrub_query(head: &impl RequestHead, sources: &Sources) -> Option<String> {
    if sources.parameters.is_empty() {
        return None;
    }
    let query = head.query()?;
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !names_a_token(pair, &sources.parameters))
        .collect();
    if kept.len() == query.split('&').count() {
        return None;
    }
    Some(kept.join("&"))
}

fn names_a_token(pair: &str, names: &[Box<str>]) -> bool {
    form_urlencoded::parse(pair.as_bytes())
        .next()
        .is_some_and(|(key, _)| names.iter().any(|name| **name == *key))
}

#[cfg(test)]
mod tests;
