//! One flight per key: whoever asks while an answer is on its way waits for that answer.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

/// The flights under way, at most `bound` of them.
#[derive(Debug)]
pub(crate) struct Flights<K, V> {
    board: Mutex<HashMap<K, watch::Receiver<Option<V>>>>,
    bound: usize,
}

/// What came of the wish to fly.
#[derive(Debug)]
pub(crate) enum Boarding<K: Eq + Hash, V, T> {
    /// Somebody is on the way already.
    Joined(Ticket<V>),
    /// Nobody was: fly, and land with the answer.
    Leading(Pilot<K, V>, Ticket<V>),
    /// The answer arrived between the first look and now.
    Arrived(T),
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
    /// `arrived` looks once more whether the answer is there. Without that look, a caller who
    /// missed the cache just before a flight landed would start a second one just after.
    pub(crate) fn board<T>(
        self: &Arc<Self>,
        key: K,
        arrived: impl FnOnce() -> Option<T>,
    ) -> Boarding<K, V, T> {
        let mut board = self.lock();
        if let Some(flight) = board.get(&key) {
            return Boarding::Joined(Ticket(flight.clone()));
        }
        if let Some(answer) = arrived() {
            return Boarding::Arrived(answer);
        }
        if board.len() >= self.bound {
            return Boarding::Full;
        }
        let (landing, flight) = watch::channel(None);
        board.insert(key.clone(), flight.clone());
        drop(board);
        Boarding::Leading(
            Pilot {
                flights: self.clone(),
                key,
                landing,
            },
            Ticket(flight),
        )
    }
}

impl<K: Eq + Hash, V> Flights<K, V> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, watch::Receiver<Option<V>>>> {
        // A panic cannot leave the map half-changed: every critical section is a single call.
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever brings the answer. Dropped without one, the flight is off the board and those who wait
/// are told.
#[derive(Debug)]
pub(crate) struct Pilot<K: Eq + Hash, V> {
    flights: Arc<Flights<K, V>>,
    key: K,
    landing: watch::Sender<Option<V>>,
}

impl<K: Eq + Hash, V> Pilot<K, V> {
    /// Hands the answer to all who wait.
    pub(crate) fn land(self, answer: V) {
        self.landing.send_replace(Some(answer));
    }
}

impl<K: Eq + Hash, V> Drop for Pilot<K, V> {
    fn drop(&mut self) {
        self.flights.lock().remove(&self.key);
    }
}

/// The right to the answer of a flight.
#[derive(Debug)]
pub(crate) struct Ticket<V>(watch::Receiver<Option<V>>);

impl<V: Clone> Ticket<V> {
    /// Waits for the answer; `None` if the pilot was lost.
    pub(crate) async fn answer(mut self) -> Option<V> {
        self.0.wait_for(Option::is_some).await.ok()?.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Boarding<u8, &'static str, ()>;

    fn board(flights: &Arc<Flights<u8, &'static str>>, key: u8) -> Outcome {
        flights.board(key, || None)
    }

    #[tokio::test]
    async fn all_who_board_before_the_landing_share_one_answer() {
        let flights = Flights::new(1);
        let Boarding::Leading(pilot, first) = board(&flights, 1) else {
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
        let Boarding::Leading(pilot, ticket) = board(&flights, 1) else {
            panic!("nobody was under way")
        };

        drop(pilot);

        assert_eq!(ticket.answer().await, None);
        assert!(matches!(board(&flights, 1), Boarding::Leading(..)));
    }

    #[test]
    fn an_answer_that_arrived_in_between_starts_no_flight() {
        let flights: Arc<Flights<u8, ()>> = Flights::new(1);

        assert!(matches!(
            flights.board(1, || Some("arrived")),
            Boarding::Arrived("arrived")
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
