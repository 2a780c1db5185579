use proptest::prelude::*;

use super::*;

const START: Duration = Duration::from_secs(1_000);
const SECOND: Duration = Duration::from_secs(1);

fn breaker(failures: u32) -> Arc<Breaker> {
    Breaker::new(BreakerSettings::new().failures(failures))
}

/// A breaker that opened at `START`, with 5 s to go.
fn open() -> Arc<Breaker> {
    let breaker = breaker(1);
    assert!(admitted(&breaker, START).failed(START, 0));
    breaker
}

fn admitted(breaker: &Arc<Breaker>, now: Duration) -> Permit {
    breaker.admit(now).expect("the issuer may be asked")
}

fn refused(breaker: &Arc<Breaker>, now: Duration) -> Duration {
    breaker.admit(now).expect_err("the issuer is left alone")
}

#[test]
fn the_fifth_failure_in_a_row_opens_it() {
    let breaker = breaker(5);

    let opened: Vec<_> = (0..5)
        .map(|_| admitted(&breaker, START).failed(START, 0))
        .collect();

    assert_eq!(opened, [false, false, false, false, true]);
    assert_eq!(breaker.state(START), BreakerState::Open);
    assert_eq!(refused(&breaker, START + SECOND), 4 * SECOND);
}

#[test]
fn a_success_in_between_starts_the_count_anew() {
    let breaker = breaker(2);

    admitted(&breaker, START).failed(START, 0);
    assert!(!admitted(&breaker, START).succeeded());
    admitted(&breaker, START).failed(START, 0);

    assert_eq!(breaker.state(START), BreakerState::Closed);
}

#[test]
fn after_the_pause_one_probe_goes_and_its_success_closes_it() {
    let breaker = open();
    let now = START + 5 * SECOND;
    assert_eq!(breaker.state(now), BreakerState::HalfOpen);

    let probe = admitted(&breaker, now);
    assert_eq!(refused(&breaker, now), SECOND);
    assert_eq!(breaker.state(now), BreakerState::HalfOpen);
    assert!(probe.succeeded());

    assert_eq!(breaker.state(now), BreakerState::Closed);
    let _first = admitted(&breaker, now);
    let _second = admitted(&breaker, now);
}

#[test]
fn each_failed_probe_doubles_the_pause_up_to_the_longest() {
    let breaker = open();
    let mut now = START;

    let pauses: Vec<_> = (0..6)
        .map(|_| {
            let pause = refused(&breaker, now);
            now += pause;
            assert!(admitted(&breaker, now).failed(now, 0));
            pause.as_secs()
        })
        .collect();

    assert_eq!(pauses, [5, 10, 20, 40, 60, 60]);
}

#[test]
fn after_it_closed_the_pauses_begin_anew() {
    let breaker = open();
    let probed = START + 5 * SECOND;
    admitted(&breaker, probed).failed(probed, 0);
    let now = probed + 10 * SECOND;
    admitted(&breaker, now).succeeded();

    admitted(&breaker, now).failed(now, 0);

    assert_eq!(refused(&breaker, now), 5 * SECOND);
}

#[test]
fn chance_lengthens_a_pause_by_a_fifth_at_most() {
    for (jitter, milliseconds) in [(0, 5_000), (u32::MAX / 2, 5_499), (u32::MAX, 6_000)] {
        let breaker = breaker(1);
        admitted(&breaker, START).failed(START, jitter);

        assert_eq!(refused(&breaker, START).as_millis(), milliseconds);
    }
}

#[test]
fn a_probe_that_is_dropped_makes_room_for_another_and_counts_for_nothing() {
    let breaker = open();
    let now = START + 5 * SECOND;

    drop(admitted(&breaker, now));

    assert!(admitted(&breaker, now).succeeded());
}

#[test]
fn a_success_that_left_before_the_opening_does_not_close_it() {
    let breaker = breaker(1);
    let late = admitted(&breaker, START);
    admitted(&breaker, START).failed(START, 0);

    assert!(!late.succeeded());

    assert_eq!(breaker.state(START), BreakerState::Open);
}

#[test]
fn a_success_that_left_before_the_opening_is_no_probe() {
    let breaker = breaker(1);
    let late = [admitted(&breaker, START), admitted(&breaker, START)];
    admitted(&breaker, START).failed(START, 0);
    let now = START + 5 * SECOND;
    let probe = admitted(&breaker, now);

    for late in late {
        assert!(!late.succeeded());
        refused(&breaker, now);
    }

    assert!(probe.succeeded());
}

#[test]
fn a_failure_that_left_before_the_opening_does_not_lengthen_it() {
    let breaker = breaker(1);
    let late = admitted(&breaker, START);
    admitted(&breaker, START).failed(START, 0);

    assert!(!late.failed(START + SECOND, 0));

    assert_eq!(refused(&breaker, START), 5 * SECOND);
}

#[test]
fn a_failure_from_before_an_outage_does_not_count_after_it() {
    let breaker = breaker(1);
    let late = admitted(&breaker, START);
    admitted(&breaker, START).failed(START, 0);
    let now = START + 5 * SECOND;
    admitted(&breaker, now).succeeded();

    assert!(!late.failed(now, 0));

    assert_eq!(breaker.state(now), BreakerState::Closed);
}

#[test]
fn times_beyond_all_bounds_neither_wrap_nor_panic() {
    let breaker = Breaker::new(
        BreakerSettings::new()
            .failures(0)
            .pause(Duration::MAX)
            .longest_pause(Duration::MAX),
    );

    assert!(admitted(&breaker, Duration::MAX).failed(Duration::MAX, u32::MAX));

    let probe = admitted(&breaker, Duration::MAX);
    assert!(probe.failed(Duration::MAX, u32::MAX));
    assert_eq!(breaker.state(START), BreakerState::Open);
}

/// What may happen to a breaker; a number chooses among the permits that are out.
#[derive(Clone, Debug)]
enum Step {
    Admit,
    End(usize, Ending),
    Wait(u64),
}

/// What a permit is used for.
#[derive(Clone, Copy, Debug)]
enum Ending {
    Failure(u32),
    Nothing,
    Success,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let ending = prop_oneof![
        3 => any::<u32>().prop_map(Ending::Failure),
        1 => Just(Ending::Nothing),
        1 => Just(Ending::Success),
    ];
    let step = prop_oneof![
        4 => Just(Step::Admit),
        5 => (any::<usize>(), ending).prop_map(|(which, ending)| Step::End(which, ending)),
        1 => (0u64..20_000).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 0..200)
}

/// A permit that is out, and what the breaker was like when it was given.
struct Out {
    permit: Permit,
    era: usize,
    probe: bool,
}

/// A breaker, and what must be true of it.
struct Ledger {
    breaker: Arc<Breaker>,
    failures: u32,
    era: usize,
    in_a_row: u32,
    now: Duration,
    out: Vec<Out>,
}

impl Ledger {
    fn new(failures: u32) -> Self {
        Self {
            breaker: breaker(failures),
            failures,
            era: 0,
            in_a_row: 0,
            now: START,
            out: Vec::new(),
        }
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Admit => self.admit(),
            Step::End(_, _) if self.out.is_empty() => {}
            Step::End(which, ending) => {
                let out = self.out.swap_remove(which % self.out.len());
                self.end(out, ending);
            }
            Step::Wait(milliseconds) => self.now += Duration::from_millis(milliseconds),
        }
    }

    fn admit(&mut self) {
        let state = self.breaker.state(self.now);
        let probe = state != BreakerState::Closed;
        match self.breaker.admit(self.now) {
            Ok(permit) => {
                assert_ne!(state, BreakerState::Open, "nobody is let through");
                assert!(!probe || !self.probing(), "there is one probe at most");
                self.out.push(Out {
                    permit,
                    era: self.era,
                    probe,
                });
            }
            Err(wait) if state == BreakerState::Open => {
                let end = self.now + wait;
                let before = end - Duration::from_nanos(1);
                assert!(wait <= Duration::from_secs(72), "it ends in time");
                assert_eq!(self.breaker.state(before), BreakerState::Open);
                assert_eq!(self.breaker.state(end), BreakerState::HalfOpen);
            }
            Err(wait) => {
                assert!(!wait.is_zero());
                assert!(probe && self.probing(), "somebody must go");
            }
        }
    }

    fn probing(&self) -> bool {
        self.out.iter().any(|out| out.probe)
    }

    fn end(&mut self, out: Out, ending: Ending) {
        let Out { permit, era, probe } = out;
        let before = self.snapshot();

        let ended = match ending {
            Ending::Failure(jitter) => permit.failed(self.now, jitter),
            Ending::Nothing => {
                drop(permit);
                false
            }
            Ending::Success => permit.succeeded(),
        };

        if era != self.era {
            assert!(!ended, "too late to count");
            assert_eq!(self.snapshot(), before);
            return;
        }
        self.in_a_row = match ending {
            Ending::Failure(_) => self.in_a_row + 1,
            Ending::Nothing => self.in_a_row,
            Ending::Success => 0,
        };
        let decides = match ending {
            Ending::Failure(_) => probe || self.in_a_row == self.failures,
            Ending::Nothing => false,
            Ending::Success => probe,
        };
        assert_eq!(ended, decides);
        if ended {
            self.era += 1;
            self.in_a_row = 0;
        }
    }

    fn snapshot(&self) -> String {
        format!("{:?}", lock(&self.breaker.current))
    }
}

proptest! {
    #[test]
    fn whatever_happens_nobody_passes_while_it_is_open_and_one_while_it_is_half_open(
        failures in 1u32..4,
        steps in steps(),
    ) {
        let mut ledger = Ledger::new(failures);

        steps.iter().for_each(|step| ledger.step(step));
    }

    #[test]
    fn whatever_happened_it_closes_once_the_issuer_answers_again(
        failures in 1u32..4,
        steps in steps(),
    ) {
        let mut ledger = Ledger::new(failures);
        steps.iter().for_each(|step| ledger.step(step));
        ledger.out.clear();

        let now = ledger.now + Duration::from_secs(72);
        admitted(&ledger.breaker, now).succeeded();

        prop_assert_eq!(ledger.breaker.state(now), BreakerState::Closed);
    }
}
