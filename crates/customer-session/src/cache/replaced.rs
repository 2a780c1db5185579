//! Whether any customer was replaced: one number for all of them, so that a hit need not look at
//! its own.

#[cfg(all(test, customer_session_model))]
mod model;

use crate::sync::{AtomicU64, Ordering};

/// How many answers about customers were replaced or taken away, of those that a session may have
/// copied.
///
/// It changes about as often as a customer is renewed, which is seldom beside the hits of all
/// sessions; and it is one number, which every hit finds in the processor's cache, where the slot of
/// each customer would have to be fetched.
#[derive(Debug, Default)]
pub(crate) struct Replaced(AtomicU64);

impl Replaced {
    /// To be called once the replacement can be seen by whoever looks for it.
    pub(super) fn one_more(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }

    fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

/// How many answers had been replaced when one copy of an answer was last found to be the newest.
#[derive(Debug)]
pub(super) struct Checked(AtomicU64);

impl Checked {
    /// A copy that nobody looked at yet.
    pub(super) fn never() -> Self {
        Self(AtomicU64::new(u64::MAX))
    }

    /// Whether the copy is the newest answer, which is looked at only if any was replaced since.
    pub(super) fn is_newest(&self, replaced: &Replaced, look: impl FnOnce() -> bool) -> bool {
        // Counted before it is looked at: what is replaced in between is looked at once more.
        let count = replaced.count();
        if self.0.load(Ordering::Relaxed) == count {
            return true;
        }
        let newest = look();
        if newest {
            self.0.store(count, Ordering::Relaxed);
        }
        newest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_looked_at_once_and_then_after_every_replacement() {
        let (replaced, checked) = (Replaced::default(), Checked::never());
        let mut looks = 0;
        let mut ask = |newest| {
            checked.is_newest(&replaced, || {
                looks += 1;
                newest
            })
        };

        assert!(ask(true) && ask(true) && ask(true));
        replaced.one_more();
        assert!(ask(true) && ask(true));
        replaced.one_more();
        assert!(!ask(false) && !ask(false));

        assert_eq!(looks, 4);
    }
}
