//! The keys as they were fetched last.

use std::{ops::Deref, sync::Arc, time::Duration};

use arc_swap::Guard;
use url::Url;

use crate::{cache::Deadline, clock::Now, provider::jwt::keys::KeySet};

/// The keys as they were fetched last, and when.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    pub(super) set: Arc<KeySet>,
    /// By which the issuer knows this version.
    pub(super) etag: Option<Etag>,
    /// When the issuer was asked for it.
    pub(super) asked: Now,
    /// When it is fetched anew.
    pub(super) refresh: Deadline,
    /// The number of the fetch that brought it.
    pub(super) flight: u64,
}

impl Snapshot {
    /// When it will be of this age.
    ///
    /// By both clocks, since either alone may keep keys alive that were withdrawn long ago: the
    /// monotonic one stands still while the machine is suspended, and the wall clock may be set
    /// back.
    pub(super) fn will_be(&self, age: Duration) -> Deadline {
        Deadline::new(self.asked, age, None)
    }
}

/// The name of a version of what is at an address.
#[derive(Clone, Debug)]
pub(super) struct Etag {
    pub(super) url: Url,
    pub(super) value: String,
}

/// The keys that are good at this moment.
#[derive(Debug)]
pub(crate) struct Current(Guard<Option<Arc<Snapshot>>>);

impl Current {
    /// The keys, unless there are none, or they are too old.
    pub(super) fn of(
        newest: Guard<Option<Arc<Snapshot>>>,
        now: Now,
        lifetime: Duration,
    ) -> Option<Self> {
        let good = newest
            .as_ref()
            .is_some_and(|snapshot| !snapshot.will_be(lifetime).passed(now));
        good.then_some(Self(newest))
    }

    pub(super) fn flight(&self) -> u64 {
        self.0.as_ref().map_or(0, |snapshot| snapshot.flight)
    }
}

/// No set at all is never made, and would be one without keys.
impl Deref for Current {
    type Target = KeySet;

    fn deref(&self) -> &KeySet {
        static NONE: KeySet = KeySet::new(Vec::new());
        self.0.as_ref().map_or(&NONE, |snapshot| &snapshot.set)
    }
}
