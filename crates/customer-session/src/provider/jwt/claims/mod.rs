//! The claims of a signed token (RFC 7519 §4), and the rules that they must fulfil.

mod date;
mod rules;
mod view;

pub use self::view::Claims;
pub(super) use self::{
    date::{Times, system_time},
    rules::{Audience, IssuerRule, Rules, Types, Values, plain},
};
