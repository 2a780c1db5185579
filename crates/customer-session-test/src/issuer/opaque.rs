//! Opaque tokens, and what the fake says of them when it is asked.

use std::{fmt, sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::{mint::usual_claims, shared::Shared};
use crate::hashed;

/// An opaque token that is not issued yet.
#[must_use]
pub struct NewOpaqueToken {
    shared: Arc<Shared>,
    members: Map<String, Value>,
    /// When it began, and when it ends if it does, as time since 1970.
    issued: Duration,
    expires: Option<Duration>,
    prefix: String,
}

/// A token that was issued. Shows nothing of what is said of it, which is about a person.
pub(super) struct Opaque {
    /// What stands beside `active`.
    pub(super) members: Map<String, Value>,
    expires: Option<Duration>,
}

impl NewOpaqueToken {
    pub(super) fn new(shared: &Arc<Shared>, subject: &str) -> Self {
        let mut members = usual_claims(shared, subject);
        members.insert("token_type".to_owned(), "Bearer".into());
        let seconds = |name| members.get(name).and_then(Value::as_u64);
        Self {
            issued: Duration::from_secs(seconds("iat").unwrap_or_default()),
            expires: seconds("exp").map(Duration::from_secs),
            shared: Arc::clone(shared),
            members,
            prefix: String::new(),
        }
    }

    /// Sets what it may be used for (`scope`); by default nothing is said of it.
    pub fn scopes<S: AsRef<str>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        let mut words = String::new();
        for scope in scopes {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(scope.as_ref());
        }
        self.member("scope", words)
    }

    /// Sets whom it is meant for (`aud`); by default the fake's
    /// [audience](super::FakeIssuer::audience).
    pub fn audience(self, audience: impl Into<String>) -> Self {
        self.member("aud", audience.into())
    }

    /// Sets the client it was issued to (`client_id`); `shop` by default. Only that client can have
    /// it revoked over HTTP.
    pub fn client(self, id: impl Into<String>) -> Self {
        self.member("client_id", id.into())
    }

    /// Sets for how long it is good, in whole seconds; 15 minutes by default. `exp` says so.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        let expires = Duration::from_secs((self.issued + lifetime).as_secs());
        self.expires = Some(expires);
        self.member("exp", expires.as_secs())
    }

    /// Has it be good until it is revoked, without `exp`.
    pub fn unlimited(mut self) -> Self {
        self.expires = None;
        self.without("exp")
    }

    /// Sets what is said of it beside `active`, sensible or not. It does not change for how long
    /// the fake takes it for good.
    pub fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// Leaves out what would be said of it.
    pub fn without(mut self, name: &str) -> Self {
        self.members.remove(name);
        self
    }

    /// Sets what the token begins with; nothing by default.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Issues it: 256 random bits in base64url behind the prefix.
    #[must_use]
    pub fn issue(self) -> String {
        let token = format!("{}{}", self.prefix, random());
        let hash = self.shared.hash_key.hash(&token);
        let opaque = Opaque {
            members: self.members,
            expires: self.expires,
        };
        self.shared.world().opaque.insert(hash, opaque);
        token
    }
}

impl Opaque {
    /// At the second of `exp` it is over (RFC 7519 §4.1.4, to which RFC 7662 §2.2 refers).
    pub(super) fn is_active(&self, now: Duration) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }

    /// Whether something that is said of it is this text.
    pub(super) fn says(&self, name: &str, text: &str) -> bool {
        self.members.get(name).and_then(Value::as_str) == Some(text)
    }

    /// Whether it may be used for this.
    pub(super) fn has_scope(&self, scope: &str) -> bool {
        let scopes = self.members.get("scope").and_then(Value::as_str);
        scopes.is_some_and(|scopes| scopes.split(' ').any(|one| one == scope))
    }
}

/// 256 random bits in base64url.
pub(super) fn random() -> String {
    let mut bytes = [0; 32];
    hashed::fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

impl fmt::Debug for NewOpaqueToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewOpaqueToken")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opaque")
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}
