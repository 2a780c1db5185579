//! The claims of a signed token (RFC 7519 §4), and the rules that they must fulfil.

mod date;
mod rules;
mod values;

pub(super) use self::{
    date::Times,
    rules::{ANSWER, IssuerRule, Rules, Types, plain},
    values::{Taken, Values},
};
pub use crate::provider::claims::Claims;
pub(super) use crate::provider::claims::{Audience, system_time};
