//! What became of the keys that issuers publish.

use std::{sync::Arc, time::Duration};

use super::chain::cause_of;
use crate::{
    provider::{ProviderError, jwt::Dropped},
    rejection::Reason,
};

/// The keys were fetched.
pub(crate) fn keys_fetched(provider: &Arc<str>, keys: usize) {
    event!(debug, %provider, keys, "keys fetched");
}

/// Keys of a set are not used. Said once for each set that differs.
pub(crate) fn keys_dropped(provider: &Arc<str>, dropped: &[Dropped]) {
    for one in dropped {
        let (key, why) = (one.id.as_deref(), one.why);
        event!(warn, %provider, key, why, "key not used");
    }
}

/// The issuer withdrew a key.
pub(crate) fn keys_withdrawn(provider: &Arc<str>) {
    event!(info, %provider, "key withdrawn: tokens are verified anew");
}

/// The issuer publishes no key that can be used, and so withdrew all that were there.
pub(crate) fn keys_all_withdrawn(provider: &Arc<str>, error: &ProviderError) {
    let (reason, cause) = (error.reason().as_str(), cause_of(error));
    event!(error, %provider, reason, cause, "no usable key published: tokens cannot be verified");
}

/// The keys could not be fetched; those that are there serve for some time more.
pub(crate) fn keys_not_fetched(provider: &Arc<str>, error: &ProviderError, left: Duration) {
    let (reason, cause, left) = (error.reason().as_str(), cause_of(error), left.as_secs());
    match error.reason() {
        Reason::Misconfigured => {
            event!(error, %provider, reason, cause, left, "keys cannot be fetched until the configuration is mended");
        }
        _ => {
            event!(warn, %provider, reason, cause, left, "keys not fetched");
        }
    }
}

/// The keys could not be fetched for so long that they do not serve any more.
pub(crate) fn keys_too_old(provider: &Arc<str>) {
    event!(error, %provider, "keys too old: tokens cannot be verified");
}
