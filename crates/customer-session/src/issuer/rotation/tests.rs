//! Which key signs, and which are published, whatever the schedule.

use std::time::SystemTime;

use proptest::prelude::*;

use super::*;
use crate::provider::jwt::Algorithm;

const SPANS: Spans = Spans {
    lead: Duration::from_secs(3600),
    kept: Duration::from_secs(1200),
};

fn at(seconds: u64) -> Now {
    let passed = Duration::from_secs(seconds);
    let start = Duration::from_secs(1_767_225_600);
    Now::new(SystemTime::UNIX_EPOCH + start + passed, passed)
}

fn key(name: &str) -> SigningKey {
    let key = SigningKey::generate(Algorithm::EdDSA).unwrap();
    key.named(name).unwrap()
}

fn published(keys: &Keys, seconds: u64) -> Vec<&str> {
    keys.published(at(seconds))
        .map(SigningKey::key_id)
        .collect()
}

#[test]
fn a_key_is_published_first_then_signs_and_its_predecessor_stays_until_its_tokens_are_over() {
    let keys = Keys::new(key("a"), Vec::new());
    let keys = keys.rotate(key("b"), SPANS, at(10)).unwrap();

    assert_eq!(keys.signing(at(10)).key_id(), "a");
    assert_eq!(published(&keys, 10), ["a", "b"]);
    assert_eq!(keys.signing(at(3609)).key_id(), "a");
    assert_eq!(keys.signing(at(3610)).key_id(), "b");
    assert_eq!(published(&keys, 3610), ["b", "a"]);
    assert_eq!(published(&keys, 4809), ["b", "a"]);
    assert_eq!(published(&keys, 4810), ["b"]);
}

#[test]
fn one_key_waits_at_a_time() {
    let keys = Keys::new(key("a"), Vec::new());
    let keys = keys.rotate(key("b"), SPANS, at(0)).unwrap();

    let error = keys.rotate(key("c"), SPANS, at(600)).unwrap_err();
    let wait = Duration::from_secs(3000);
    assert!(matches!(error, RotationError::Pending { wait: stated } if stated == wait));

    let keys = keys.rotate(key("c"), SPANS, at(3600)).unwrap();
    assert_eq!(published(&keys, 3600), ["b", "c", "a"]);
}

#[test]
fn a_name_or_a_key_that_verifiers_know_is_not_given_to_another() {
    let (a, b) = (key("a"), key("b"));
    let keys = Keys::new(a.clone(), vec![key("theirs")]);
    let keys = keys.rotate(b.clone(), SPANS, at(0)).unwrap();

    for known in [
        key("a"),
        key("b"),
        key("theirs"),
        a.named("other").unwrap(),
        b.named("other").unwrap(),
    ] {
        assert!(keys.replace(known.clone(), at(3601)).is_err(), "{known:?}");
        assert!(keys.rotate(known, SPANS, at(3601)).is_err());
    }
    // Long withdrawn, and forgotten.
    assert!(keys.rotate(key("a"), SPANS, at(9000)).is_ok());
}

#[test]
fn a_key_that_was_published_beside_can_become_the_next_one() {
    let theirs = key("theirs");
    let keys = Keys::new(key("a"), vec![theirs.clone()]);

    let keys = keys.rotate(theirs, SPANS, at(0)).unwrap();

    assert_eq!(published(&keys, 0), ["a", "theirs"]);
    assert_eq!(keys.signing(at(3600)).key_id(), "theirs");
}

#[test]
fn replacing_a_key_withdraws_all_others_at_once() {
    let keys = Keys::new(key("a"), vec![key("theirs")]);
    let keys = keys.rotate(key("b"), SPANS, at(0)).unwrap();

    let keys = keys.replace(key("c"), at(10)).unwrap();

    assert_eq!(keys.signing(at(10)).key_id(), "c");
    assert_eq!(published(&keys, 10), ["c"]);
}

#[test]
fn a_wall_clock_that_is_set_back_withdraws_no_key_early() {
    let keys = Keys::new(key("a"), Vec::new());
    let keys = keys.rotate(key("b"), SPANS, at(0)).unwrap();
    let later = Duration::from_secs(4800);
    let set_back = Now::new(SystemTime::UNIX_EPOCH, later);

    assert_eq!(keys.published(at(4800)).count(), 1);
    assert_eq!(keys.published(set_back).count(), 2);
    // Likewise when it was retired some time ago.
    let keys = keys.rotate(key("c"), SPANS, at(3601)).unwrap();
    assert_eq!(keys.published(at(4800)).count(), 2);
    assert_eq!(keys.published(set_back).count(), 3);
}

#[test]
fn the_number_of_published_keys_is_bounded() {
    let beside = (0..MAX_PUBLISHED - 1).map(|n| key(&n.to_string()));
    let keys = Keys::new(key("a"), beside.collect());

    let error = keys.rotate(key("b"), SPANS, at(0)).unwrap_err();

    assert!(matches!(error, RotationError::TooMany { .. }));
}

/// A step of somebody's schedule, in seconds.
#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    Rotate,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![
        0..5_u64,
        0..5000_u64,
        Just(1200),
        Just(1199),
        Just(3600),
        Just(3599),
        Just(3601),
    ];
    let step = prop_oneof![3 => wait.prop_map(Step::Wait), 2 => Just(Step::Rotate)];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// After each step a token is signed. Each that has not expired must be verifiable by
    /// whoever fetches the keys now, and each new one by whoever fetched them within the lead.
    #[test]
    fn no_schedule_of_rotations_has_a_token_refused(steps in steps()) {
        let mut keys = Keys::new(key("0"), Vec::new());
        let (mut now, mut made) = (0, 0);
        let mut tokens: Vec<(String, u64)> = Vec::new();
        let mut copies: Vec<(u64, Vec<String>)> = Vec::new();
        for step in steps {
            match step {
                Step::Wait(seconds) => now += seconds,
                Step::Rotate => {
                    made += 1;
                    if let Ok(rotated) = keys.rotate(key(&made.to_string()), SPANS, at(now)) {
                        // Fetched at the same moment, just before.
                        copies.push((now, own(published(&keys, now))));
                        keys = rotated;
                    }
                }
            }
            let set = own(published(&keys, now));
            let signing = keys.signing(at(now)).key_id().to_owned();

            for (fetched, copy) in &copies {
                prop_assert!(
                    now - fetched >= SPANS.lead.as_secs() || copy.contains(&signing),
                    "at {now} {signing} signs, unknown to a copy of {fetched}: {copy:?}"
                );
            }
            tokens.push((signing, now + SPANS.kept.as_secs()));
            for (signed_by, expires) in &tokens {
                prop_assert!(now >= *expires || set.contains(signed_by));
            }
            copies.push((now, set));
        }
    }
}

fn own(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
