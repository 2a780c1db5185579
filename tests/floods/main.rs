//! A million strange tokens, and customers who go about their business among them.
//!
//! Each flood is held against a calm time with the same customers: how many of their requests are
//! served from memory, how much is remembered and how much memory the process takes, and what the
//! issuer is asked. `cargo test -p customer-session-tests --test floods -- --nocapture` prints the
//! numbers.
//!
//! The floods go through [`CustomerSessionConfig::authenticate`], on a clock that they move; the
//! last one is smaller and comes over HTTP. They take turns, since each looks at the memory of the
//! whole process.
//!
//! [`CustomerSessionConfig::authenticate`]: customer_session::CustomerSessionConfig::authenticate

#[path = "../faults/app.rs"]
#[expect(
    dead_code,
    reason = "not all that the other test looks at is looked at here"
)]
mod app;
mod denied;
mod flood;
mod http;
mod issuer;
mod malformed;
mod memory;
mod paced;
mod valid;
mod world;
