//! The handle of a running fake.

use std::{io, sync::Arc};

use serde_json::Value;

use super::{
    builder::FakeIssuerBuilder,
    endpoint::{Endpoint, INTROSPECTION, JWKS, REVOCATION},
    fault::{Fault, Faults},
    journal::RecordedRequest,
    keys::Algorithm,
    mint::NewToken,
    opaque::NewOpaqueToken,
    serve,
    shared::Shared,
};
use crate::wire::Door;

/// A running fake of an OAuth authorization server; clones are handles of the same one.
///
/// It runs on the tokio runtime it was started on, and stops when its last handle is dropped.
#[derive(Clone, Debug)]
pub struct FakeIssuer(Arc<Running>);

#[derive(Debug)]
struct Running {
    shared: Arc<Shared>,
    door: Door,
}

impl FakeIssuer {
    /// Starts a fake on a free port, by the system's clock, with one key.
    ///
    /// # Errors
    ///
    /// If no port can be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Describes a fake to start.
    pub fn builder() -> FakeIssuerBuilder {
        FakeIssuerBuilder::new()
    }

    pub(super) fn open(door: Door, shared: Arc<Shared>) -> Self {
        tokio::spawn(serve::accept(door.doorway(), Arc::clone(&shared)));
        Self(Arc::new(Running { shared, door }))
    }

    /// The issuer's identifier (`iss`), which is its address with its path.
    #[must_use]
    pub fn url(&self) -> String {
        self.0.shared.issuer()
    }

    /// Where the JWK Set is.
    #[must_use]
    pub fn jwks_url(&self) -> String {
        format!("{}{JWKS}", self.0.shared.origin)
    }

    /// Where opaque tokens are asked about (RFC 7662).
    #[must_use]
    pub fn introspection_url(&self) -> String {
        format!("{}{INTROSPECTION}", self.0.shared.origin)
    }

    /// Where opaque tokens are ended (RFC 7009), by the client that they were issued to.
    #[must_use]
    pub fn revocation_url(&self) -> String {
        format!("{}{REVOCATION}", self.0.shared.origin)
    }

    /// The id of the client that may ask about tokens from the start.
    #[must_use]
    pub fn client_id(&self) -> String {
        self.0.shared.client.id.clone()
    }

    /// The secret of that client.
    #[must_use]
    pub fn client_secret(&self) -> String {
        self.0.shared.client.secret.clone()
    }

    /// Registers one more client, or gives one another secret.
    pub fn add_client(&self, id: impl Into<String>, secret: &str) {
        let secret = self.0.shared.hash_key.hash(secret);
        self.0.shared.world().clients.insert(id.into(), secret);
    }

    /// Whom tokens are meant for, unless they say otherwise.
    #[must_use]
    pub fn audience(&self) -> String {
        self.0.shared.audience.clone()
    }

    /// The id of the key that signs. Issuers count alike: the first key of each is `key-1`.
    #[must_use]
    pub fn key_id(&self) -> String {
        let world = self.0.shared.world();
        world
            .key(None)
            .map(|key| key.id.clone())
            .unwrap_or_default()
    }

    /// The public half of a key as a JWK, published or not.
    ///
    /// # Panics
    ///
    /// If there was never such a key.
    #[must_use]
    pub fn jwk(&self, id: &str) -> Value {
        let world = self.0.shared.world();
        let key = world.key(Some(id));
        key.expect("the id is that of a key of this fake").jwk()
    }

    /// Makes a new key of the algorithm of the last one, which is published and signs from now on;
    /// the old ones stay published. Returns its id.
    pub fn rotate(&self) -> String {
        let mut world = self.0.shared.world();
        let algorithm = world.key(None).map(|key| key.algorithm).unwrap_or_default();
        world.add_key(algorithm)
    }

    /// As [`rotate`](Self::rotate), with a key of this algorithm.
    pub fn rotate_to(&self, algorithm: Algorithm) -> String {
        self.0.shared.world().add_key(algorithm)
    }

    /// Publishes a key no more. It can still sign.
    pub fn withdraw(&self, id: &str) {
        let mut world = self.0.shared.world();
        for key in &mut world.keys {
            if key.id == id {
                key.published = false;
            }
        }
        world.version += 1;
    }

    /// Publishes this text in place of the keys, whatever it is.
    pub fn publish(&self, text: impl Into<String>) {
        let mut world = self.0.shared.world();
        world.instead = Some(text.into());
        world.version += 1;
    }

    /// Publishes the keys again.
    pub fn publish_keys(&self) {
        let mut world = self.0.shared.world();
        world.instead = None;
        world.version += 1;
    }

    /// Has the metadata name another issuer from now on.
    pub fn claim_issuer(&self, issuer: impl Into<String>) {
        self.0.shared.world().named = Some(issuer.into());
    }

    /// Has the metadata name another address of the keys from now on.
    pub fn claim_jwks_uri(&self, address: impl Into<String>) {
        self.0.shared.world().jwks_uri = Some(address.into());
    }

    /// Has the metadata name another address to ask about tokens from now on.
    pub fn claim_introspection_endpoint(&self, address: impl Into<String>) {
        self.0.shared.world().introspection_endpoint = Some(address.into());
    }

    /// Signs a token of this subject, as an access token of RFC 9068: `iss`, `sub`, `aud`,
    /// `client_id`, `iat`, `exp` 15 minutes later, `jti`, and the `typ` `at+jwt`.
    #[must_use]
    pub fn mint_for(&self, subject: &str) -> String {
        self.token(subject).sign()
    }

    /// Signs exactly these claims, with the header of [`mint_for`](Self::mint_for).
    #[must_use]
    pub fn mint(&self, claims: Value) -> String {
        self.token("").claims(claims).sign()
    }

    /// Begins a token like those of [`mint_for`](Self::mint_for), to be changed before it is
    /// signed.
    pub fn token(&self, subject: &str) -> NewToken {
        NewToken::new(&self.0.shared, subject)
    }

    /// Begins an opaque token of this subject, to be changed before it is issued. Asked about it,
    /// the fake says what [`mint_for`](Self::mint_for) would write into a signed one, and the
    /// `token_type` `Bearer`.
    ///
    /// One with the scope `introspect` may ask about tokens itself (RFC 7662 §2.1).
    pub fn opaque(&self, subject: &str) -> NewOpaqueToken {
        NewOpaqueToken::new(&self.0.shared, subject)
    }

    /// Ends an opaque token, and says whether it was there to be ended: not if it was revoked
    /// before, or is none of this fake's.
    pub fn revoke(&self, token: &str) -> bool {
        let hash = self.0.shared.hash_key.hash(token);
        self.0.shared.world().opaque.remove(&hash).is_some()
    }

    /// Sets a fault on all endpoints.
    ///
    /// It stays until another takes its place or [`clear_faults`](Self::clear_faults) is called.
    /// Endpoints with a fault of their own keep it, except that [`Fault::Refuse`] takes the whole
    /// listener away.
    ///
    /// # Panics
    ///
    /// If the fault before was [`Fault::Refuse`], and the system does not let the port be listened
    /// on again.
    pub fn fault(&self, fault: Fault) {
        let refuses = fault == Fault::Refuse;
        self.0.shared.world().faults.general = fault;
        if refuses {
            self.0.door.shut();
        } else {
            self.reopen();
        }
    }

    /// Sets a fault on one endpoint.
    pub fn fault_on(&self, endpoint: Endpoint, fault: Fault) {
        let mut world = self.0.shared.world();
        world.faults.by_endpoint.insert(endpoint, fault);
    }

    /// Ends all faults; a listener that refused listens again on the same port.
    ///
    /// # Panics
    ///
    /// If the listener refused, and the system does not let the port be listened on again.
    pub fn clear_faults(&self) {
        self.0.shared.world().faults = Faults::default();
        self.reopen();
    }

    /// How often an endpoint was called, with any outcome. Connections that were refused do not
    /// count.
    #[must_use]
    pub fn calls(&self, endpoint: Endpoint) -> u64 {
        let world = self.0.shared.world();
        world.calls.get(&endpoint).copied().unwrap_or_default()
    }

    /// How often anything was called.
    #[must_use]
    pub fn total_calls(&self) -> u64 {
        self.0.shared.world().calls.values().sum()
    }

    /// The newest 10,000 requests, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.0.shared.world().requests.iter().cloned().collect()
    }

    /// How often the JWK Set was asked for by whoever had it, and was answered 304.
    #[must_use]
    pub fn unchanged_answers(&self) -> u64 {
        self.0.shared.world().unchanged
    }

    fn reopen(&self) {
        self.0
            .door
            .reopen()
            .expect("the port is reserved, so the fake may listen on it again");
    }
}
