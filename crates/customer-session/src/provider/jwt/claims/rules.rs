//! What the claims of an issuer's tokens must fulfil.

use std::time::Duration;

use serde_json::Value;

use super::{Claims, Times};
use crate::{clock::Now, provider::jwt::Refusal, rejection::Reason};

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
            (Self::Exactly(_), None) => Err(missing("iss")),
            _ => Ok(()),
        }
    }
}

/// For whom tokens must be meant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::provider::jwt) enum Audience {
    Any,
    OneOf(Vec<String>),
}

impl Audience {
    /// RFC 7519 §4.1.3: a string, or an array of strings.
    fn judge(&self, claims: &Claims) -> Result<(), Refusal> {
        let named = match claims.get("aud") {
            None => Vec::new(),
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(several)) => several
                .iter()
                .map(|one| one.as_str().ok_or_else(not_strings))
                .collect::<Result<_, _>>()?,
            Some(_) => return Err(not_strings()),
        };
        let Self::OneOf(ours) = self else {
            return Ok(());
        };
        if claims.get("aud").is_none() {
            return Err(missing("aud"));
        }
        if named.iter().any(|one| ours.iter().any(|our| our == one)) {
            return Ok(());
        }
        Err(Refusal::new(
            Reason::ClaimsAudienceMismatch,
            "`aud` names others",
        ))
    }
}

fn not_strings() -> Refusal {
    let what = "is neither a string nor an array of strings";
    Refusal::over(Reason::ClaimsMalformed, "aud", what)
}

/// Of what kind tokens must be, by the `typ` of their header (RFC 8725 §3.11).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::provider::jwt) enum Types {
    Any,
    /// None stated, `JWT`, or `at+jwt` (RFC 9068 §2.1).
    AccessTokens,
    /// These, in lower case and without `application/`.
    OneOf(Vec<String>),
}

impl Types {
    pub(in crate::provider::jwt) fn judge(&self, stated: Option<&str>) -> Result<(), Refusal> {
        let kind = stated.map(plain);
        let taken = match (self, kind.as_deref()) {
            (Self::Any, _) | (Self::AccessTokens, None | Some("jwt" | "at+jwt")) => true,
            (Self::AccessTokens, Some(_)) | (Self::OneOf(_), None) => false,
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

/// A media type may be written without `application/`, in either case (RFC 7515 §4.1.9).
pub(in crate::provider::jwt) fn plain(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase();
    match kind.strip_prefix("application/") {
        Some(short) if !short.contains('/') => short.to_owned(),
        _ => kind,
    }
}

/// Which strings a claim must be one of, or begin with.
#[derive(Clone, Debug)]
pub(in crate::provider::jwt) struct Values {
    pub(in crate::provider::jwt) place: String,
    pub(in crate::provider::jwt) taken: Vec<String>,
    pub(in crate::provider::jwt) by_prefix: bool,
}

impl Values {
    fn judge(&self, claims: &Claims) -> Result<(), Refusal> {
        let stated = claims.at(&self.place).ok_or_else(|| missing(&self.place))?;
        let fits = |text: &str| {
            self.taken.iter().any(|one| {
                if self.by_prefix {
                    text.len() > one.len() && text.starts_with(one)
                } else {
                    text == one
                }
            })
        };
        if stated.as_str().is_some_and(fits) {
            return Ok(());
        }
        let what = "has another value than it must";
        Err(Refusal::over(Reason::ClaimsRefused, &self.place, what))
    }
}

/// All that is asked of an issuer's tokens, beside its signature.
#[derive(Clone, Debug)]
pub(in crate::provider::jwt) struct Rules {
    pub(in crate::provider::jwt) audience: Audience,
    pub(in crate::provider::jwt) issuer: IssuerRule,
    pub(in crate::provider::jwt) leeway: Duration,
    pub(in crate::provider::jwt) max_age: Option<Duration>,
    /// To which clients tokens may have been issued; empty: to any.
    pub(in crate::provider::jwt) parties: Vec<String>,
    pub(in crate::provider::jwt) required: Vec<String>,
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
        self.issuer.require(claims)?;
        let times = Times::judged(claims, self.max_age, self.leeway, now)?;
        self.audience.judge(claims)?;
        self.judge_parties(claims)?;
        for name in &self.required {
            if claims.at(name).is_none_or(Value::is_null) {
                return Err(missing(name));
            }
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
}

fn missing(name: &str) -> Refusal {
    Refusal::over(Reason::ClaimsMissing, name, "is missing")
}
