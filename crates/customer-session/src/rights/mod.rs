//! What a route asks of a session beyond that it is good: scopes, a role, or a rule of the
//! application's own.
//!
//! An adapter puts a [`Requirement`] between its layer or middleware and the handler
//! (`require_scopes`, `require_role`, `require`). It is checked anew at every request, however long
//! ago the session was verified: what is remembered are the session's scopes and roles, which are
//! as old as the [staleness](crate::CustomerSessionConfig::staleness) at most, and never the
//! decision.

mod requirement;
mod rule;
mod scopes;

pub use self::requirement::Requirement;
