//! Which key signs, and which are published: a state machine without a clock of its own.
//!
//! All of it is judged at each use by the clock's reading, so that nothing has to run in the
//! background and nothing can be missed.

use std::time::Duration;

use super::{RotationError, SigningKey};
use crate::cache::{Deadline, Now};

/// How long what lasts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spans {
    /// From the publication of a key to its first signature.
    pub(super) lead: Duration,
    /// From a key's last signature here to its withdrawal.
    pub(super) kept: Duration,
}

/// The keys of an issuer, as they were left at the last change.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    current: SigningKey,
    next: Option<Next>,
    retired: Vec<Retired>,
    /// Published beside, and never signing: keys of other processes.
    beside: Vec<SigningKey>,
}

#[derive(Clone, Debug)]
struct Next {
    key: SigningKey,
    /// By the monotonic clock: what counts is how long it has been published.
    signs_from: Duration,
    /// When its predecessor is withdrawn.
    predecessor: Deadline,
}

#[derive(Clone, Debug)]
struct Retired {
    key: SigningKey,
    /// On both clocks: tokens expire by the wall clock, which may be set back.
    withdrawn: Deadline,
}

impl Keys {
    pub(super) const fn new(current: SigningKey, beside: Vec<SigningKey>) -> Self {
        Self {
            current,
            next: None,
            retired: Vec::new(),
            beside,
        }
    }

    /// The key that signs at this moment.
    pub(super) fn signing(&self, now: Now) -> &SigningKey {
        match &self.next {
            Some(next) if next.is_due(now) => &next.key,
            _ => &self.current,
        }
    }

    /// Every key that verifiers must know at this moment, the one that signs first.
    pub(super) fn published(&self, now: Now) -> impl Iterator<Item = &SigningKey> {
        let signing = self.signing(now);
        let next = self.next.as_ref();
        let replaced =
            next.filter(|next| next.is_due(now) && !next.predecessor.passed_on_both(now));
        let waiting = next.filter(|next| !next.is_due(now));
        let retired = self.retired.iter();
        [
            Some(signing),
            waiting.map(|next| &next.key),
            replaced.map(|_| &self.current),
        ]
        .into_iter()
        .flatten()
        .chain(
            retired
                .filter(move |retired| !retired.withdrawn.passed_on_both(now))
                .map(|retired| &retired.key),
        )
        .chain(&self.beside)
    }

    /// Publishes a key now and has it sign once every verifier can have fetched it.
    pub(super) fn rotate(
        &self,
        key: SigningKey,
        spans: Spans,
        now: Now,
    ) -> Result<Self, RotationError> {
        let mut keys = self.settled(now);
        if let Some(next) = &keys.next {
            let wait = next.signs_from.saturating_sub(now.monotonic());
            return Err(RotationError::Pending { wait });
        }
        // A key of which this process only told until now may become its own.
        keys.beside
            .retain(|known| !(known.is(&key) && known.key_id() == key.key_id()));
        keys.refuse_known(&key, now)?;
        if keys.published(now).count() >= MAX_PUBLISHED {
            return Err(RotationError::TooMany {
                most: MAX_PUBLISHED,
            });
        }
        keys.next = Some(Next {
            key,
            signs_from: now.monotonic().saturating_add(spans.lead),
            predecessor: Deadline::new(now, spans.lead.saturating_add(spans.kept), None),
        });
        Ok(keys)
    }

    /// Signs with this key from now on, and withdraws all others.
    pub(super) fn replace(&self, key: SigningKey, now: Now) -> Result<Self, RotationError> {
        self.refuse_known(&key, now)?;
        Ok(Self::new(key, Vec::new()))
    }

    fn refuse_known(&self, key: &SigningKey, now: Now) -> Result<(), RotationError> {
        let mut known = self.published(now);
        match known.find(|known| known.is_confusable_with(key)) {
            None => Ok(()),
            Some(known) => Err(RotationError::KnownKey {
                key_id: known.key_id().to_owned(),
            }),
        }
    }

    /// The same keys, as of now: a key that waited signs, and those that are withdrawn are gone.
    fn settled(&self, now: Now) -> Self {
        let mut keys = self.clone();
        if let Some(next) = keys.next.take_if(|next| next.is_due(now)) {
            let key = std::mem::replace(&mut keys.current, next.key);
            keys.retired.insert(
                0,
                Retired {
                    key,
                    withdrawn: next.predecessor,
                },
            );
        }
        keys.retired
            .retain(|retired| !retired.withdrawn.passed_on_both(now));
        keys
    }
}

impl Next {
    fn is_due(&self, now: Now) -> bool {
        now.monotonic() >= self.signs_from
    }
}

/// What readers of key sets take for sure; many refuse a set of more than 100.
pub(super) const MAX_PUBLISHED: usize = 50;

#[cfg(test)]
mod tests;
