//! What a provider makes of a token.

use std::{
    error::Error as _,
    time::{Duration, SystemTime},
};

use customer_session::{
    Reason,
    clock::Now,
    provider::{
        ProviderError, SessionFacts, SessionProvider as _,
        jwt::{Algorithm, JwtProvider, JwtProviderBuilder},
    },
};

use crate::mint::{AUDIENCE, ISSUER, NOW, key};

/// The usual issuer, without its key.
pub(crate) fn keyless() -> JwtProviderBuilder {
    JwtProvider::issuer(ISSUER).audience(AUDIENCE)
}

/// The usual issuer.
pub(crate) fn builder() -> JwtProviderBuilder {
    keyless().key(key(Algorithm::EdDSA))
}

pub(crate) fn usual() -> JwtProvider {
    builder().build().unwrap()
}

pub(crate) fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// What becomes of a token at a moment.
pub(crate) fn judge_at(
    provider: &JwtProvider,
    token: &str,
    seconds: u64,
) -> Result<SessionFacts, Reason> {
    let now = Now::new(at(seconds), Duration::ZERO);
    let judged = provider.verify_local(token, now).unwrap();
    judged.map_err(|error| {
        assert_silent(&error, token);
        error.reason()
    })
}

/// What becomes of a token.
pub(crate) fn judge(provider: &JwtProvider, token: &str) -> Result<SessionFacts, Reason> {
    judge_at(provider, token, NOW)
}

/// Why a token is refused.
pub(crate) fn reason(provider: &JwtProvider, token: &str) -> Reason {
    judge(provider, token).expect_err("the token must be refused")
}

/// No refusal quotes the token, nor what stands in it.
fn assert_silent(error: &ProviderError, token: &str) {
    let told = format!("{error} {error:?} {}", error.source().unwrap());
    for part in token.split('.').filter(|part| part.len() > 12) {
        assert!(!told.contains(part), "{told}");
    }
    for personal in ["ada@shop.example", "evil.example", "c1"] {
        assert!(!told.contains(personal), "{told}");
    }
}
