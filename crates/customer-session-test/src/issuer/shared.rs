//! What the listener and all handles share.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use customer_session::clock::Clock;

use super::{
    endpoint::Endpoint,
    fault::Faults,
    keys::{Algorithm, Key},
};

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
    /// Changes whenever the published keys do.
    pub(super) version: u64,
    pub(super) faults: Faults,
    pub(super) calls: HashMap<Endpoint, u64>,
    /// How often a set was not sent again, since it was known.
    pub(super) unchanged: u64,
    /// How many tokens were minted.
    pub(super) minted: u64,
}

impl Shared {
    pub(super) fn new(
        clock: Arc<dyn Clock>,
        origin: String,
        path: String,
        etags: bool,
        audience: String,
    ) -> Self {
        let world = World {
            keys: Vec::new(),
            instead: None,
            named: None,
            jwks_uri: None,
            version: 0,
            faults: Faults::default(),
            calls: HashMap::new(),
            unchanged: 0,
            minted: 0,
        };
        Self {
            clock,
            origin,
            path,
            etags,
            audience,
            world: Mutex::new(world),
        }
    }

    pub(super) fn issuer(&self) -> String {
        format!("{}{}", self.origin, self.path)
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

    /// The key of this id; without one, that which signs.
    pub(super) fn key(&self, id: Option<&str>) -> Option<&Key> {
        match id {
            Some(id) => self.keys.iter().find(|key| key.id == id),
            None => self.keys.last(),
        }
    }
}
