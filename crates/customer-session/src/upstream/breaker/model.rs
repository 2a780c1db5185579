//! Every order in which questions can be admitted and answered.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use loom::{model, thread};

use super::*;

const NOW: Duration = Duration::from_secs(1_000);

/// Opens at the first failure.
fn breaker() -> Arc<Breaker> {
    Breaker::new(BreakerSettings::new().failures(1))
}

/// A breaker whose pause is over.
fn half_open() -> Arc<Breaker> {
    let breaker = breaker();
    let long_ago = NOW - Duration::from_secs(100);
    assert!(admitted(&breaker, long_ago).failed(long_ago, 0));
    breaker
}

fn admitted(breaker: &Arc<Breaker>, now: Duration) -> Permit {
    breaker.admit(now).expect("the issuer may be asked")
}

#[test]
fn one_probe_flies_at_a_time() {
    model(|| {
        let breaker = half_open();
        let flying = Arc::new(AtomicUsize::new(0));

        let probe = {
            let (breaker, flying) = (breaker.clone(), flying.clone());
            move || {
                let admitted = breaker.admit(NOW);
                if let Ok(permit) = admitted {
                    assert_eq!(flying.fetch_add(1, SeqCst), 0);
                    thread::yield_now();
                    flying.fetch_sub(1, SeqCst);
                    drop(permit);
                }
            }
        };
        let (second, third) = (thread::spawn(probe.clone()), thread::spawn(probe.clone()));
        probe();
        second.join().unwrap();
        third.join().unwrap();

        // All are gone, and the place is free.
        assert!(breaker.admit(NOW).is_ok());
    });
}

#[test]
fn a_failed_probe_is_the_only_one() {
    model(|| {
        let breaker = half_open();

        let probe = {
            let breaker = breaker.clone();
            move || breaker.admit(NOW).is_ok_and(|permit| permit.failed(NOW, 0))
        };
        let other = thread::spawn(probe.clone());

        assert!(probe() ^ other.join().unwrap());
        assert_eq!(breaker.state(NOW), BreakerState::Open);
    });
}

#[test]
fn no_late_result_changes_what_the_probe_found() {
    model(|| {
        let breaker = breaker();
        let (late_success, late_failure) = (admitted(&breaker, NOW), admitted(&breaker, NOW));
        admitted(&breaker, NOW).failed(NOW, 0);
        let now = NOW + Duration::from_secs(5);
        let probe = admitted(&breaker, now);

        let success = thread::spawn(move || late_success.succeeded());
        let failure = thread::spawn(move || late_failure.failed(NOW, 0));
        let closed = probe.succeeded();

        assert!(closed);
        assert!(!success.join().unwrap());
        assert!(!failure.join().unwrap());
        assert_eq!(breaker.state(now), BreakerState::Closed);
    });
}

#[test]
fn of_all_who_fail_together_one_opens_it() {
    model(|| {
        let breaker = breaker();
        let permits = [admitted(&breaker, NOW), admitted(&breaker, NOW)];

        let failing = permits.map(|permit| thread::spawn(move || permit.failed(NOW, 0)));
        let opened = failing.map(|thread| usize::from(thread.join().unwrap()));

        assert_eq!(opened.iter().sum::<usize>(), 1);
        assert_eq!(breaker.admit(NOW).unwrap_err(), Duration::from_secs(5));
    });
}
