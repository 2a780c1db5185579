//! The wait for the end of one flight.

use std::{
    collections::BTreeMap,
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use crate::sync::{Arc, Mutex, lock};

/// One flight, as its pilot and its passengers share it.
#[derive(Debug)]
pub(super) struct Flight<V>(Mutex<State<V>>);

#[derive(Debug)]
struct State<V> {
    phase: Phase<V>,
    /// One waker per seat: whoever leaves takes its own along.
    waiting: BTreeMap<u64, Waker>,
    next_seat: u64,
}

#[derive(Debug)]
enum Phase<V> {
    Flying,
    Landed(V),
    Lost,
}

impl<V> Flight<V> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(State {
            phase: Phase::Flying,
            waiting: BTreeMap::new(),
            next_seat: 0,
        }))
    }

    /// Keeps the answer for all who hold a ticket.
    pub(super) fn land(&self, answer: V) {
        lock(&self.0).phase = Phase::Landed(answer);
    }

    /// A flight that did not land is lost.
    pub(super) fn end(&self) {
        let mut state = lock(&self.0);
        if matches!(state.phase, Phase::Flying) {
            state.phase = Phase::Lost;
        }
    }

    /// Wakes all who wait. The flight has ended, so that nobody sits down any more.
    pub(super) fn wake(&self) {
        let waiting = mem::take(&mut lock(&self.0).waiting);
        for waker in waiting.into_values() {
            waker.wake();
        }
    }

    fn leave(&self, seat: u64) {
        // Dropped after the lock is free: the last waker of a task may drop the task.
        let _waker = lock(&self.0).waiting.remove(&seat);
    }

    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        lock(&self.0).waiting.len()
    }
}

impl<V: Clone> Flight<V> {
    /// What came of the flight, or else a seat for the waker; and the waker that is of no use any
    /// more, to be dropped now that the lock is free.
    fn look(&self, seat: &mut Option<u64>, waker: Waker) -> (Poll<Option<V>>, Option<Waker>) {
        let mut state = lock(&self.0);
        match &state.phase {
            Phase::Landed(answer) => (Poll::Ready(Some(answer.clone())), Some(waker)),
            Phase::Lost => (Poll::Ready(None), Some(waker)),
            Phase::Flying => {
                let seat = *seat.get_or_insert_with(|| state.take_seat());
                (Poll::Pending, state.waiting.insert(seat, waker))
            }
        }
    }
}

impl<V> State<V> {
    fn take_seat(&mut self) -> u64 {
        let seat = self.next_seat;
        self.next_seat += 1;
        seat
    }
}

/// The right to the answer of a flight.
#[derive(Debug)]
pub(crate) struct Ticket<V>(Arc<Flight<V>>);

impl<V> Ticket<V> {
    pub(super) fn new(flight: &Arc<Flight<V>>) -> Self {
        Self(flight.clone())
    }

    /// Waits for the answer; `None` if the pilot was lost.
    pub(crate) fn answer(self) -> Answer<V> {
        Answer {
            flight: self.0,
            seat: None,
        }
    }
}

/// The future that [`Ticket::answer`] returns. It wakes the task that polled it last, and nobody
/// once it is dropped.
#[derive(Debug)]
#[must_use = "futures do nothing unless polled"]
pub(crate) struct Answer<V> {
    flight: Arc<Flight<V>>,
    seat: Option<u64>,
}

impl<V: Clone> Future for Answer<V> {
    type Output = Option<V>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<V>> {
        let Self { flight, seat } = self.get_mut();
        // Cloned before the lock is taken: a waker is an executor's code.
        let (outcome, _unused) = flight.look(seat, cx.waker().clone());
        outcome
    }
}

impl<V> Drop for Answer<V> {
    fn drop(&mut self) {
        if let Some(seat) = self.seat {
            self.flight.leave(seat);
        }
    }
}
