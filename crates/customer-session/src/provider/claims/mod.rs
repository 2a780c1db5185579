//! What an issuer says about a session in JSON, in a signed token or in an answer: read strictly,
//! and judged by rules that are the same for both.

mod audience;
mod leeway;
mod mapped;
mod moment;
mod read;
mod refusal;
pub(super) mod strict;
mod view;

#[cfg(feature = "introspection")]
pub(super) use self::moment::moment_or_milliseconds;
pub(crate) use self::refusal::Refusal;
pub(super) use self::{
    audience::Audience,
    leeway::{DEFAULT_LEEWAY, refuse_leeway},
    mapped::Closure,
    moment::{moment, system_time},
    read::{flag, identifier, list, owned, words},
};
pub use self::{mapped::Mapped, view::Claims};
