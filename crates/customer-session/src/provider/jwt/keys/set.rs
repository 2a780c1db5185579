//! The keys of one issuer.

use std::fmt;

use super::VerifyingKey;
use crate::{provider::jwt::Algorithm, rejection::Reason};

/// The keys of one issuer. Those of two issuers never meet, so that a `kid` of one says nothing
/// about the other's.
#[derive(Clone, Default)]
pub(crate) struct KeySet {
    keys: Vec<VerifyingKey>,
}

impl KeySet {
    pub(crate) const fn new(keys: Vec<VerifyingKey>) -> Self {
        Self { keys }
    }

    pub(crate) fn keys(&self) -> &[VerifyingKey] {
        &self.keys
    }

    /// The key by which a token is to be verified.
    ///
    /// The `kid` is the token's own word: it only chooses among keys that are trusted anyway. A
    /// token without one, or whose `kid` is that of no key, is tried where exactly one key fits: of
    /// all keys, or of those that have no name.
    pub(crate) fn find(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<&VerifyingKey, Reason> {
        let fitting = self.keys.iter().filter(|key| key.algorithm == algorithm);
        let found = match id {
            None => only(fitting),
            Some(id) => {
                let named = fitting.clone().find(|key| key.id() == Some(id));
                named.or_else(|| only(fitting.filter(|key| key.id.is_none())))
            }
        };
        found.ok_or(Reason::KeyUnknown)
    }

    /// Whether a key of an older set is gone, so that what was verified by it must be verified
    /// anew.
    pub(crate) fn lacks_any_of(&self, older: &Self) -> bool {
        let kept = |old: &VerifyingKey| self.keys.iter().any(|key| key.is(old));
        !older.keys.iter().all(kept)
    }
}

fn only<'a>(mut keys: impl Iterator<Item = &'a VerifyingKey>) -> Option<&'a VerifyingKey> {
    let first = keys.next()?;
    keys.next().is_none().then_some(first)
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.keys).finish()
    }
}
