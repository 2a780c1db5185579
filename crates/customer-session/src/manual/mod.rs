//! The manual: what needs judgement rather than a reference.
//!
//! - [`threats`]: the attacks that middleware of this kind fell to, what prevents each here, and
//!   what is left to you.
//! - [`caching`]: what is remembered, for how long, how much memory it takes, and how stale it can
//!   be.
//! - [`outages`]: each way an issuer can fail, what clients see, and where you see it.
//! - [`signed`]: signed sessions, how their keys change, and what ends them.
//! - [`observability`]: every event, span and metric by name, and when it is said.
//! - [`by_hand`]: a provider written by hand, whole, with the reason for each decision, and the suite
//!   that tries it.
//! - [`defaults`]: every default with its range and its reason.
//!
//! These modules hold no code but what they show. What a setting is called and which errors a call has stands with the
//! items themselves.

pub mod by_hand;
pub mod caching;
pub mod defaults;
pub mod observability;
pub mod outages;
pub mod signed;
pub mod threats;
