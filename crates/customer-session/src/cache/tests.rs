//! What becomes of an entry that the cache lets go of while somebody holds it.

use std::time::SystemTime;

use super::*;
use crate::{
    entropy::SystemEntropy, provider::SessionFacts, revoke::Tombstones, session::CustomerRecord,
};

const LIFETIME: Lifetime = Lifetime {
    served: Duration::from_secs(60),
    stale: Duration::ZERO,
    refresh_ahead: 0,
    jitter: 0,
};

fn now() -> Now {
    let passed = Duration::from_secs(1_000);
    Now::new(SystemTime::UNIX_EPOCH + passed, passed)
}

/// A cache, and a session in it.
fn cache_with(key: LocalKey, keys: &LocalKeys) -> (Cache, Arc<Proven>) {
    let lifetimes = Lifetimes {
        session: LIFETIME,
        customer: LIFETIME,
        denial: LIFETIME.served,
        customer_denial: LIFETIME.served,
    };
    let room = CacheBounds::new(100, 1 << 20);
    let bounds = Bounds {
        sessions: room,
        customers: room,
        denials: 100,
    };
    let cache = Cache::new(lifetimes, bounds, keys);
    let asked = Asked {
        at: now(),
        number: 0,
    };
    let provider: Arc<str> = "test".into();
    let found = cache.own_customer(CustomerRecord::new("c1"), &provider, None, asked);
    let home = Home {
        engine: std::sync::Weak::new(),
        key,
        identity: key,
        provider: 0,
        asked: 0,
    };
    let facts = SessionFacts::new("c1");
    let session = cache.remember_session(facts, found, Source::LookUp, home, asked);
    (cache, session)
}

fn is_known_at_once(cache: &Cache, key: LocalKey) -> bool {
    let tombstones = Tombstones::new(10);
    cache.recall_at_once(key, now(), &tombstones).is_some()
}

#[test]
fn a_session_is_known_at_once_until_its_token_is_denied() {
    let keys = LocalKeys::new(&SystemEntropy).unwrap();
    let key = keys.of(b"token");
    let (cache, _) = cache_with(key, &keys);
    assert!(is_known_at_once(&cache, key));

    cache.remember_denial(key, Reason::TokenDenied, now());

    assert!(!is_known_at_once(&cache, key));
}

#[test]
fn whoever_found_a_session_just_before_its_token_was_denied_does_not_bring_it_back() {
    let keys = LocalKeys::new(&SystemEntropy).unwrap();
    let key = keys.of(b"token");
    let (cache, session) = cache_with(key, &keys);

    cache.remember_denial(key, Reason::TokenDenied, now());
    cache.present(key, session);

    assert!(!is_known_at_once(&cache, key));
}
