//! The vendors' own libraries, and a real OAuth server, against ours: what they sign we take, what we
//! sign they take, and what was changed on the way nobody takes.
//!
//! Without this, our verifiers and our fakes could agree with each other and be wrong together.
//!
//! `cargo xtask test` installs the libraries and says where they are. To run these tests alone
//! afterwards:
//!
//! ```sh
//! CUSTOMER_SESSION_FOREIGN_TOOLS="$PWD/target/foreign" \
//!     cargo test --package customer-session-tests --features foreign-tests --test foreign
//! ```
//!
//! A clock cannot be given to most of the libraries, so that everything here happens now.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod oauth;
mod polar;
#[path = "../it/endpoints/webhooks/signed.rs"]
mod signed;
mod stripe;
mod tampering;
mod tool;
mod verdict;

use std::time::{Duration, SystemTime};

use customer_session::clock::{Clock, SystemClock};

use self::{signed::Signed, tool::Tool, verdict::Verdict};

fn now() -> SystemTime {
    SystemClock::new().wall()
}

/// So far from now that every library still takes it, however slow the machine is.
const RECENTLY: Duration = Duration::from_secs(120);

/// So far from now that it is beyond everybody's tolerance, which is five minutes, and still is
/// when a slow machine gets to it.
const TOO_LONG: Duration = Duration::from_secs(600);
