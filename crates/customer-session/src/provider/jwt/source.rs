//! Where the keys of an issuer come from.

use std::sync::Arc;

use super::keys::KeySet;

/// Where the keys of an issuer come from.
#[derive(Clone, Debug)]
pub(super) enum KeySource {
    /// The configuration.
    Fixed(Arc<KeySet>),
}
