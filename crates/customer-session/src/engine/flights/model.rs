//! Every order in which boarding, landing, waiting and leaving can happen.
//!
//! A model ends in a deadlock if a wake-up is lost, since nobody else would run on.

use std::{
    future::Future,
    pin::pin,
    sync::{
        PoisonError,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
};

use loom::{future::block_on, model, model::Builder, thread};

use super::{ticket::Answer, *};

type TestFlights = Arc<Flights<u8, u8>>;

/// Boards with nothing remembered.
fn board(flights: &TestFlights, key: u8) -> Boarding<u8, u8, (), u8> {
    flights.board(key, || Ok(()))
}

fn lead(flights: &TestFlights, key: u8) -> (Pilot<u8, u8>, Ticket<u8>) {
    match board(flights, key) {
        Boarding::Leading(pilot, ticket, ()) => (pilot, ticket),
        _ => panic!("nobody was under way"),
    }
}

fn join(flights: &TestFlights, key: u8) -> Ticket<u8> {
    match board(flights, key) {
        Boarding::Joined(ticket) => ticket,
        _ => panic!("a flight was under way"),
    }
}

/// Tries all orders with at most three preemptions: those of three threads are too many for all to
/// be tried, and a fault that takes more than three is yet to be met.
fn model_of_three(check: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(check);
}

fn look(answer: &mut Answer<u8>) -> Poll<Option<u8>> {
    pin!(answer).poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn everyone_who_waits_is_woken_by_the_landing() {
    model_of_three(|| {
        let flights = Flights::new(1);
        let (pilot, first) = lead(&flights, 1);
        let second = join(&flights, 1);

        let leader = thread::spawn(move || block_on(first.answer()));
        let follower = thread::spawn(move || block_on(second.answer()));
        pilot.land(7);

        assert_eq!(leader.join().unwrap(), Some(7));
        assert_eq!(follower.join().unwrap(), Some(7));
    });
}

#[test]
fn everyone_who_waits_is_told_of_a_lost_pilot() {
    model_of_three(|| {
        let flights = Flights::new(1);
        let (pilot, first) = lead(&flights, 1);
        let second = join(&flights, 1);

        let leader = thread::spawn(move || block_on(first.answer()));
        let follower = thread::spawn(move || block_on(second.answer()));
        drop(pilot);

        assert_eq!(leader.join().unwrap(), None);
        assert_eq!(follower.join().unwrap(), None);
    });
}

#[test]
fn whoever_leaves_takes_nothing_from_those_who_stay() {
    model_of_three(|| {
        let flights = Flights::new(1);
        let (pilot, first) = lead(&flights, 1);
        let second = join(&flights, 1);

        let leaver = thread::spawn(move || {
            let mut answer = first.answer();
            assert_ne!(look(&mut answer), Poll::Ready(None));
        });
        let follower = thread::spawn(move || block_on(second.answer()));
        pilot.land(7);

        leaver.join().unwrap();
        assert_eq!(follower.join().unwrap(), Some(7));
    });
}

#[test]
fn whoever_leaves_takes_their_own_waker_along() {
    model(|| {
        let flights = Flights::new(1);
        let (pilot, first) = lead(&flights, 1);
        let second = join(&flights, 1);

        let leaver = thread::spawn(move || {
            let _ = look(&mut first.answer());
        });
        let mut stays = second.answer();
        assert_eq!(look(&mut stays), Poll::Pending);
        leaver.join().unwrap();

        assert_eq!(pilot.flight.waiting(), 1);
    });
}

#[test]
fn the_task_that_looked_last_is_woken() {
    model(|| {
        let flights = Flights::new(1);
        let (pilot, ticket) = lead(&flights, 1);

        let moved = thread::spawn(move || {
            let mut answer = ticket.answer();
            match look(&mut answer) {
                Poll::Pending => block_on(answer),
                Poll::Ready(answer) => answer,
            }
        });
        pilot.land(7);

        assert_eq!(moved.join().unwrap(), Some(7));
    });
}

#[test]
fn one_key_has_one_pilot_at_a_time() {
    model(|| {
        let flights = Flights::new(2);
        let pilots = Arc::new(AtomicUsize::new(0));

        let fly = {
            let (flights, pilots) = (flights.clone(), pilots.clone());
            move || match board(&flights, 1) {
                Boarding::Leading(pilot, ticket, ()) => {
                    assert_eq!(pilots.fetch_add(1, SeqCst), 0);
                    thread::yield_now();
                    pilots.fetch_sub(1, SeqCst);
                    pilot.land(7);
                    assert_eq!(block_on(ticket.answer()), Some(7));
                }
                Boarding::Joined(ticket) => assert_eq!(block_on(ticket.answer()), Some(7)),
                Boarding::Grounded(_) | Boarding::Full => panic!("there was room"),
            }
        };
        let other = thread::spawn(fly.clone());
        fly();

        other.join().unwrap();
    });
}

#[test]
fn an_answer_that_is_remembered_is_asked_for_once() {
    model(|| {
        let flights = Flights::new(1);
        let remembered = Arc::new(Mutex::new(None));
        let asked = Arc::new(AtomicUsize::new(0));

        let need = {
            let (flights, remembered, asked) = (flights.clone(), remembered.clone(), asked.clone());
            move || {
                let recall = || *lock(&remembered);
                if let Some(answer) = recall() {
                    return Some(answer);
                }
                match flights.board(1, || recall().map_or(Ok(()), Err)) {
                    Boarding::Leading(pilot, ticket, ()) => {
                        asked.fetch_add(1, SeqCst);
                        *lock(&remembered) = Some(7);
                        pilot.land(7);
                        block_on(ticket.answer())
                    }
                    Boarding::Joined(ticket) => block_on(ticket.answer()),
                    Boarding::Grounded(answer) => Some(answer),
                    Boarding::Full => panic!("there is one key only"),
                }
            }
        };
        let other = thread::spawn(need.clone());

        assert_eq!(need(), Some(7));
        assert_eq!(other.join().unwrap(), Some(7));
        assert_eq!(asked.load(SeqCst), 1);
    });
}

#[test]
fn no_second_flight_starts_before_the_first_answer_is_there() {
    model(|| {
        let flights = Flights::new(1);
        let (pilot, first) = lead(&flights, 1);

        let landing = thread::spawn(move || pilot.land(7));
        let second = board(&flights, 1);

        if matches!(second, Boarding::Leading(..)) {
            assert_eq!(look(&mut first.answer()), Poll::Ready(Some(7)));
        } else {
            assert!(matches!(second, Boarding::Joined(_)));
        }
        landing.join().unwrap();
    });
}

#[test]
fn whoever_was_woken_does_not_board_the_flight_that_is_over() {
    model(|| {
        let flights = Flights::new(1);
        let (pilot, ticket) = lead(&flights, 1);
        let reaction = Reaction::new({
            let flights = flights.clone();
            move || assert!(matches!(board(&flights, 1), Boarding::Leading(..)))
        });
        let mut answer = ticket.answer();
        let waker = Waker::from(reaction);
        let _ = pin!(&mut answer).poll(&mut Context::from_waker(&waker));

        let landing = thread::spawn(move || pilot.land(7));
        landing.join().unwrap();
    });
}

#[test]
fn no_more_fly_than_the_bound_allows() {
    model(|| {
        let flights = Flights::new(1);
        let under_way = Arc::new(AtomicUsize::new(0));

        let fly = {
            let (flights, under_way) = (flights.clone(), under_way.clone());
            move |key| match board(&flights, key) {
                Boarding::Leading(pilot, _, ()) => {
                    assert_eq!(under_way.fetch_add(1, SeqCst), 0);
                    thread::yield_now();
                    under_way.fetch_sub(1, SeqCst);
                    pilot.land(7);
                    true
                }
                Boarding::Full => false,
                Boarding::Joined(_) | Boarding::Grounded(_) => panic!("the keys differ"),
            }
        };
        let other = thread::spawn({
            let fly = fly.clone();
            move || fly(2)
        });

        assert!(fly(1) | other.join().unwrap());
        // Whoever landed made room.
        assert!(fly(3));
    });
}

/// An executor may run tasks, and drop them, whenever it is told anything.
#[test]
fn a_waker_may_board_and_leave() {
    model(|| {
        let flights = Flights::new(2);
        let (pilot, first) = lead(&flights, 1);
        let mut bystander = join(&flights, 1).answer();
        let _ = look(&mut bystander);
        let bystander = std::sync::Mutex::new(Some(bystander));
        let reaction = Reaction::new({
            let flights = flights.clone();
            move || {
                drop(board(&flights, 1));
                let leaves = bystander
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take();
                drop(leaves);
            }
        });

        let waiting = thread::spawn(move || {
            let mut answer = first.answer();
            let waker = Waker::from(reaction);
            let _ = pin!(&mut answer).poll(&mut Context::from_waker(&waker));
            drop(waker);
            // Takes the place of the waker above, which is dropped here.
            let _ = look(&mut answer);
        });
        pilot.land(7);

        waiting.join().unwrap();
    });
}

/// A waker that does something when it is called and when it is dropped.
struct Reaction<F: Fn() + Send + Sync>(F);

impl<F: Fn() + Send + Sync + 'static> Reaction<F> {
    fn new(reaction: F) -> Arc<Self> {
        Arc::new(Self(reaction))
    }
}

impl<F: Fn() + Send + Sync> Wake for Reaction<F> {
    fn wake(self: Arc<Self>) {
        (self.0)();
    }
}

impl<F: Fn() + Send + Sync> Drop for Reaction<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
