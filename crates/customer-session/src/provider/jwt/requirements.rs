//! Configures of which kind the tokens of an issuer are, and what they must say.

use serde_json::Value;

use super::{
    ClaimTarget, JwtProviderBuilder,
    claims::{Taken, Types, Values, plain},
};
use crate::danger::AnyTokenType;

impl JwtProviderBuilder {
    /// Sets of which kinds tokens must be, by the `typ` of their header, such as `at+jwt` (RFC 9068
    /// §2.1); one without `typ` is refused then. In either case, and with or without
    /// `application/`.
    ///
    /// Default: without `typ`, `JWT`, or `at+jwt`, since many issuers write no better. Whatever is
    /// set, a token with the claim `events` is none of these kinds: it is a logout token (OpenID
    /// Connect Back-Channel Logout 1.0 §2.4), or another security event token (RFC 8417).
    pub fn typ(mut self, kinds: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.types = Types::OneOf(kinds.into_iter().map(|kind| plain(kind.as_ref())).collect());
        self
    }

    /// Takes tokens of whatever kind their `typ`, or the claim `events`, says that they are.
    ///
    /// # Security
    ///
    /// See [`AnyTokenType`].
    pub fn any_typ(mut self, _: AnyTokenType) -> Self {
        self.types = Types::Any;
        self
    }

    /// Takes access tokens by the letter of RFC 9068 only: `typ` is `at+jwt` (§2.1), and beside
    /// `exp`, `iss` and `aud`, the claims `sub`, `client_id`, `iat` and `jti` are there (§2.2).
    ///
    /// Set it wherever the issuer follows that profile, since an ID token of the same customer then
    /// never passes. It is not the default, since many issuers do not. A later
    /// [`typ`](Self::typ) or [`any_typ`](Self::any_typ) takes other kinds; the claims are required
    /// all the same.
    pub fn rfc9068(mut self) -> Self {
        self.required
            .extend(["iss", "aud", "iat"].map(str::to_owned));
        self.texts.extend(["sub", "client_id", "jti"]);
        self.typ(["at+jwt"])
    }

    /// Reads sessions that a [`JwtIssuer`](crate::issuer::JwtIssuer) signed, as they were meant: by
    /// the letter of [RFC 9068](Self::rfc9068), with the member of a team who acts in them
    /// (`member_id`, `member_role`), and with the customer's `external_id`.
    ///
    /// # Security
    ///
    /// Set it wherever such sessions are verified. Without it nobody looks at `member_id`, so that
    /// a member of a team seems to be the customer in person.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use customer_session::provider::jwt::JwtProvider;
    ///
    /// let shop = JwtProvider::issuer("https://shop.example")
    ///     .audience("https://orders.shop.example")
    ///     .customer_sessions()
    ///     .build()?;
    /// # Ok::<(), customer_session::ConfigError>(())
    /// ```
    pub fn customer_sessions(self) -> Self {
        self.rfc9068()
            .claim(ClaimTarget::ExternalId, "external_id")
            .claim(ClaimTarget::MemberId, "member_id")
            .claim(ClaimTarget::MemberRole, "member_role")
    }

    /// Refuses a token that a client got for itself, by its credentials alone: its `sub` is its
    /// `client_id` or its `azp` (RFC 9068 §2.2).
    ///
    /// # Security
    ///
    /// Set it where the issuer lets others choose, or influence, their `client_id`, as by dynamic
    /// registration: who chooses the id of a customer would be that customer (RFC 9068 §5, RFC 9700
    /// §4.15). Default: such tokens pass, since issuers that give out ids themselves never give one
    /// twice, and many applications let their own services in by such tokens. An issuer that writes
    /// something else than the bare id into `sub` is not understood: tell its tokens by another
    /// claim, with [`require_value`](Self::require_value) or [`map`](Self::map).
    pub const fn refuse_clients(mut self) -> Self {
        self.refuses_clients = true;
        self
    }

    /// Requires a claim: by its name, or by a JSON pointer where it begins with a slash.
    pub fn require_claim(mut self, claim: impl Into<String>) -> Self {
        self.required.push(claim.into());
        self
    }

    /// Requires a claim to be one of these values: strings, numbers, booleans, or null. The claim is
    /// told by its name, or by a JSON pointer where it begins with a slash.
    ///
    /// Values are compared with their type, and numbers as they are written: neither `"1"` nor `1.0`
    /// is `1`.
    ///
    /// # Example
    ///
    /// ```
    /// use customer_session::provider::jwt::JwtProvider;
    ///
    /// let builder = JwtProvider::issuer("https://login.shop.example")
    ///     .require_value("/tenant/slug", ["shop", "outlet"])
    ///     .require_value("email_verified", [true]);
    /// ```
    pub fn require_value(
        self,
        claim: impl Into<String>,
        values: impl IntoIterator<Item = impl Into<Value>>,
    ) -> Self {
        let taken = values.into_iter().map(Into::into).collect();
        self.value(claim, Taken::OneOf(taken), false)
    }

    /// Requires a claim to be this value, unless it is missing.
    pub(super) fn require_if_stated(self, claim: &str, value: impl Into<Value>) -> Self {
        self.value(claim, Taken::OneOf(vec![value.into()]), true)
    }

    pub(super) fn require_prefix(self, claim: &str, prefix: &'static str) -> Self {
        self.value(claim, Taken::Prefix(prefix), false)
    }

    fn value(mut self, claim: impl Into<String>, taken: Taken, optional: bool) -> Self {
        self.values.push(Values {
            place: claim.into(),
            taken,
            optional,
        });
        self
    }
}
