//! One key, for one algorithm.

use std::{fmt, sync::Arc};

use jsonwebtoken::{DecodingKey, DecodingKeyKind};

use crate::provider::jwt::Algorithm;

/// A key that was judged good, and the one algorithm that it serves (RFC 8725 §3.1).
#[derive(Clone)]
pub(crate) struct VerifyingKey {
    pub(super) id: Option<Arc<str>>,
    pub(super) algorithm: Algorithm,
    pub(super) backend: DecodingKey,
}

impl VerifyingKey {
    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub(crate) const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(crate) const fn backend(&self) -> &DecodingKey {
        &self.backend
    }

    /// Whether both are the same key under the same name.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.algorithm == other.algorithm
            && self.id == other.id
            && same_material(self.backend.kind(), other.backend.kind())
    }

    /// Whether a token that fits one of them by name fits the other too.
    pub(super) fn is_twin_of(&self, other: &Self) -> bool {
        self.id.is_some() && self.id == other.id && self.algorithm == other.algorithm
    }
}

/// Public keys: there is no secret in them that the time of a comparison could tell.
fn same_material(one: &DecodingKeyKind, other: &DecodingKeyKind) -> bool {
    use DecodingKeyKind::{RsaModulusExponent, SecretOrDer};

    match (one, other) {
        (SecretOrDer(one), SecretOrDer(other)) => one == other,
        (RsaModulusExponent { n, e }, RsaModulusExponent { n: n2, e: e2 }) => n == n2 && e == e2,
        _ => false,
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey")
            .field("id", &self.id)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
