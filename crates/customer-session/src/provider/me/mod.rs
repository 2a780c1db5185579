//! Sessions that a server is asked about with their own token: see [`MeProvider`].

mod answer;
mod builder;
mod presets;
mod provider;

pub use self::{builder::MeProviderBuilder, provider::MeProvider};
pub use super::{
    asking::{AnswerRule, Field, Outcome},
    claims::{Claims, Mapped},
    time_format::TimeFormat,
};
