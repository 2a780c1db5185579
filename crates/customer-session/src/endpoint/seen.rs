//! Which events were applied, so that none is applied twice.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Remembers the ids of events for a time, and no more than so many of them.
pub(crate) struct Seen {
    lifetime: Duration,
    max: usize,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    ids: HashSet<Arc<str>>,
    /// Until when each is remembered: the one that ends first stands first.
    ends: VecDeque<(Duration, Arc<str>)>,
}

impl Seen {
    pub(crate) fn new(max: usize, lifetime: Duration) -> Self {
        Self {
            lifetime,
            max,
            memory: Mutex::default(),
        }
    }

    /// Does it, unless it was done for this id, and says whether it was done now. The id counts as
    /// seen if it succeeds. Two of one id at a time wait for each other: were the first to fail,
    /// the second must not have been taken for a repetition.
    pub(crate) fn once<E>(
        &self,
        id: &str,
        now: Duration,
        act: impl FnOnce() -> Result<(), E>,
    ) -> Result<bool, E> {
        // One that panicked while it acted left nothing half done here.
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.forget_ended(now);
        if memory.ids.contains(id) {
            return Ok(false);
        }
        act()?;
        if memory.ends.len() >= self.max {
            memory.forget_first();
        }
        memory.remember(id, now.saturating_add(self.lifetime));
        Ok(true)
    }
}

impl Memory {
    fn forget_ended(&mut self, now: Duration) {
        while self.ends.front().is_some_and(|(end, _)| *end <= now) {
            self.forget_first();
        }
    }

    fn forget_first(&mut self) {
        if let Some((_, id)) = self.ends.pop_front() {
            self.ids.remove(&id);
        }
    }

    fn remember(&mut self, id: &str, end: Duration) {
        let id = Arc::<str>::from(id);
        self.ids.insert(id.clone());
        self.ends.push_back((end, id));
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen")
            .field("lifetime", &self.lifetime)
            .field("max", &self.max)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn first(seen: &Seen, id: &str, now: Duration) -> bool {
        let Ok(first) = seen.once(id, now, || Ok::<_, Infallible>(()));
        first
    }

    #[test]
    fn an_event_is_applied_once_until_its_time_is_over() {
        let seen = Seen::new(10, HOUR);

        assert!(first(&seen, "a", Duration::ZERO));
        assert!(!first(&seen, "a", HOUR - Duration::from_nanos(1)));
        assert!(first(&seen, "b", HOUR - Duration::from_nanos(1)));
        assert!(first(&seen, "a", HOUR));
        assert!(!first(&seen, "b", HOUR));
    }

    #[test]
    fn a_full_memory_forgets_what_it_knows_longest() {
        let seen = Seen::new(2, HOUR);

        for id in ["a", "b", "c"] {
            assert!(first(&seen, id, Duration::ZERO));
        }

        assert!(!first(&seen, "b", Duration::ZERO) && !first(&seen, "c", Duration::ZERO));
        assert!(first(&seen, "a", Duration::ZERO));
        let memory = seen.memory.lock().unwrap();
        assert_eq!((memory.ids.len(), memory.ends.len()), (2, 2));
    }

    #[test]
    fn what_failed_does_not_count_as_seen() {
        let seen = Seen::new(10, HOUR);

        assert_eq!(seen.once("a", Duration::ZERO, || Err("full")), Err("full"));
        assert!(first(&seen, "a", Duration::ZERO));
    }

    #[test]
    fn a_panic_leaves_the_memory_usable_and_the_event_unseen() {
        let seen = Seen::new(10, HOUR);
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            seen.once("a", Duration::ZERO, || -> Result<(), ()> {
                panic!("on purpose")
            })
        }));

        assert!(panicked.is_err());
        assert!(first(&seen, "a", Duration::ZERO));
    }
}
