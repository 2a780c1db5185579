//! What a logout token must say (OpenID Connect Back-Channel Logout 1.0 §2.4, §2.6).

use std::time::SystemTime;

use serde_json::Value;

use crate::provider::jwt::Claims;

/// Who signed out at the issuer, by a token that is the issuer's own.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Logout {
    pub(super) token_id: String,
    pub(super) whose: Whose,
    pub(super) issued_at: SystemTime,
}

#[derive(Debug, Eq, PartialEq)]
pub(super) enum Whose {
    /// One session, by its `sid`, and perhaps whose it is.
    Session(String, Option<String>),
    /// All sessions of one user, by their `sub`.
    Subject(String),
}

impl Logout {
    /// Reads the claims that make a token a logout token, or says what is wrong with them, in words
    /// of ours.
    pub(super) fn of(claims: &Claims, issued_at: SystemTime) -> Result<Self, &'static str> {
        let event = claims.get("events").and_then(|events| events.get(EVENT));
        if !event.is_some_and(Value::is_object) {
            return Err("`events` does not say that it is about a logout");
        }
        // What tells it from an ID token, which somebody may have got hold of.
        if claims.get("nonce").is_some() {
            return Err("`nonce` stands in it");
        }
        let token_id = text(claims, "jti")?.ok_or("`jti` is missing")?;
        let whose = match (text(claims, "sid")?, text(claims, "sub")?) {
            (Some(id), subject) => Whose::Session(id, subject),
            (None, Some(subject)) => Whose::Subject(subject),
            (None, None) => return Err("neither `sid` nor `sub` says whose logout it is"),
        };
        Ok(Self {
            token_id,
            whose,
            issued_at,
        })
    }
}

fn text(claims: &Claims, name: &str) -> Result<Option<String>, &'static str> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if (1..=MAX_ID_BYTES).contains(&text.len()) => {
            Ok(Some(text.clone()))
        }
        Some(_) => Err("`jti`, `sid` or `sub` is no string, empty, or too long"),
    }
}

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// OpenID Connect Core §2 bounds `sub` by this; the ids are kept.
const MAX_ID_BYTES: usize = 255;
