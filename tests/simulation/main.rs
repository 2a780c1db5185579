//! The engine against everything that can happen to it, in random order and on a clock that only
//! the schedule moves.
//!
//! A schedule is made from a seed: sessions begin, are presented, expire and are ended; customers
//! change and are deleted, with and without a webhook; the issuer is slow, wrong or down; the wall
//! clock is set; callers hang up; entries are evicted. After every step each verdict is held
//! against the [oracle], which knows the issuer's whole truth and the exceptions that the manual
//! documents. Two properties must hold:
//!
//! 1. Nobody is accepted whom the oracle forbids.
//! 2. Nobody whose session is good is refused, except with a fault while the issuer is, or was a
//!    moment ago, at fault.
//!
//! A failure prints its seed; `CUSTOMER_SESSION_SEED=<seed> cargo test --test simulation` runs it
//! alone and prints every step. `CUSTOMER_SESSION_SCHEDULES` sets how many are run.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod issuer;
mod oracle;
mod schedule;
mod truth;

use std::{env, panic, thread};

/// On every core together; `cargo xtask test` runs ten times as many.
const SCHEDULES: u64 = 10_000;

#[test]
fn no_schedule_lets_the_wrong_in_or_keeps_the_right_out() {
    if let Some(seed) = number("CUSTOMER_SESSION_SEED") {
        return schedule::run(seed, true);
    }
    let loud = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // An issuer that panics is part of the schedule.
        if info.payload_as_str() != Some(issuer::PANIC) {
            loud(info);
        }
    }));
    let schedules = number("CUSTOMER_SESSION_SCHEDULES").unwrap_or(SCHEDULES);
    let threads = thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || {
                for seed in (first..schedules).step_by(threads as usize) {
                    let outcome = panic::catch_unwind(|| schedule::run(seed, false));
                    assert!(
                        outcome.is_ok(),
                        "CUSTOMER_SESSION_SEED={seed} brings this about again"
                    );
                }
            });
        }
    });
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable)
        .ok()
        .map(|text| text.parse().expect("a number"))
}
