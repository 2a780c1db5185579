//! What becomes of an entry that the cache lets go of, and when it does.

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

const LIFETIMES: Lifetimes = Lifetimes {
    session: LIFETIME,
    customer: LIFETIME,
    denial: DENIED_FOR,
    customer_denial: DENIED_FOR,
};

fn cache(keys: &LocalKeys) -> Cache {
    cache_of(LIFETIMES, keys)
}

fn cache_of(lifetimes: Lifetimes, keys: &LocalKeys) -> Cache {
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
    let session = sign_in(&cache, key);
    (cache, session)
}

/// Puts a session into a cache.
fn sign_in(cache: &Cache, key: LocalKey) -> Arc<Proven> {
    sign_in_as(found(cache), cache, key)
}

/// Puts a session of this customer into a cache.
fn sign_in_as(customer: FoundCustomer, cache: &Cache, key: LocalKey) -> Arc<Proven> {
    let home = Home {
        engine: std::sync::Weak::new(),
        key,
        identity: key,
        provider: 0,
        asked: 0,
    };
    let facts = SessionFacts::new("c1");
    cache.remember_session(facts, customer, Source::LookUp, home, asked())
}

/// Lives of which the last moment in which an answer may matter differs from kind to kind.
fn different_lifetimes() -> Lifetimes {
    let (session, customer) = (Duration::from_secs(60), Duration::from_secs(600));
    Lifetimes {
        session: Lifetime {
            served: session,
            stale: Duration::from_secs(5),
            ..LIFETIME
        },
        customer: Lifetime {
            served: customer,
            stale: Duration::from_secs(7),
            ..LIFETIME
        },
        denial: Duration::from_secs(10),
        customer_denial: Duration::from_secs(11),
    }
}

/// Lives that are over when they begin: moka goes by the machine's clock, which no test can move.
fn no_lifetimes() -> Lifetimes {
    let none = Lifetime {
        served: Duration::ZERO,
        ..LIFETIME
    };
    Lifetimes {
        session: none,
        customer: none,
        denial: none.served,
        customer_denial: none.served,
    }
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

/// The table before the cache has room for more than this cache.
#[test]
fn a_session_that_is_evicted_is_not_known_at_once() {
    let keys = LocalKeys::new(&SystemEntropy).unwrap();
    let cache = cache(&keys);
    let all = (0..300_u32).map(|number| keys.of(&number.to_le_bytes()));
    let all: Vec<_> = all.collect();

    let customer = found(&cache);
    for &key in &all {
        sign_in_as(customer.clone(), &cache, key);
    }
    cache.usage();

    let (kept, evicted): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|key| cache.sessions.contains_key(*key));
    assert!(evicted.len() >= 200, "{} of 300", evicted.len());
    assert!(!evicted.into_iter().any(|key| is_known_at_once(&cache, key)));
    assert!(kept.into_iter().all(|key| is_known_at_once(&cache, key)));
}

/// Not even one that nobody asks for again, and whose place nobody else needs.
#[test]
fn what_is_over_leaves_memory() {
    let keys = LocalKeys::new(&SystemEntropy).unwrap();
    let (key, denied) = (keys.of(b"token"), keys.of(b"denied"));
    let foreign = CustomerKey::new(0, "foreign".into());
    let cache = cache_of(no_lifetimes(), &keys);
    sign_in(&cache, key);
    cache.remember_denial(denied, Reason::TokenDenied, now());
    cache.remember_customer_denial(foreign, Reason::NotOurCustomer, now());

    assert_eq!(cache.usage(), CacheUsage::default());
}

/// Sooner, and what may be served would be asked for again; later, and memory holds what nobody may
/// be served.
#[test]
fn memory_is_freed_when_nothing_may_be_served_any_more() {
    let keys = LocalKeys::new(&SystemEntropy).unwrap();

    let cache = cache_of(different_lifetimes(), &keys);

    let seconds = |policy: moka::Policy| policy.time_to_live().map(|life| life.as_secs());
    assert_eq!(seconds(cache.sessions.policy()), Some(65));
    assert_eq!(seconds(cache.customers.policy()), Some(607));
    assert_eq!(seconds(cache.denials.policy()), Some(10));
    assert_eq!(seconds(cache.customer_denials.policy()), Some(11));
}
