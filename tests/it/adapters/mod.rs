//! One table of requests that tower, axum and actix-web must answer alike.
//!
//! A case is a request, what the issuer does meanwhile, and what comes of it in each mode. It runs
//! through every adapter, and the answers must be the ones that the table names: status, body, and
//! the headers that we set. No other header may stand beside them but those that the stack sets by
//! itself, and those of the handler and its layers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod case;
mod drivers;
mod enriched;
mod expiry;
mod extractors;
mod faults;
mod headers;
mod http2;
mod identity;
mod preflights;
mod refusals;
mod replaced;
mod rights;
mod signed;
mod signed_tokens;
mod sources;
mod stack;
mod world;

use self::{
    case::{Case, Outcome, bad, handled, rows, same, without_token},
    drivers::{Answer, Driver},
    stack::{Stack, Wrap},
    world::{Sent, Upstream, World},
};
