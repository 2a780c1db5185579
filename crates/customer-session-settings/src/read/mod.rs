//! From texts and variables to settings.

mod flaw;
mod loader;
mod node;
mod shown;
mod text;
mod typed;
mod variables;

pub use self::loader::SettingsLoader;
pub(crate) use self::shown::{is_delicate, shown, shown_variable};
