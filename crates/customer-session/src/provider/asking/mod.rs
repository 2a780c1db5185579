//! What providers have in common that ask a server over HTTP.

mod answer;
mod basics;
#[cfg(any(feature = "me", feature = "verify-call"))]
mod configured;

#[cfg(feature = "me")]
pub(super) use self::answer::Unexpected;
#[cfg(any(feature = "introspection", feature = "verify-call"))]
pub(super) use self::answer::no_answer;
#[cfg(any(feature = "me", feature = "verify-call"))]
pub use self::configured::{AnswerRule, Field, Outcome};
#[cfg(any(feature = "me", feature = "verify-call"))]
pub(super) use self::configured::{ConfiguredServer, Header, Settings, common_settings};
#[cfg(feature = "me")]
pub(super) use self::configured::{header_name, with_header};
pub(super) use self::{
    answer::{malformed, said},
    basics::{Basics, Named},
};
