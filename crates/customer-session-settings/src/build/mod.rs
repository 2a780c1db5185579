//! From settings to a configuration.

mod assembly;
mod core;
mod http;
#[cfg(feature = "introspection")]
mod introspection;
#[cfg(feature = "jwt")]
mod jwt;
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
#[cfg(all(feature = "webhook", any(feature = "polar", feature = "stripe")))]
mod webhook;

pub use self::{assembly::Assembly, sessions::CustomerSessions};
