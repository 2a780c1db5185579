//! What is seen from outside, and what must not be.
//!
//! One [script] brings about everything that can be said. Against what was said during it, the
//! manual's lists of names are checked, and that nothing secret or personal is among it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../crates/customer-session-polar/tests/provider/printed.rs"]
mod printed;
#[path = "../../crates/customer-session-polar/tests/provider/witness.rs"]
mod witness;

mod canary;
mod counts;
mod floods;
mod issuer;
mod manual;
mod recorder;
mod script;
mod spans;
mod wire;
mod world;
