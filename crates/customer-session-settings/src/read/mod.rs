//! From texts and variables to settings.

mod choice;
mod flaw;
mod loader;
mod node;
mod shown;
mod text;
mod typed;
mod variables;

pub use self::loader::SettingsLoader;
#[cfg(any(feature = "me", feature = "verify-call"))]
pub(crate) use self::shown::is_delicate;
pub(crate) use self::shown::{shown, shown_variable};
