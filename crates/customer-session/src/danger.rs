//! All that weakens a check. Search a code base for `danger::` to find every place that uses it.

/// Says: tokens, credentials and customers may travel unencrypted to another machine.
///
/// Whoever can read the network between here and there can then act as any customer. It exists for
/// networks that are encrypted below HTTP, such as a service mesh.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "users write it out")]
pub struct TokensInClearText;

/// Says: signed tokens are taken whomever they are meant for.
///
/// An issuer that serves several applications signs for all of them: a token that a customer gave
/// to another one is then good here too (RFC 8725 §3.9). It exists for issuers that serve this
/// application alone and write no `aud`.
#[cfg(feature = "jwt")]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "users write it out")]
pub struct AnyAudience;

/// Says: signed tokens are taken whoever their `iss` says that issued them, as long as a configured
/// key signed them.
///
/// A key that two issuers share then speaks for both.
#[cfg(feature = "jwt")]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "users write it out")]
pub struct AnyIssuer;

/// Says: signed tokens are taken of whatever kind their `typ` says that they are, and though they
/// tell of `events`.
///
/// Logout tokens, security events and proofs of possession are signed by the same keys, and none
/// of them is a session (RFC 8725 §3.11). Signed answers about tokens (RFC 9701 §8.1) are refused all
/// the same.
#[cfg(feature = "jwt")]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "users write it out")]
pub struct AnyTokenType;

/// Says: sessions are taken whichever merchant's they are, where one server serves several.
///
/// Each of them can make a session of a customer whose id is the same as that of a customer of
/// yours. It exists for servers that are your own, and serve no other merchant.
#[cfg(feature = "me")]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "users write it out")]
pub struct AnyTenant;
