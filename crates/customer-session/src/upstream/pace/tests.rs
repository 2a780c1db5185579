use proptest::prelude::*;

use super::*;

const START: Duration = Duration::from_secs(1_000);
const SECOND: Duration = Duration::from_secs(1);

fn pace(calls: u32, burst: u32) -> Pace {
    Pace::new(Rate::new(calls, SECOND).burst(burst))
}

/// How many calls pass at once.
fn passing(pace: &Pace, now: Duration) -> usize {
    (0..1_000).filter(|_| pace.take(now).is_ok()).count()
}

#[test]
fn it_starts_full() {
    assert_eq!(passing(&pace(10, 3), Duration::ZERO), 3);
}

#[test]
fn a_burst_passes_at_once_and_the_rest_at_the_rate() {
    let pace = pace(10, 3);

    assert_eq!(passing(&pace, START), 3);
    assert_eq!(pace.take(START), Err(SECOND / 10));
    assert_eq!(passing(&pace, START + SECOND / 10), 1);
}

#[test]
fn a_quiet_time_fills_it_up_to_the_burst_and_no_further() {
    let pace = pace(10, 3);
    passing(&pace, START);

    assert_eq!(passing(&pace, START + 60 * SECOND), 3);
}

#[test]
fn a_rate_that_no_nanosecond_divides_is_kept_to_the_call() {
    let pace = pace(3, 2);

    let passed = (0..=100_000)
        .filter(|&n| pace.take(START + Duration::from_millis(n)).is_ok())
        .count();

    assert_eq!(passed, 2 + 3 * 100);
}

#[test]
fn a_tenth_of_the_calls_may_be_made_at_once() {
    assert_eq!(Rate::new(300, SECOND).burst, 30);
    assert_eq!(Rate::new(3, SECOND).burst, 1);
}

#[test]
fn a_hold_lets_nothing_through_however_much_there_is() {
    let pace = pace(10, 3);

    pace.hold(START + 60 * SECOND);

    assert_eq!(pace.take(START), Err(60 * SECOND));
    assert_eq!(passing(&pace, START + Duration::from_millis(59_999)), 0);
    assert_eq!(passing(&pace, START + 60 * SECOND), 3);
}

#[test]
fn a_shorter_hold_does_not_shorten_a_longer_one() {
    let pace = pace(10, 3);

    pace.hold(START + 60 * SECOND);
    pace.hold(START + SECOND);

    assert_eq!(pace.take(START), Err(60 * SECOND));
}

#[test]
fn a_thread_that_read_the_clock_earlier_gets_nothing_for_it() {
    let pace = pace(10, 1);
    assert!(pace.take(START).is_ok());

    let refused = pace.take(START - 60 * SECOND);

    assert_eq!(refused, Err(SECOND / 10));
    assert_eq!(passing(&pace, START), 0);
    assert_eq!(passing(&pace, START + SECOND / 10), 1);
}

#[test]
fn values_beyond_all_bounds_neither_wrap_nor_panic() {
    let most = Pace::new(Rate::new(u32::MAX, Duration::MAX).burst(u32::MAX));
    assert!(most.take(Duration::MAX).is_ok());
    most.hold(Duration::MAX);
    assert!(most.take(START).is_err());

    let none = Pace::new(Rate::new(0, SECOND).burst(1));
    assert!(none.take(START).is_ok());
    assert_eq!(none.take(Duration::MAX), Err(Duration::MAX));
}

proptest! {
    /// A call passes if and only if every stretch that ends with it keeps the bound.
    #[test]
    fn as_many_pass_as_the_rate_allows_and_no_more(
        calls in 1u32..50,
        burst in 1u32..10,
        per in 1u64..10_000,
        pauses in proptest::collection::vec(0u64..2_000, 0..200),
    ) {
        let per = Duration::from_millis(per);
        let pace = Pace::new(Rate::new(calls, per).burst(burst));
        let allowed = |elapsed: Duration| {
            u128::from(burst) * per.as_nanos() + u128::from(calls) * elapsed.as_nanos()
        };
        let mut now = START;
        let mut passed: Vec<Duration> = Vec::new();

        for pause in pauses {
            now += Duration::from_micros(pause * pause);
            // The stretches that end now, each with the calls that passed in it and this one.
            let fits = (1..).zip(passed.iter().rev()).all(|(count, &since): (u128, _)| {
                (count + 1) * per.as_nanos() <= allowed(now - since)
            });

            match pace.take(now) {
                Ok(()) => {
                    prop_assert!(fits);
                    passed.push(now);
                }
                Err(_) => prop_assert!(!fits),
            }
        }
    }

    #[test]
    fn the_wait_is_as_long_as_it_must_be_and_no_longer(
        calls in 1u32..50,
        burst in 1u32..10,
        per in 1u64..10_000,
        held in 0u64..10_000,
        pause in 0u64..10_000,
    ) {
        let exhausted = || {
            let pace = Pace::new(Rate::new(calls, Duration::from_millis(per)).burst(burst));
            passing(&pace, START);
            pace.hold(START + Duration::from_millis(held));
            pace
        };
        let now = START + Duration::from_micros(pause);
        let Err(wait) = exhausted().take(now) else {
            return Ok(());
        };

        prop_assert!(exhausted().take(now + wait - Duration::from_nanos(1)).is_err());
        prop_assert!(exhausted().take(now + wait).is_ok());
    }

    #[test]
    fn nothing_passes_before_the_end_of_any_hold(
        steps in proptest::collection::vec(
            (0u64..5_000, proptest::option::of(0u64..20_000)),
            0..50,
        ),
    ) {
        let pace = pace(100, 10);
        let (mut now, mut end) = (START, START);

        for (pause, hold) in steps {
            now += Duration::from_millis(pause);
            if let Some(hold) = hold {
                let until = now + Duration::from_millis(hold);
                pace.hold(until);
                end = end.max(until);
            }
            match pace.take(now) {
                Ok(()) => prop_assert!(now >= end),
                Err(wait) => prop_assert!(!wait.is_zero() && now + wait >= end),
            }
        }
    }
}
