//! What a provider's tokens look like, and what a provider makes of one.

use std::borrow::Cow;

/// What the tokens of a provider look like: by it the engine decides whose token it is, before any
/// I/O.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// Any token that no other provider claims. At most one provider may say so.
    Any,
    /// Signed tokens (JWT) that no other provider claims, whoever issued them. At most one provider
    /// may say so.
    #[cfg(feature = "jwt")]
    AnyJwt,
    /// Signed tokens (JWT) whose `iss` is one of these, to the letter (RFC 7519 §4.1.1).
    #[cfg(feature = "jwt")]
    JwtIssuers(Vec<Cow<'static, str>>),
    /// Tokens that begin with one of these prefixes. Where several match, the longest wins.
    Prefixes(Vec<Cow<'static, str>>),
}

impl Shape {
    /// Tokens that begin with one of these prefixes.
    pub fn prefixes(prefixes: impl IntoIterator<Item = impl Into<Cow<'static, str>>>) -> Self {
        Self::Prefixes(prefixes.into_iter().map(Into::into).collect())
    }
}

/// What a provider makes of a token before it asks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Recognition {
    /// It may be a session: ask.
    Candidate,
    /// It can be no session, whatever the issuer would say: refuse without a call.
    Malformed,
}
