//! Where the keys of an issuer come from.

use std::sync::Arc;

use super::{
    jwks::Jwks,
    keys::{Dropped, KeySet},
};

/// Where the keys of an issuer come from.
#[derive(Clone, Debug)]
pub(super) enum KeySource {
    /// The issuer, which publishes them.
    Fetched(Arc<Jwks>),
    /// A file, of which these keys are not used.
    Read(Arc<KeySet>, Vec<Dropped>),
    /// The configuration.
    Fixed(Arc<KeySet>),
}
