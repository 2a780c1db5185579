//! Every order in which an answer can be replaced while its copies are served.

use std::sync::Arc;

use loom::{model, thread};

use super::*;

/// A slot, and one copy of what stood there.
#[derive(Default)]
struct Slot {
    edition: AtomicU64,
    replaced: Replaced,
}

const COPIED: u64 = 0;

impl Slot {
    fn replace(&self) {
        self.edition.fetch_add(1, Ordering::AcqRel);
        self.replaced.one_more();
    }

    /// Whether a hit serves the copy.
    fn present(&self, checked: &Checked) -> bool {
        checked.is_newest(&self.replaced, || {
            self.edition.load(Ordering::Acquire) == COPIED
        })
    }
}

#[test]
fn once_an_answer_was_replaced_no_copy_of_it_is_served() {
    model(|| {
        let slot = Arc::new(Slot::default());
        let checked = Arc::new(Checked::never());

        let others = thread::spawn({
            let (slot, checked) = (slot.clone(), checked.clone());
            move || {
                slot.present(&checked);
                // Somebody else's answer comes in between.
                slot.replaced.one_more();
                slot.present(&checked);
            }
        });
        slot.present(&checked);
        slot.replace();
        assert!(
            !slot.present(&checked),
            "it was served after it was replaced"
        );

        others.join().unwrap();
        assert!(!slot.present(&checked), "it was served again");
    });
}
