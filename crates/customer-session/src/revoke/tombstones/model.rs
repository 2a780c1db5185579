//! Every order in which a session can be ended, filled in late, and presented.

use std::{sync::Arc, time::SystemTime};

use loom::{model, thread};

use super::*;
use crate::sync::AtomicU64;

/// An entry of the cache, as hits treat it.
struct Entry {
    asked: u64,
    issued_at: Option<SystemTime>,
    seen: AtomicU64,
}

fn moment() -> Now {
    Now::new(at(1_000), Duration::from_secs(1_000))
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn ada() -> Whose {
    Whose::Customer(0, "ada".into())
}

fn end(tombstones: &Tombstones) {
    tombstones
        .end(
            ada(),
            End::Now(at(1_000)),
            Duration::from_secs(3600),
            moment(),
        )
        .unwrap();
}

impl Entry {
    /// An answer to a question that was asked just now, about a session that began before.
    fn filled(tombstones: &Tombstones, issued_at: Option<SystemTime>) -> Self {
        Self {
            asked: tombstones.asking(),
            issued_at,
            seen: AtomicU64::new(0),
        }
    }

    /// Whether a hit serves it.
    fn present(&self, tombstones: &Tombstones) -> Standing {
        let number = tombstones.number();
        if self.seen.load(Ordering::Relaxed) == number {
            return Standing::Good;
        }
        let life = Life {
            issued_at: self.issued_at,
            asked: self.asked,
        };
        let (standing, number) = tombstones.judge([ada()].into_iter(), life, moment());
        if standing == Standing::Good {
            self.seen.store(number, Ordering::Relaxed);
        }
        standing
    }
}

#[test]
fn once_it_is_ended_no_session_is_served_however_late_its_answer_came() {
    for issued_at in [None, Some(at(999)), Some(at(1_001))] {
        model(move || {
            let tombstones = Arc::new(Tombstones::new(10));
            let entry = Arc::new(Entry::filled(&tombstones, issued_at));

            let others = thread::spawn({
                let (tombstones, entry) = (tombstones.clone(), entry.clone());
                move || {
                    entry.present(&tombstones);
                    entry.present(&tombstones);
                }
            });
            end(&tombstones);

            assert_eq!(entry.present(&tombstones), Standing::Ended);
            others.join().unwrap();
            assert_eq!(entry.present(&tombstones), Standing::Ended);
        });
    }
}

#[test]
fn an_answer_that_is_asked_for_while_it_is_ended_is_ended_too() {
    model(|| {
        let tombstones = Arc::new(Tombstones::new(10));

        let ending = thread::spawn({
            let tombstones = tombstones.clone();
            move || end(&tombstones)
        });
        let entry = Entry::filled(&tombstones, Some(at(999)));
        ending.join().unwrap();

        assert_eq!(entry.present(&tombstones), Standing::Ended);
    });
}

#[test]
fn what_was_asked_before_a_change_is_asked_again_and_what_was_asked_after_is_not() {
    model(|| {
        let tombstones = Arc::new(Tombstones::new(10));
        let before = Arc::new(Entry::filled(&tombstones, None));

        let hit = thread::spawn({
            let (tombstones, before) = (tombstones.clone(), before.clone());
            move || before.present(&tombstones)
        });
        tombstones
            .recheck(ada(), Duration::from_secs(60), moment())
            .unwrap();
        let after = Entry::filled(&tombstones, None);

        assert_eq!(before.present(&tombstones), Standing::Recheck);
        assert_eq!(after.present(&tombstones), Standing::Good);
        hit.join().unwrap();
        assert_eq!(before.present(&tombstones), Standing::Recheck);
    });
}

#[test]
fn two_ends_at_one_time_are_both_kept() {
    model(|| {
        let tombstones = Arc::new(Tombstones::new(1));
        let entry = Entry::filled(&tombstones, Some(at(999)));

        let other = thread::spawn({
            let tombstones = tombstones.clone();
            move || {
                let stated = End::Before(at(500));
                tombstones.end(ada(), stated, Duration::from_secs(3600), moment())
            }
        });
        end(&tombstones);

        assert_eq!(other.join().unwrap(), Ok(()));
        assert_eq!(entry.present(&tombstones), Standing::Ended);
    });
}
