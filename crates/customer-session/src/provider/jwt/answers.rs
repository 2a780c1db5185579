//! Answers about tokens that an issuer signed (RFC 9701 §5): the same keys and algorithms as its
//! tokens, and rules of their own.

use std::time::Duration;

use super::{
    Claims, JwtProvider, Refusal,
    claims::{Rules, Types},
    source::KeySource,
    verifier::proven,
};
use crate::{
    clock::Now,
    provider::{ProviderError, claims::moment},
    rejection::Reason,
};

impl JwtProvider {
    /// What this issuer says of a token, in a text that it signed for us a moment ago.
    ///
    /// Nothing of it is about the token but the member `token_introspection`. Whatever is wrong is a
    /// flaw of the answer, and never of the token that it is about.
    pub(in crate::provider) async fn open_answer(
        &self,
        text: &str,
        now: Now,
    ) -> Result<Claims, ProviderError> {
        let token = self.verifier.read(text).map_err(flawed)?;
        let payload = match &self.source {
            KeySource::Fetched(jwks) => {
                let keys = jwks.keys_with(|keys| token.finds_its_key_in(keys)).await?;
                proven(token, &keys, &Types::Answers)
            }
            KeySource::Fixed(keys) | KeySource::Read(keys, _) => {
                proven(token, keys, &Types::Answers)
            }
        };
        let payload = payload.map_err(|refusal| match refusal.reason() {
            // It is whole, since it is signed: only our limits refuse it.
            Reason::ClaimsMalformed => flawed(refusal).of_one_customer(),
            _ => flawed(refusal),
        });
        let claims = payload?.claims;
        judge(&self.verifier.rules, &claims, now).map_err(flawed)?;
        content(&claims)
    }
}

/// RFC 9701 §5: `iss`, `aud` and `iat` are required. `exp` and `nbf` should not be there; where they
/// are, they are the answer's own.
fn judge(rules: &Rules, claims: &Claims, now: Now) -> Result<(), Refusal> {
    // Another one was refused as it was read.
    if claims.text("iss")?.is_none() {
        return Err(Refusal::missing("iss"));
    }
    rules.audience.judge(claims)?;
    let issued = moment(claims, "iat")?.ok_or_else(|| Refusal::missing("iat"))?;
    let begins = moment(claims, "nbf")?.map_or(issued, |begins| begins.max(issued));
    let oldest = issued.saturating_add(MAX_AGE);
    let end = moment(claims, "exp")?.map_or(oldest, |end| end.min(oldest));
    let now = now.wall();
    if now.saturating_add(rules.leeway) < begins {
        let detail = "it is dated in the future";
        return Err(Refusal::new(Reason::ClaimsNotYetValid, detail));
    }
    if now >= end.saturating_add(rules.leeway) {
        let detail = "it was given too long ago";
        return Err(Refusal::new(Reason::ClaimsTooOld, detail));
    }
    Ok(())
}

fn content(claims: &Claims) -> Result<Claims, ProviderError> {
    let malformed = ProviderError::malformed_answer;
    let answer = claims
        .get(CONTENT)
        .filter(|answer| answer.is_object())
        .ok_or_else(|| malformed("`token_introspection` of the signed answer is no object"))?;
    Claims::stated(&answer.to_string()).map_err(malformed)
}

fn flawed(refusal: Refusal) -> ProviderError {
    if refusal.reason() == Reason::TokenEncrypted {
        return ProviderError::misconfigured(
            "the answer is encrypted, and only signed ones are read: register the client at the server without `introspection_encrypted_response_alg`",
        );
    }
    ProviderError::malformed_answer(format!("the signed answer is not good: {refusal}"))
}

const CONTENT: &str = "token_introspection";

/// It is made for the question that it answers: beyond this it is one that somebody kept.
const MAX_AGE: Duration = Duration::from_secs(300);
