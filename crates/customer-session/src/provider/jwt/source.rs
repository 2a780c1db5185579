//! Where the keys of an issuer come from.

use std::sync::Arc;

use super::{jwks::Jwks, keys::KeySet};

/// Where the keys of an issuer come from.
#[derive(Clone, Debug)]
pub(super) enum KeySource {
    /// The issuer, which publishes them.
    Fetched(Arc<Jwks>),
    /// The configuration.
    Fixed(Arc<KeySet>),
}
