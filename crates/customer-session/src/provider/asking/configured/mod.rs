//! What is configured of a server that follows no standard: how its answers are read, and what goes
//! with a question.

mod field;
mod header;
mod pointer;
mod reading;
mod rule;
mod server;
mod setters;
mod settings;

#[cfg(feature = "me")]
pub(in crate::provider) use self::header::{header_name, with_header};
pub use self::{
    field::Field,
    rule::{AnswerRule, Outcome},
};
pub(in crate::provider) use self::{
    header::Header, server::ConfiguredServer, setters::common_settings, settings::Settings,
};
use self::{reading::Reading, rule::judged};
