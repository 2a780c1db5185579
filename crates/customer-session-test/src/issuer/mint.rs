//! Tokens, sensible or not.

use std::{sync::Arc, time::Duration};

use serde_json::{Map, Value, json};

use super::shared::Shared;

/// A token that is not signed yet.
#[derive(Clone, Debug)]
#[must_use]
pub struct NewToken {
    shared: Arc<Shared>,
    claims: Value,
    /// What the header says beside or in place of the usual; null: nothing.
    header: Vec<(String, Value)>,
    key: Option<String>,
}

impl NewToken {
    pub(super) fn new(shared: &Arc<Shared>, subject: &str) -> Self {
        Self {
            shared: Arc::clone(shared),
            claims: usual_claims(shared, subject).into(),
            header: Vec::new(),
            key: None,
        }
    }

    /// Sets a claim.
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Some(claims) = self.claims.as_object_mut() {
            claims.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Sets all claims at once; they need not be an object.
    pub fn claims(mut self, claims: Value) -> Self {
        self.claims = claims;
        self
    }

    /// Leaves a claim out.
    pub fn without(mut self, name: &str) -> Self {
        if let Some(claims) = self.claims.as_object_mut() {
            claims.remove(name);
        }
        self
    }

    /// Sets when it expires, counted from its `iat`; 15 minutes by default.
    pub fn lifetime(self, lifetime: Duration) -> Self {
        let issued = self.claims["iat"].as_u64().unwrap_or_default();
        self.claim("exp", issued + lifetime.as_secs())
    }

    /// Sets a parameter of the header, also `alg` and `kid`, whatever the key is.
    pub fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.push((name.to_owned(), value.into()));
        self
    }

    /// Leaves a parameter of the header out.
    pub fn without_header(self, name: &str) -> Self {
        self.header(name, Value::Null)
    }

    /// Sets the key that signs, published or not; by default the newest.
    pub fn key(mut self, id: &str) -> Self {
        self.key = Some(id.to_owned());
        self
    }

    /// Signs it.
    ///
    /// # Panics
    ///
    /// If there was never a key of the id that was set.
    #[must_use]
    pub fn sign(self) -> String {
        let world = self.shared.world();
        let key = world
            .key(self.key.as_deref())
            .expect("the id is that of a key of this fake");
        let mut header = json!({ "alg": key.algorithm.as_str(), "typ": "at+jwt", "kid": key.id });
        for (name, value) in self.header {
            header[name] = value;
        }
        if let Some(header) = header.as_object_mut() {
            header.retain(|_, value| !value.is_null());
        }
        key.sign(&header, self.claims.to_string().as_bytes())
    }
}

/// What every usual token says, opaque or signed.
pub(super) fn usual_claims(shared: &Shared, subject: &str) -> Map<String, Value> {
    let now = shared.now().as_secs();
    let number = {
        let mut world = shared.world();
        world.minted += 1;
        world.minted
    };
    let claims = [
        ("iss", shared.issuer().into()),
        ("sub", subject.into()),
        ("aud", shared.audience.clone().into()),
        ("client_id", "shop".into()),
        ("iat", now.into()),
        ("exp", (now + LIFETIME.as_secs()).into()),
        ("jti", format!("token-{number}").into()),
    ];
    let claims = claims.into_iter();
    claims
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

const LIFETIME: Duration = Duration::from_secs(15 * 60);
