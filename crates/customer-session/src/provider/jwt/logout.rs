//! Logout tokens of an issuer whose sessions are verified here (OpenID Connect Back-Channel Logout
//! 1.0 §2.6): the same keys and algorithms, and rules of their own.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    Claims, JwtProvider, Refusal,
    claims::{Audience, IssuerRule, Rules, Types, system_time},
    keys::KeySet,
    source::KeySource,
    verifier::{ReadToken, Verifier, opened},
};
use crate::{clock::Now, provider::ProviderError, rejection::Reason};

/// What a [logout endpoint](crate::endpoint::logout) needs of a [`JwtProvider`]: its issuer and its
/// keys, as the provider itself has them at each moment. Take it before the provider goes into the
/// configuration.
///
/// Cheap to clone.
#[derive(Clone)]
pub struct LogoutIssuer {
    name: Arc<str>,
    rules: Rules,
    source: KeySource,
    verifier: Arc<Verifier>,
}

impl JwtProvider {
    /// What a [logout endpoint](crate::endpoint::logout) needs of this provider.
    #[must_use]
    pub fn logout_issuer(&self) -> LogoutIssuer {
        let rules = &self.verifier.rules;
        LogoutIssuer {
            name: self.name.as_ref().into(),
            rules: Rules {
                audience: rules.audience.clone(),
                issuer: rules.issuer.clone(),
                leeway: rules.leeway,
                max_age: Some(MAX_AGE),
                // Logout tokens name no client but in `aud`.
                parties: Vec::new(),
                refuses_clients: false,
                required: vec!["jti".to_owned(), "events".to_owned()],
                texts: Vec::new(),
                types: Types::LogoutTokens { untyped: false },
                values: Vec::new(),
            },
            source: self.source.clone(),
            verifier: self.verifier.clone(),
        }
    }
}

impl LogoutIssuer {
    /// The name of the provider.
    pub(crate) const fn provider(&self) -> &Arc<str> {
        &self.name
    }

    /// Whether it is one issuer, by name, whose sessions and users are meant.
    pub(crate) const fn is_one(&self) -> bool {
        matches!(self.rules.issuer, IssuerRule::Exactly(_))
    }

    /// Whether it takes tokens whomever they are meant for.
    pub(crate) const fn is_for_anybody(&self) -> bool {
        matches!(self.rules.audience, Audience::Any)
    }

    /// Takes tokens that name one of these audiences.
    pub(crate) fn meant_for(&mut self, audiences: Vec<String>) {
        self.rules.audience = Audience::OneOf(audiences);
    }

    /// Takes tokens that do not say of which kind they are, too.
    pub(crate) fn take_untyped(&mut self) {
        self.rules.types = Types::LogoutTokens { untyped: true };
    }

    /// The claims of a token that this issuer signed for us a short time ago, and when.
    pub(crate) async fn open(
        &self,
        token: &str,
        now: Now,
    ) -> Result<(Claims, SystemTime), ProviderError> {
        let read = self.verifier.read(token)?;
        match &self.source {
            KeySource::Fetched(jwks) => {
                let keys = jwks
                    .keys_or_wait(|keys| read.finds_its_key_in(keys))
                    .await?;
                Ok(self.judge(read, &keys, now)?)
            }
            KeySource::Fixed(keys) | KeySource::Read(keys, _) => Ok(self.judge(read, keys, now)?),
        }
    }
}

impl LogoutIssuer {
    fn judge(
        &self,
        token: ReadToken<'_>,
        keys: &KeySet,
        now: Now,
    ) -> Result<(Claims, SystemTime), Refusal> {
        let (payload, times) = opened(token, keys, &self.rules, now)?;
        let issued = times.issued.and_then(system_time);
        let issued = issued.ok_or_else(|| {
            Refusal::over(Reason::ClaimsMissing, "iat", "is missing, or no moment")
        })?;
        Ok((payload.claims, issued))
    }
}

impl fmt::Debug for LogoutIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutIssuer")
            .field("name", &self.name)
            .field("issuer", &self.rules.issuer)
            .field("audience", &self.rules.audience)
            .finish_non_exhaustive()
    }
}

/// A logout is told at once, and its token should live for 2 min (§2.4); so much later nobody waits
/// for it any more.
const MAX_AGE: Duration = Duration::from_secs(3600);
