//! The table grows with the sessions that take turns, whatever threads do meanwhile.

use super::*;

/// Has so many sessions take turns twice; how many are found then, in how many rows.
fn take_turns(sessions: u32) -> (usize, usize) {
    let house = House::new();
    let keys = (0..sessions).map(|number| house.keys.of(&number.to_le_bytes()));
    let keys: Vec<_> = keys.collect();
    for _ in 0..2 {
        for &key in &keys {
            house.put(key);
        }
    }

    let found = keys.iter().filter(|&&key| house.get(key).is_some());
    (found.count(), house.front.in_use.load(Relaxed))
}

#[test]
fn there_are_rows_for_the_sessions_that_take_turns_and_no_more() {
    let (found, rows) = take_turns(500);
    assert!(found > 490 && rows == 256, "{found} in {rows} rows");

    let (found, rows) = take_turns(1_000);
    assert!(found > 990 && rows == 512, "{found} in {rows} rows");

    let (found, rows) = take_turns(30_000);
    assert!(found > 15_000 && rows == 4_096, "{found} in {rows} rows");
}

#[test]
fn the_sessions_that_left_make_room() {
    let house = House::new();

    for number in 0..100_000_u32 {
        let key = house.keys.of(&number.to_le_bytes());
        house.put(key);
        house.front.remove(key);
    }

    assert_eq!(house.front.in_use.load(Relaxed), FEWEST_ROWS);
    assert_eq!(house.front.sessions.load(Relaxed), 0);
}

#[test]
fn when_the_table_grows_nothing_stays_behind() {
    let house = House::new();
    let one = house.keys.of(b"one");
    let session = house.session(one);
    house.front.put(one, session.clone());

    house.front.grow(FEWEST_ROWS);
    assert_eq!(Arc::strong_count(&session), 1);
    assert_eq!(house.front.sessions.load(Relaxed), 0);

    // Whoever saw that there was no room, when somebody else had made it already.
    house.front.grow(FEWEST_ROWS);
    assert_eq!(house.front.in_use.load(Relaxed), 2 * FEWEST_ROWS);
}

#[test]
fn a_session_is_removed_from_a_table_that_has_grown() {
    let house = House::new();
    let one = house.moving();
    house.front.grow(FEWEST_ROWS);
    house.put(one);
    assert!(house.get(one).is_some());

    house.front.remove(one);

    assert!(house.get(one).is_none());
}

#[test]
fn who_did_not_see_the_table_grow_puts_nothing_there_for_good() {
    let house = House::new();
    let one = house.moving();
    let session = house.session(one);
    house.front.grow(FEWEST_ROWS);
    let [row, _] = house.front.rows(one, FEWEST_ROWS);
    row.put(one, session.clone(), Displace::Nobody);
    assert!(house.get(one).is_none());

    house.front.remove(one);

    assert_eq!(Arc::strong_count(&session), 1);
}

/// One of several threads that read, put and take out sessions of ever more keys.
fn work(house: &House, all: &[(LocalKey, Arc<Proven>)], seed: u64) {
    let mut random = seed;
    for step in 0..TURNS {
        // Marsaglia's xorshift.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let known = 600 + step * (all.len() - 600) / TURNS;
        let (key, session) = &all[(random >> 20) as usize % known];
        match random % 8 {
            0 => house.front.remove(*key),
            1..=4 => house.front.put(*key, session.clone()),
            _ => {
                let found = house.get(*key);
                assert!(found.is_none_or(|found| Arc::ptr_eq(&found, session)));
            }
        }
    }
}

const TURNS: usize = 40_000;

#[test]
fn whatever_threads_do_at_once_each_finds_its_own_and_nothing_is_lost_count_of() {
    let house = House::new();
    let keys = (0..4_000_u32).map(|number| house.keys.of(&number.to_le_bytes()));
    let all: Vec<_> = keys.map(|key| (key, house.session(key))).collect();
    let held = || -> usize {
        let counts = all.iter().map(|(_, session)| Arc::strong_count(session));
        counts.map(|count| count - 1).sum()
    };

    std::thread::scope(|scope| {
        for seed in 1..=4 {
            let (house, all) = (&house, &all);
            scope.spawn(move || work(house, all, seed));
        }
    });

    assert!(house.front.in_use.load(Relaxed) > FEWEST_ROWS);
    assert_eq!(house.front.sessions.load(Relaxed), held() as i64);
    for (key, _) in &all {
        house.front.remove(*key);
    }
    assert_eq!((house.front.sessions.load(Relaxed), held()), (0, 0));
}
