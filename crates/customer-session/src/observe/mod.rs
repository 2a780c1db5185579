//! Everything that is seen from outside: numbers, events, spans and metrics.
//!
//! The manual's chapter on [observability](crate::manual::observability) lists them all by name.
//! They carry the provider and the reason, never a token, a key or personal data.

#![cfg_attr(
    not(all(feature = "metrics", feature = "tracing")),
    allow(
        dead_code,
        unused_variables,
        reason = "whoever is not told needs no words"
    )
)]

/// An event, if anybody is told of events.
macro_rules! event {
    ($level:ident, $($rest:tt)+) => {{
        #[cfg(feature = "tracing")]
        tracing::$level!(target: "customer_session", $($rest)+);
    }};
}

/// One more in a metric, if there are metrics.
macro_rules! count {
    ($name:expr, $($label:literal => $value:expr),+) => {{
        #[cfg(feature = "metrics")]
        {
            use crate::observe::names;
            metrics::counter!($name, $($label => $value),+).increment(1);
        }
    }};
}

/// One more duration in a metric, if there are metrics.
macro_rules! measure {
    ($name:expr, $duration:expr, $($label:literal => $value:expr),+) => {{
        #[cfg(feature = "metrics")]
        {
            use crate::observe::names;
            metrics::histogram!($name, $($label => $value),+).record($duration);
        }
    }};
}

mod chain;
mod counters;
mod endpoints;
mod exchange;
mod issuers;
#[cfg(feature = "jwt")]
mod keys;
#[cfg(feature = "jwt")]
mod logouts;
#[cfg(feature = "metrics")]
mod names;
#[cfg(feature = "metrics")]
mod publish;
mod question;
mod requests;
mod revocations;
mod seldom;
#[cfg(feature = "tracing")]
mod span;
#[cfg(not(feature = "tracing"))]
#[path = "no_span.rs"]
mod span;
mod stats;
#[cfg(feature = "webhook")]
mod webhooks;

use self::question::Outcome;
pub use self::stats::Stats;
#[cfg(feature = "webhook")]
pub(crate) use self::webhooks::{Refusals, delivery_taken};
pub(crate) use self::{
    counters::Counters,
    endpoints::unwritable_response,
    exchange::Exchange,
    issuers::{Watch, renewed, retrying},
    question::{Asked, question},
    requests::{rejected, stale},
    revocations::{denial_forgotten, rechecked, revocations_full, sessions_ended},
    span::flight,
};
#[cfg(feature = "jwt")]
pub(crate) use self::{
    keys::{
        keys_all_withdrawn, keys_dropped, keys_fetched, keys_not_fetched, keys_too_old,
        keys_withdrawn,
    },
    logouts::{LogoutRefusals, logout_taken},
};
