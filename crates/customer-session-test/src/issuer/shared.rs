//! What the listener and all handles share.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, UNIX_EPOCH},
};

use customer_session::clock::Clock;

use super::{
    endpoint::Endpoint,
    fault::Faults,
    journal::{REMEMBERED, RecordedRequest},
    keys::{Algorithm, Key},
    opaque::Opaque,
};
use crate::hashed::{HashKey, TokenHash};

/// What the listener and all handles share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) clock: Arc<dyn Clock>,
    /// `http://` and the address of the listener.
    pub(super) origin: String,
    /// The issuer's own path: empty, or it begins with a slash.
    pub(super) path: String,
    pub(super) etags: bool,
    pub(super) audience: String,
    /// The client that is registered from the start.
    pub(super) client: Client,
    /// By what tokens, and the secrets of clients, are kept.
    pub(super) hash_key: HashKey,
    world: Mutex<World>,
}

/// What changes.
#[derive(Debug)]
pub(super) struct World {
    /// In the order in which they were made: the last one signs.
    pub(super) keys: Vec<Key>,
    /// What is published in place of the keys.
    pub(super) instead: Option<String>,
    /// Whom the metadata name in place of the issuer.
    pub(super) named: Option<String>,
    /// Where the metadata say that the keys are, in place of where they are.
    pub(super) jwks_uri: Option<String>,
    /// Where the metadata say that tokens are asked about, in place of where they are.
    pub(super) introspection_endpoint: Option<String>,
    /// Changes whenever the published keys do.
    pub(super) version: u64,
    pub(super) faults: Faults,
    pub(super) calls: HashMap<Endpoint, u64>,
    /// The newest requests, oldest first.
    pub(super) requests: VecDeque<RecordedRequest>,
    /// What the secrets of clients are kept as, by client id.
    pub(super) clients: HashMap<String, TokenHash>,
    /// The opaque tokens that were issued and not revoked.
    pub(super) opaque: HashMap<TokenHash, Opaque>,
    /// How often a set was not sent again, since it was known.
    pub(super) unchanged: u64,
    /// How many tokens were minted.
    pub(super) minted: u64,
}

/// A client's id and secret.
pub(super) struct Client {
    pub(super) id: String,
    pub(super) secret: String,
}

impl Shared {
    pub(super) fn new(
        clock: Arc<dyn Clock>,
        origin: String,
        path: String,
        etags: bool,
        audience: String,
        client: Client,
    ) -> Self {
        let hash_key = HashKey::random();
        let secret = hash_key.hash(&client.secret);
        let world = World {
            keys: Vec::new(),
            instead: None,
            named: None,
            jwks_uri: None,
            introspection_endpoint: None,
            version: 0,
            faults: Faults::default(),
            calls: HashMap::new(),
            requests: VecDeque::new(),
            clients: HashMap::from([(client.id.clone(), secret)]),
            opaque: HashMap::new(),
            unchanged: 0,
            minted: 0,
        };
        Self {
            clock,
            origin,
            path,
            etags,
            audience,
            client,
            hash_key,
            world: Mutex::new(world),
        }
    }

    pub(super) fn issuer(&self) -> String {
        format!("{}{}", self.origin, self.path)
    }

    /// The time since 1970, by the fake's clock.
    pub(super) fn now(&self) -> Duration {
        let now = self.clock.precise_wall();
        now.duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    // A test that panics while it holds the lock must not take the fake down for those that share
    // it.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    /// Makes a key that signs from now on, and returns its id.
    pub(super) fn add_key(&mut self, algorithm: Algorithm) -> String {
        let id = format!("key-{}", self.keys.len() + 1);
        self.keys.push(Key::new(id.clone(), algorithm));
        self.version += 1;
        id
    }

    /// Counts and remembers a request.
    pub(super) fn record(&mut self, request: RecordedRequest) {
        *self.calls.entry(request.endpoint).or_default() += 1;
        if self.requests.len() == REMEMBERED {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    /// The key of this id; without one, that which signs.
    pub(super) fn key(&self, id: Option<&str>) -> Option<&Key> {
        match id {
            Some(id) => self.keys.iter().find(|key| key.id == id),
            None => self.keys.last(),
        }
    }
}

/// Does not show the secret.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
