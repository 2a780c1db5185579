//! How often moka is told of a hit that the front table kept from it.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Decides which hits are told to moka: few while there is room for everything, many while entries
/// are pushed out, when moka's opinion of who is used decides who stays.
#[derive(Debug)]
pub(super) struct Attention {
    /// One hit in so many is told.
    every: AtomicU64,
    evictions: AtomicU64,
    /// How many evictions there were when it was told last.
    noticed: AtomicU64,
}

impl Attention {
    pub(super) const fn new() -> Self {
        Self {
            every: AtomicU64::new(CALM),
            evictions: AtomicU64::new(0),
            noticed: AtomicU64::new(0),
        }
    }

    /// An entry was pushed out for want of room.
    pub(super) fn evicted(&self) {
        self.evictions.fetch_add(1, Relaxed);
    }

    /// Whether this hit is to be told.
    pub(super) fn is_due(&self, hit: u64) -> bool {
        // Both are powers of two, so that no division is needed.
        hit & (self.every.load(Relaxed) - 1) == 0
    }

    /// A hit was told: how many more will be?
    pub(super) fn told(&self) {
        let evictions = self.evictions.load(Relaxed);
        let pressure = self.noticed.swap(evictions, Relaxed) != evictions;
        self.every
            .store(if pressure { CROWDED } else { CALM }, Relaxed);
    }
}

/// To be told costs moka several times as much as the hit.
const CALM: u64 = 128;
const CROWDED: u64 = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn told_among_a_thousand(attention: &Attention) -> usize {
        (0..1024).filter(|&hit| attention.is_due(hit)).count()
    }

    #[test]
    fn more_is_told_while_entries_are_pushed_out_and_less_afterwards() {
        let attention = Attention::new();
        assert_eq!(told_among_a_thousand(&attention), 8);

        attention.evicted();
        attention.told();
        assert_eq!(told_among_a_thousand(&attention), 64);

        attention.told();
        assert_eq!(told_among_a_thousand(&attention), 8);
    }
}
