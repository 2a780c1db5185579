//! Configures what takes signatures, ours and the server's: both take the feature `jwt`.

use std::sync::Arc;

use super::{
    IntrospectionProviderBuilder, SignedAnswers, assertion::Assertion, credentials::Credentials,
};
use crate::{entropy::Entropy, issuer::SigningKey};

impl IntrospectionProviderBuilder {
    /// Has the server know us by a signature of ours (`private_key_jwt`, RFC 7523 §2.2, OpenID
    /// Connect Core 1.0 §9), so that no secret is shared: register the key's
    /// [public half](SigningKey::public_jwk) at the server. It takes the feature `jwt`.
    ///
    /// Each request has an assertion of its own: `iss` and `sub` are the client's id, `aud` is the
    /// [server](Self::assertion_audience), `jti` has 128 random bits, and it is good for 60 s by the
    /// configuration's clock.
    ///
    /// # Security
    ///
    /// Use a key of its own, with which nothing else is signed: above all no sessions.
    ///
    /// # Example
    ///
    /// ```
    /// use customer_session::{
    ///     issuer::SigningKey,
    ///     provider::{introspection::IntrospectionProvider, jwt::Algorithm},
    /// };
    ///
    /// let key = SigningKey::generate(Algorithm::ES256)?; // From your secret store, in earnest.
    /// let builder = IntrospectionProvider::discover("https://login.shop.example")
    ///     .private_key_jwt("shop-api", key);
    /// # Ok::<(), customer_session::ConfigError>(())
    /// ```
    pub fn private_key_jwt(self, client_id: impl AsRef<str>, key: SigningKey) -> Self {
        let id = client_id.as_ref();
        let assertion = Assertion::new(id, key, self.entropy.clone());
        self.known_as(id, assertion.map(Credentials::Assertion))
    }

    /// Sets the server as `aud` of [assertions](Self::private_key_jwt) calls it. Default: the
    /// [issuer](Self::issuer), and required where that is not set.
    ///
    /// RFC 7523 §3 has it be a value that identifies the server, such as the address of its token
    /// endpoint, which OpenID Connect Core 1.0 §9 recommends. Where a client is known to several
    /// servers, one of them can have it sign what another one takes, by naming the other's endpoint
    /// as its own: the update of RFC 7523 (`draft-ietf-oauth-rfc7523bis`) therefore has it be the
    /// issuer identifier, and nothing else. Set the endpoint only for a server that takes nothing
    /// better.
    pub fn assertion_audience(mut self, audience: impl Into<String>) -> Self {
        self.assertion_audience = Some(audience.into());
        self
    }

    /// Sets the source of randomness of [assertions](Self::private_key_jwt). Default: the operating
    /// system's.
    pub fn entropy(mut self, entropy: impl Entropy) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// Asks for answers that the server signed (RFC 9701), and verifies them by the server's keys: of
    /// this kind (`typ` is `token-introspection+jwt`), by this [issuer](Self::issuer), which must be
    /// set, for us, and given no more than 5 min ago. Only what stands in `token_introspection` is
    /// about the token. It takes the feature `jwt`.
    ///
    /// An answer that is not such a one is broken: 503, and never a denial; so is one in plain JSON
    /// where signed ones are [required](SignedAnswers::required). One that is encrypted is a 500,
    /// since the client's registration at the server must be mended.
    ///
    /// Default: none, and plain JSON is asked for.
    pub fn signed_answers(mut self, answers: SignedAnswers) -> Self {
        self.signed = Some(answers);
        self
    }
}
