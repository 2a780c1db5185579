//! Sessions that an issuer is asked about with our own secret: see [`VerifyCallProvider`].

mod builder;
mod presets;
mod provider;
mod question;
mod secret;

pub use self::{builder::VerifyCallProviderBuilder, provider::VerifyCallProvider};
pub use super::{
    asking::{AnswerRule, Field, Outcome},
    claims::{Claims, Mapped},
    time_format::TimeFormat,
};
