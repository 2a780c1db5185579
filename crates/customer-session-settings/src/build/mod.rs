//! From settings to a configuration.

#[cfg(any(feature = "me", feature = "verify-call"))]
mod answers;
#[cfg(any(feature = "me", feature = "verify-call"))]
mod asked;
mod assembly;
mod core;
mod http;
#[cfg(feature = "introspection")]
mod introspection;
#[cfg(feature = "jwt")]
mod jwt;
#[cfg(feature = "me")]
mod me;
mod names;
#[cfg(feature = "polar")]
mod polar;
mod sessions;
mod setters;
#[cfg(feature = "stripe")]
mod stripe;
#[cfg(feature = "jwt")]
mod texts;
mod translate;
#[cfg(feature = "verify-call")]
mod verify_call;
#[cfg(all(feature = "webhook", any(feature = "polar", feature = "stripe")))]
mod webhook;

pub use self::{assembly::Assembly, sessions::CustomerSessions};
