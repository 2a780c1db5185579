//! What a route asks of a session beyond that it is good: scopes, a role, or a rule of the
//! application's own.
//!
//! An adapter puts a [`Requirement`] between its layer or middleware and the handler
//! (`require_scopes`, `require_role`, `require`). It is checked anew at every request, however long
//! ago the session was verified: what is remembered are the session's scopes and roles, and never
//! the decision.
//!
//! # How old they are
//!
//! - Of a session that its issuer is asked about: as the issuer stated them at most one
//!   [session lifetime](crate::config::Staleness::session) ago, and while the issuer cannot be
//!   asked, [`outage`](crate::config::Staleness::outage) more (0 s unless `stale_if_error` is set).
//! - Of a signed token that is judged by itself, such as a JWT: as they stood when it was issued,
//!   until it expires, leeway included, or is [ended](crate::revoke) here. Whoever takes a right
//!   away there waits for that, or ends the session.

mod requirement;
mod rule;
mod scopes;

pub use self::requirement::Requirement;
pub(crate) use self::scopes::is_scope_token;
