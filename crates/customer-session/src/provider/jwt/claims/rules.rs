//! What the claims of an issuer's tokens must fulfil.

use std::time::Duration;

use serde_json::Value;

use super::{Claims, Times, Values};
use crate::{
    clock::Now,
    provider::claims::{Audience, Refusal},
    rejection::Reason,
};

/// Whose tokens are taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::provider::jwt) enum IssuerRule {
    /// Those of any issuer, or of none.
    Any,
    /// Those whose `iss` is this, to the letter (RFC 7519 §4.1.1).
    Exactly(String),
    /// Those without `iss`.
    Nobody,
}

impl IssuerRule {
    /// Refuses a token of another issuer: before its key is looked for, since it has none here.
    pub(in crate::provider::jwt) fn refuse_others(&self, claims: &Claims) -> Result<(), Refusal> {
        let Some(issuer) = claims.str("iss") else {
            return Ok(());
        };
        let known = match self {
            Self::Any => true,
            Self::Exactly(expected) => issuer == expected,
            Self::Nobody => false,
        };
        if known {
            return Ok(());
        }
        Err(Refusal::new(Reason::IssuerUnknown, "`iss` is another"))
    }

    /// Refuses a token that does not say whose it is, where it must.
    fn require(&self, claims: &Claims) -> Result<(), Refusal> {
        match (self, claims.text("iss")?) {
            (Self::Exactly(_), None) => Err(Refusal::missing("iss")),
            _ => Ok(()),
        }
    }
}

/// Of what kind tokens must be, by the `typ` of their header (RFC 8725 §3.11).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::provider::jwt) enum Types {
    /// Whatever they say, but for answers about tokens, which are never tokens.
    Any,
    /// None stated, `JWT`, or `at+jwt` (RFC 9068 §2.1).
    AccessTokens,
    /// `token-introspection+jwt` (RFC 9701 §5).
    #[cfg(feature = "introspection")]
    Answers,
    /// `logout+jwt` (Back-Channel Logout 1.0 §2.4), and where that may be missing none stated, or
    /// `JWT`.
    LogoutTokens { untyped: bool },
    /// These, in lower case and without `application/`.
    OneOf(Vec<String>),
}

impl Types {
    pub(in crate::provider::jwt) fn judge(&self, stated: Option<&str>) -> Result<(), Refusal> {
        let kind = stated.map(plain);
        let taken = match (self, kind.as_deref()) {
            #[cfg(feature = "introspection")]
            (Self::Answers, stated) => stated == Some(ANSWER),
            // RFC 9701 §8.1: whatever is configured. It tells of a token, and is none.
            (_, Some(ANSWER)) => false,
            (Self::Any, _) | (Self::AccessTokens, None | Some("jwt" | "at+jwt")) => true,
            (Self::LogoutTokens { .. }, Some("logout+jwt")) => true,
            (Self::LogoutTokens { untyped }, None | Some("jwt")) => *untyped,
            (Self::AccessTokens | Self::LogoutTokens { .. }, Some(_)) | (Self::OneOf(_), None) => {
                false
            }
            (Self::OneOf(taken), Some(kind)) => taken.iter().any(|one| one == kind),
        };
        if taken {
            return Ok(());
        }
        Err(Refusal::new(
            Reason::TokenTypeRefused,
            "`typ` says that it is something else",
        ))
    }
}

impl Types {
    /// Refuses a token that tells of events, as a logout token does, and any security event token
    /// (RFC 8417 §2.2): not all of them say so in their `typ`.
    fn refuse_events(&self, claims: &Claims) -> Result<(), Refusal> {
        let expects_none = match self {
            Self::Any | Self::LogoutTokens { .. } => false,
            #[cfg(feature = "introspection")]
            Self::Answers => true,
            Self::AccessTokens | Self::OneOf(_) => true,
        };
        if expects_none && claims.get("events").is_some() {
            return Err(Refusal::new(
                Reason::TokenTypeRefused,
                "`events` says that it is a logout token, or tells of another event",
            ));
        }
        Ok(())
    }
}

/// A media type may be written without `application/`, in either case (RFC 7515 §4.1.9).
pub(in crate::provider::jwt) fn plain(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase();
    match kind.strip_prefix("application/") {
        Some(short) if !short.contains('/') => short.to_owned(),
        _ => kind,
    }
}

/// The kind of a signed answer about a token (RFC 9701 §5).
pub(in crate::provider::jwt) const ANSWER: &str = "token-introspection+jwt";

/// All that is asked of an issuer's tokens, beside its signature.
#[derive(Clone, Debug)]
pub(in crate::provider::jwt) struct Rules {
    pub(in crate::provider::jwt) audience: Audience,
    pub(in crate::provider::jwt) issuer: IssuerRule,
    pub(in crate::provider::jwt) leeway: Duration,
    pub(in crate::provider::jwt) max_age: Option<Duration>,
    /// To which clients tokens may have been issued; empty: to any.
    pub(in crate::provider::jwt) parties: Vec<String>,
    /// Whether tokens that a client got for itself are refused.
    pub(in crate::provider::jwt) refuses_clients: bool,
    pub(in crate::provider::jwt) required: Vec<String>,
    /// Claims that must be there and be strings.
    pub(in crate::provider::jwt) texts: Vec<&'static str>,
    pub(in crate::provider::jwt) types: Types,
    pub(in crate::provider::jwt) values: Vec<Values>,
}

impl Rules {
    /// Judges claims that are the issuer's own words.
    pub(in crate::provider::jwt) fn judge(
        &self,
        claims: &Claims,
        now: Now,
    ) -> Result<Times, Refusal> {
        self.types.refuse_events(claims)?;
        self.issuer.require(claims)?;
        let times = Times::judged(claims, self.max_age, self.leeway, now)?;
        self.audience.judge(claims)?;
        self.judge_parties(claims)?;
        self.judge_clients(claims)?;
        let names = self.required.iter().map(String::as_str);
        for name in names.chain(self.texts.iter().copied()) {
            if claims.at(name).is_none_or(Value::is_null) {
                return Err(Refusal::missing(name));
            }
        }
        for name in &self.texts {
            claims.text(name)?;
        }
        for values in &self.values {
            values.judge(claims)?;
        }
        Ok(times)
    }

    /// `azp` (OpenID Connect Core §2) and `client_id` (RFC 9068 §2.2): whichever is stated must be
    /// on the list.
    fn judge_parties(&self, claims: &Claims) -> Result<(), Refusal> {
        if self.parties.is_empty() {
            return Ok(());
        }
        let stated = [claims.text("azp")?, claims.text("client_id")?];
        if stated.iter().all(Option::is_none) {
            return Err(Refusal::new(
                Reason::ClaimsMissing,
                "neither `azp` nor `client_id` says to whom it was issued",
            ));
        }
        let known = |party: &&str| self.parties.iter().any(|one| one == party);
        if stated.iter().flatten().all(known) {
            return Ok(());
        }
        Err(Refusal::new(
            Reason::ClaimsPartyMismatch,
            "`azp` or `client_id` is not on the list",
        ))
    }

    /// The token of a client that speaks for nobody names the client as its subject (RFC 9068 §2.2).
    fn judge_clients(&self, claims: &Claims) -> Result<(), Refusal> {
        if !self.refuses_clients {
            return Ok(());
        }
        let clients = [claims.text("azp")?, claims.text("client_id")?];
        let subject = match claims.get("sub") {
            Some(Value::String(subject)) => subject.clone(),
            Some(Value::Number(subject)) => subject.to_string(),
            _ => return Ok(()),
        };
        if clients.contains(&Some(subject.as_str())) {
            return Err(Refusal::new(
                Reason::ClaimsRefused,
                "its `sub` is the client that it was issued to",
            ));
        }
        Ok(())
    }
}
