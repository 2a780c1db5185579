//! What becomes of an entry that the cache lets go of while somebody holds it.

use std::time::SystemTime;

use super::*;
use crate::{
    entropy::SystemEntropy,
    provider::SessionFacts,
    revoke::Tombstones,
    session::{Customer, CustomerRecord},
};

const LIFETIME: Lifetime = Lifetime {
    served: Duration::from_secs(60),
    stale: Duration::ZERO,
    refresh_ahead: 0,
    jitter: 0,
};

const DENIED_FOR: Duration = Duration::from_secs(10);

fn now() -> Now {
    after(Duration::ZERO)
}

fn after(passed: Duration) -> Now {
    let passed = passed + Duration::from_secs(1_000);
    Now::new(SystemTime::UNIX_EPOCH + passed, passed)
}

fn asked() -> Asked {
    Asked {
        at: now(),
        number: 0,
    }
}

fn cache(keys: &LocalKeys) -> Cache {
    let lifetimes = Lifetimes {
        session: LIFETIME,
        customer: LIFETIME,
        denial: DENIED_FOR,
        customer_denial: DENIED_FOR,
    };
    let room = CacheBounds::new(100, 1 << 20);
    let bounds = Bounds {
        sessions: room,
        customers: room,
        denials: 100,
    };
    Cache::new(lifetimes, bounds, keys)
}

/// An answer about the customer.
fn found(cache: &Cache) -> FoundCustomer {
    let key = CustomerKey::new(0, "c1".into());
    let customer = Customer::assertion(CustomerRecord::new("c1"), "test");
    cache.remember_customer(key, customer, Spread(0), asked(), None)
}

/// A cache, and a session in it.
fn cache_with(key: LocalKey, keys: &LocalKeys) -> (Cache, Arc<Proven>) {
    let cache = cache(keys);
    let home = Home {
        engine: std::sync::Weak::new(),
        key,
        identity: key,
        provider: 0,
        asked: 0,
    };
    let facts = SessionFacts::new("c1");
    let session = cache.remember_session(facts, found(&cache), Source::LookUp, home, asked());
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

#[test]
fn nor_does_whoever_brings_a_session_up_to_date_that_was_denied_meanwhile() {
    let keys = LocalKeys::new(&SystemEntropy).unwrap();
    let key = keys.of(b"token");
    let (cache, session) = cache_with(key, &keys);
    let newer = found(&cache);

    cache.remember_denial(key, Reason::TokenDenied, now());
    cache.update(&session, newer, now());

    assert!(!is_known_at_once(&cache, key));
    let later = cache.recall(key, after(DENIED_FOR), &Tombstones::new(10));
    assert!(matches!(later, Recall::Nothing(None)), "{later:?}");
}
