//! Creates sessions, and verifies what was created.

mod created;
mod refused;
mod runtimes;
mod wire;
