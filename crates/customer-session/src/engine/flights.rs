//! One flight per key: whoever asks while an answer is on its way waits for that answer.

#[cfg(all(test, customer_session_model))]
mod model;
mod ticket;

use std::{collections::HashMap, fmt, hash::Hash};

use self::ticket::Flight;
pub(crate) use self::ticket::Ticket;
use crate::sync::{Arc, Mutex, MutexGuard, lock};

/// The flights under way, at most `bound` of them.
///
/// The board and each flight have a lock of their own. No thread holds two of them, and no waker
/// is called, cloned or dropped under one, so that no executor can bring about a deadlock.
pub(crate) struct Flights<K, V> {
    board: Mutex<HashMap<K, Arc<Flight<V>>>>,
    bound: usize,
}

/// Shows none of those that are under way.
impl<K, V> fmt::Debug for Flights<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flights")
            .field("bound", &self.bound)
            .finish_non_exhaustive()
    }
}

/// What came of the wish to fly.
#[derive(Debug)]
pub(crate) enum Boarding<K: Eq + Hash, V, C, T> {
    /// Somebody is on the way already.
    Joined(Ticket<V>),
    /// Nobody was, and the way is clear: fly, and land with the answer.
    Leading(Pilot<K, V>, Ticket<V>, C),
    /// There is no need to fly, or no leave.
    Grounded(T),
    /// Too many flights are under way.
    Full,
}

impl<K: Clone + Eq + Hash, V> Flights<K, V> {
    pub(crate) fn new(bound: usize) -> Arc<Self> {
        Arc::new(Self {
            board: Mutex::new(HashMap::new()),
            bound,
        })
    }

    /// Joins the flight of `key`, or leads one.
    ///
    /// `clear` looks whether the way is clear: with what, or what there is in place of a flight. It
    /// must look once more whether the answer is there. Without that look, a caller who missed the
    /// cache just before a flight landed would start a second one just after. It finds whatever the
    /// flight remembered before it [landed](Pilot::land), since the key is on the board until then.
    /// It is called under the board's lock and must not board.
    pub(crate) fn board<C, T>(
        self: &Arc<Self>,
        key: K,
        clear: impl FnOnce() -> Result<C, T>,
    ) -> Boarding<K, V, C, T> {
        let mut board = self.lock();
        if let Some(flight) = board.get(&key) {
            return Boarding::Joined(Ticket::new(flight));
        }
        let clear = match clear() {
            Ok(clear) => clear,
            Err(instead) => return Boarding::Grounded(instead),
        };
        if board.len() >= self.bound {
            return Boarding::Full;
        }
        let flight = Arc::new(Flight::new());
        board.insert(key.clone(), flight.clone());
        drop(board);
        let ticket = Ticket::new(&flight);
        Boarding::Leading(
            Pilot {
                flights: self.clone(),
                key,
                flight,
            },
            ticket,
            clear,
        )
    }
}

impl<K: Eq + Hash, V> Flights<K, V> {
    /// How many flights are under way.
    #[cfg(feature = "metrics")]
    pub(crate) fn under_way(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Arc<Flight<V>>>> {
        // A panic cannot leave the map half-changed: every change is a single call.
        lock(&self.board)
    }
}

/// Whoever brings the answer. Dropped without one, the flight is off the board and those who wait
/// are told.
#[derive(Debug)]
pub(crate) struct Pilot<K: Eq + Hash, V> {
    flights: Arc<Flights<K, V>>,
    key: K,
    flight: Arc<Flight<V>>,
}

impl<K: Eq + Hash, V> Pilot<K, V> {
    /// Hands the answer to all who wait.
    ///
    /// An answer that others may use must be where `clear` looks before this is called.
    pub(crate) fn land(self, answer: V) {
        self.flight.land(answer);
    }
}

impl<K: Eq + Hash, V> Drop for Pilot<K, V> {
    /// Ends the flight in this order: what came of it is there for everyone who holds a ticket;
    /// then the key leaves the board, so that no second flight starts before that; then those who
    /// wait are woken, so that one who asks anew at once does not board the flight that is over.
    fn drop(&mut self) {
        self.flight.end();
        self.flights.lock().remove(&self.key);
        self.flight.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;

    type Outcome = Boarding<u8, &'static str, (), ()>;

    fn board(flights: &Arc<Flights<u8, &'static str>>, key: u8) -> Outcome {
        flights.board(key, || Ok(()))
    }

    #[tokio::test]
    async fn all_who_board_before_the_landing_share_one_answer() {
        let flights = Flights::new(1);
        let Boarding::Leading(pilot, first, ()) = board(&flights, 1) else {
            panic!("nobody was under way")
        };
        let Boarding::Joined(second) = board(&flights, 1) else {
            panic!("a flight was under way")
        };

        pilot.land("answer");

        assert_eq!(
            (first.answer().await, second.answer().await),
            (Some("answer"), Some("answer"))
        );
        assert!(matches!(board(&flights, 1), Boarding::Leading(..)));
    }

    #[tokio::test]
    async fn a_lost_pilot_frees_the_board_and_those_who_wait() {
        let flights = Flights::new(1);
        let Boarding::Leading(pilot, ticket, ()) = board(&flights, 1) else {
            panic!("nobody was under way")
        };

        drop(pilot);

        assert_eq!(ticket.answer().await, None);
        assert!(matches!(board(&flights, 1), Boarding::Leading(..)));
    }

    #[test]
    fn those_who_leave_leave_no_waker_behind() {
        let flights = Flights::new(1);
        let Boarding::Leading(pilot, _, ()) = board(&flights, 1) else {
            panic!("nobody was under way")
        };
        let mut waiting: Vec<_> = (0..1_000)
            .map(|_| match board(&flights, 1) {
                Boarding::Joined(ticket) => ticket.answer(),
                _ => panic!("a flight was under way"),
            })
            .collect();
        let mut cx = Context::from_waker(Waker::noop());

        for answer in &mut waiting {
            assert_eq!(pin!(answer).poll(&mut cx), Poll::Pending);
        }
        assert_eq!(pilot.flight.waiting(), 1_000);

        waiting.truncate(1);
        assert_eq!(pilot.flight.waiting(), 1);

        drop(waiting);
        assert_eq!(pilot.flight.waiting(), 0);
    }

    #[test]
    fn one_who_looks_often_waits_once() {
        let flights = Flights::new(1);
        let Boarding::Leading(pilot, ticket, ()) = board(&flights, 1) else {
            panic!("nobody was under way")
        };
        let mut cx = Context::from_waker(Waker::noop());
        let mut answer = pin!(ticket.answer());

        assert_eq!(answer.as_mut().poll(&mut cx), Poll::Pending);
        assert_eq!(answer.as_mut().poll(&mut cx), Poll::Pending);

        assert_eq!(pilot.flight.waiting(), 1);
    }

    #[test]
    fn an_answer_that_arrived_in_between_starts_no_flight() {
        let flights: Arc<Flights<u8, ()>> = Flights::new(1);

        assert!(matches!(
            flights.board(1, || Err::<(), _>("arrived")),
            Boarding::Grounded("arrived")
        ));
    }

    #[test]
    fn the_number_of_flights_is_bounded() {
        let flights = Flights::new(1);
        let _under_way = board(&flights, 1);

        assert!(matches!(board(&flights, 2), Boarding::Full));
        assert!(matches!(board(&flights, 1), Boarding::Joined(_)));
    }
}
