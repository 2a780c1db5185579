//! What an issuer says about a session in JSON, in a signed token or in an answer: read strictly,
//! and judged by rules that are the same for both.

#[cfg(any(feature = "introspection", feature = "jwt"))]
mod audience;
mod leeway;
mod mapped;
mod members;
mod moment;
mod read;
mod refusal;
pub(super) mod strict;
mod view;

#[cfg(any(feature = "introspection", feature = "jwt"))]
pub(super) use self::audience::Audience;
#[cfg(any(feature = "introspection", feature = "jwt"))]
pub(super) use self::leeway::refuse_leeway;
#[cfg(feature = "jwt")]
pub(super) use self::members::Members;
#[cfg(any(feature = "introspection", feature = "me", feature = "verify-call"))]
pub(super) use self::moment::lasts;
#[cfg(any(feature = "introspection", feature = "jwt"))]
pub(super) use self::moment::moment;
#[cfg(feature = "introspection")]
pub(super) use self::moment::moment_or_milliseconds;
#[cfg(any(feature = "me", feature = "verify-call"))]
pub(super) use self::moment::written;
pub(crate) use self::refusal::Refusal;
pub(super) use self::{
    leeway::DEFAULT_LEEWAY,
    mapped::Closure,
    read::{flag, identifier, list, owned, words},
};
pub use self::{mapped::Mapped, view::Claims};
pub(super) use super::time_format::system_time;
