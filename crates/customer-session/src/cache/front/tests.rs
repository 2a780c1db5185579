mod growth;

use std::{
    sync::Weak,
    time::{Duration, SystemTime},
};

use super::*;
use crate::{
    cache::{
        Asked, CustomerSlot, FoundCustomer, Home, Lifetime, Now, Source, Spread,
        replaced::Replaced, terms::Terms,
    },
    entropy::SystemEntropy,
    provider::SessionFacts,
    session::{Customer, CustomerRecord},
    token::LocalKeys,
};

const LIFETIME: Lifetime = Lifetime {
    served: Duration::from_secs(60),
    stale: Duration::ZERO,
    refresh_ahead: 0,
    jitter: 0,
};

/// A table, and sessions of a customer whose answer can be replaced.
struct House {
    front: Front,
    replaced: Arc<Replaced>,
    keys: LocalKeys,
}

fn now(seconds: u64) -> Now {
    let passed = Duration::from_secs(1_000 + seconds);
    Now::new(SystemTime::UNIX_EPOCH + passed, passed)
}

fn ada() -> Customer {
    Customer::assertion(CustomerRecord::new("c1"), "test")
}

fn terms() -> Terms {
    Terms::new(now(0), LIFETIME, Spread(0), None)
}

fn asked(seconds: u64) -> Asked {
    Asked {
        at: now(seconds),
        number: 0,
    }
}

impl House {
    fn new() -> Self {
        Self {
            front: Front::default(),
            replaced: Arc::default(),
            keys: LocalKeys::new(&SystemEntropy).unwrap(),
        }
    }

    fn session(&self, key: LocalKey) -> Arc<Proven> {
        self.session_and_slot(key).0
    }

    fn session_and_slot(&self, key: LocalKey) -> (Arc<Proven>, Arc<CustomerSlot>) {
        let slot = Arc::new(CustomerSlot::new(self.replaced.clone()));
        let answer = slot.put(ada(), terms(), asked(0));
        let found = FoundCustomer {
            slot: slot.clone(),
            answer,
        };
        let home = Home {
            engine: Weak::new(),
            key,
            identity: key,
            provider: 0,
            asked: 0,
        };
        let session = Proven::new(SessionFacts::new("c1"), ada(), Some(home));
        let session = session.remembered(terms(), found, Source::LookUp);
        (Arc::new(session), slot)
    }

    fn get(&self, key: LocalKey) -> Option<Arc<Proven>> {
        self.get_at(key, 0)
    }

    fn get_at(&self, key: LocalKey, seconds: u64) -> Option<Arc<Proven>> {
        let fresh = |session: &Proven| session.is_fresh(now(seconds), &self.replaced);
        self.front.get(key, fresh)
    }

    /// Puts a session of its own there for each.
    fn put(&self, key: LocalKey) {
        self.front.put(key, self.session(key));
    }

    /// A key that leads to another row when the table has grown.
    fn moving(&self) -> LocalKey {
        let mut keys = (0_u32..).map(|number| self.keys.of(&number.to_le_bytes()));
        let moves = |key: &LocalKey| key.low_bits() & FEWEST_ROWS != 0;
        keys.find(moves).expect("half of all keys are such")
    }

    /// Keys that share a row, their own place in it, and what tells the sessions of a row apart
    /// without looking at them.
    fn of_one_place<const N: usize>(&self) -> [LocalKey; N] {
        let place = |key: &LocalKey| {
            (
                key.low_bits() % FEWEST_ROWS,
                key.bits() as usize % PLACES,
                key.bits() >> 24,
            )
        };
        let first = self.keys.of(b"first");
        let mut others = (0_u32..)
            .map(|number| self.keys.of(&number.to_le_bytes()))
            .filter(|key| place(key) == place(&first));
        std::array::from_fn(|_| others.next().expect("keys are spread over all places"))
    }
}

#[test]
fn a_session_is_found_by_its_own_key_and_by_no_other() {
    let house = House::new();
    let one = house.keys.of(b"one");
    house.put(one);

    // Among so many keys some share the place of the first, and none is it.
    let others =
        (0..100_000_u32).filter(|other| house.get(house.keys.of(&other.to_le_bytes())).is_some());

    assert_eq!(others.count(), 0);
    assert!(house.get(one).is_some());
}

#[test]
fn a_row_takes_one_line_of_the_processors_cache() {
    assert_eq!(size_of::<Row>(), 64);
}

#[test]
fn sessions_that_share_a_row_are_found_as_long_as_it_or_its_neighbour_has_room() {
    let house = House::new();
    let keys: [_; 2 * PLACES + 1] = house.of_one_place();
    let (last, fitting) = keys.split_last().unwrap();

    for &key in fitting {
        house.put(key);
    }
    assert!(fitting.iter().all(|&key| house.get(key).is_some()));

    house.put(*last);
    assert!(house.get(*last).is_some());
    let left = fitting.iter().filter(|&&key| house.get(key).is_some());
    assert_eq!(left.count(), fitting.len() - 1);
}

#[test]
fn a_session_in_the_neighbour_is_replaced_and_removed_there() {
    let house = House::new();
    let keys: [_; PLACES + 1] = house.of_one_place();
    for &key in &keys {
        house.put(key);
    }
    let (first, last) = (keys[0], keys[PLACES]);
    let newer = house.session(last);

    // There is room in its own row again.
    house.front.remove(first);
    house.front.put(last, newer.clone());
    let found = house.get(last).unwrap();
    assert!(Arc::ptr_eq(&found, &newer));
    assert_eq!(house.front.sessions.load(Relaxed), PLACES as i64);

    house.front.remove(last);
    assert!(house.get(last).is_none());
}

#[test]
fn a_session_stands_in_its_row_once_however_often_it_was_put_there() {
    let house = House::new();
    let [one, two] = house.of_one_place();
    let (old, new) = (house.session(one), house.session(one));

    house.front.put(one, old.clone());
    house.put(two);
    house.front.remove(two);
    house.front.put(one, new.clone());
    house.front.put(one, new.clone());

    assert!(
        house
            .get(one)
            .is_some_and(|found| Arc::ptr_eq(&found, &new))
    );
    assert_eq!((Arc::strong_count(&old), Arc::strong_count(&new)), (1, 2));
}

#[test]
fn removing_a_session_leaves_the_other_of_its_row() {
    let house = House::new();
    let [one, two] = house.of_one_place();
    house.put(one);
    house.put(two);

    house.front.remove(one);

    assert!(house.get(one).is_none());
    assert!(house.get(two).is_some());
}

#[test]
fn a_session_is_found_until_its_answers_are_due() {
    let house = House::new();
    let one = house.keys.of(b"one");
    house.put(one);

    assert!(house.get_at(one, 59).is_some());
    assert!(house.get_at(one, 60).is_none());
}

#[test]
fn a_session_is_found_until_its_own_customer_is_replaced_or_taken_away() {
    let house = House::new();
    let [one, two] = house.of_one_place();
    let (session, slot) = house.session_and_slot(one);
    house.front.put(one, session);
    let (session, other_slot) = house.session_and_slot(two);
    house.front.put(two, session);
    assert!(house.get(one).is_some() && house.get(two).is_some());

    slot.put(ada(), terms(), asked(1));
    assert!(house.get(one).is_none() && house.get(two).is_some());
    assert!(house.get(one).is_none() && house.get(two).is_some());

    other_slot.clear();
    assert!(house.get(two).is_none());
}

#[test]
fn a_session_that_nobody_remembers_is_not_found() {
    let house = House::new();
    let one = house.keys.of(b"one");

    let session = Proven::new(SessionFacts::new("c1"), ada(), None);
    house.front.put(one, Arc::new(session));

    assert!(house.get(one).is_none());
}

/// A value that an application added to a customer, and that uses the table when it is dropped.
struct Busy(Arc<House>, LocalKey);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.front.remove(self.1);
    }
}

#[test]
fn what_is_dropped_on_the_way_out_may_use_the_table() {
    let house = Arc::new(House::new());
    let one = house.keys.of(b"one");
    let extended = || {
        let mut session = house.session(one);
        let alone = Arc::get_mut(&mut session).unwrap();
        alone.customer = ada().with_extension(Busy(house.clone(), one));
        session
    };

    house.front.put(one, extended());
    house.front.put(one, extended());
    assert!(house.get(one).is_none());

    house.front.put(one, extended());
    house.front.remove(one);
    assert!(house.get(one).is_none());
}
