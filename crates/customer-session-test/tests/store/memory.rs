//! The store in memory: its clocks, and what it forgets by itself.

use std::time::{Duration, SystemTime};

use customer_session::{
    clock::{Clock as _, ManualClock},
    provider::registry::{MemoryStore, SessionRecord, SessionStore as _},
    token::TokenDigest,
};

const HOUR: Duration = Duration::from_secs(3600);

fn record(ends: SystemTime) -> SessionRecord {
    SessionRecord::new("issuer", "s1", "c1", ends)
}

const fn digest(number: u8) -> TokenDigest {
    TokenDigest::from_bytes([number; 32])
}

/// A store with a session that lasts for an hour.
async fn store() -> (MemoryStore, ManualClock) {
    let clock = ManualClock::new();
    let store = MemoryStore::with(1_000, clock.clone());
    let ends = clock.wall() + HOUR;
    store.insert(digest(0), &record(ends)).await.unwrap();
    (store, clock)
}

#[tokio::test]
async fn a_wall_clock_that_is_set_back_brings_no_session_to_life() {
    let (store, clock) = store().await;
    let began = clock.wall();
    clock.advance(HOUR);
    assert_eq!(store.find(digest(0)).await.unwrap(), None);

    clock.set_wall(began);

    assert_eq!(store.find(digest(0)).await.unwrap(), None);
    assert_eq!(store.purge().await.unwrap(), 1);
}

#[tokio::test]
async fn a_wall_clock_that_is_set_ahead_ends_no_session_for_good() {
    let (store, clock) = store().await;
    let began = clock.wall();
    clock.set_wall(began + 2 * HOUR);

    // Nobody can tell that this time is wrong.
    assert_eq!(store.find(digest(0)).await.unwrap(), None);
    assert_eq!(store.purge().await.unwrap(), 0);
    let later = record(clock.wall() + HOUR);
    store.insert(digest(1), &later).await.unwrap();
    clock.set_wall(began);

    assert!(store.find(digest(0)).await.unwrap().is_some());
    clock.advance(HOUR);
    assert_eq!(store.find(digest(0)).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_over_goes_by_itself_while_others_come() {
    let (store, clock) = store().await;
    for number in 1..=100 {
        let ends = clock.wall() + HOUR;
        store.insert(digest(number), &record(ends)).await.unwrap();
    }
    clock.advance(HOUR);
    assert_eq!(store.len(), 101);

    for number in 101..=120 {
        let ends = clock.wall() + HOUR;
        store.insert(digest(number), &record(ends)).await.unwrap();
    }

    assert_eq!(store.len(), 20);
}

/// A record that is replaced leaves nothing behind by which it would be forgotten.
#[tokio::test]
async fn a_session_that_is_stored_again_is_kept_as_long_as_the_second_one_says() {
    let (store, clock) = store().await;
    let second = record(clock.wall() + 3 * HOUR);
    store.insert(digest(0), &second).await.unwrap();
    clock.advance(2 * HOUR);

    assert_eq!(store.purge().await.unwrap(), 0);
    assert_eq!(store.find(digest(0)).await.unwrap(), Some(second));
    clock.advance(HOUR);
    assert_eq!((store.purge().await.unwrap(), store.len()), (1, 0));
}
