//! Answers that the server signs (RFC 9701).

use crate::{
    clock::Now,
    config::ConfigError,
    provider::{
        Host, ProviderError, Readiness, SessionProvider as _,
        claims::Claims,
        jwt::{Algorithm, JwtKey, JwtProvider, JwtProviderBuilder},
    },
    upstream::HttpAnswer,
};

/// How the server's [signed answers](super::IntrospectionProviderBuilder::signed_answers) are
/// verified (RFC 9701).
///
/// By default its keys are found by the metadata of the
/// [issuer](super::IntrospectionProviderBuilder::issuer), and kept up to date, as those of
/// [`JwtProvider::issuer`] are.
///
/// # Example
///
/// ```
/// use customer_session::provider::{
///     introspection::{IntrospectionProvider, SignedAnswers},
///     jwt::Algorithm,
/// };
///
/// let builder = IntrospectionProvider::discover("https://login.shop.example")
///     .client_secret_basic("shop-api", "its secret, from your secret store")
///     .signed_answers(SignedAnswers::required().algorithms([Algorithm::ES256]));
/// ```
#[derive(Debug)]
#[must_use = "settings do nothing until they are given to a builder"]
pub struct SignedAnswers {
    audiences: Vec<String>,
    flaw: Option<ConfigError>,
    issuer: JwtProviderBuilder,
    required: bool,
}

impl SignedAnswers {
    /// Takes signed answers only. Plain JSON is no answer: 503, and never a denial.
    pub fn required() -> Self {
        Self {
            audiences: Vec::new(),
            flaw: None,
            // Whose answers they are is known when all is built.
            issuer: JwtProvider::issuer(""),
            required: true,
        }
    }

    /// Asks for signed answers, and takes plain JSON too: for the time until the server signs for
    /// this client.
    ///
    /// # Security
    ///
    /// Whoever could forge an answer sends it unsigned: it proves no more than plain JSON does.
    pub fn preferred() -> Self {
        Self {
            required: false,
            ..Self::required()
        }
    }

    /// Adds whom answers are meant for, `aud` (RFC 9701 §5): one of those that were added must be
    /// named. Default: our client id, and each
    /// [audience](super::IntrospectionProviderBuilder::audience) of tokens.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audiences.push(audience.into());
        self
    }

    /// Sets by which algorithms the server signs. Default: every one with public keys. An answer
    /// that is signed by a shared secret (HS256) is never taken: who may ask could make it.
    pub fn algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.issuer = self.issuer.algorithms(algorithms);
        self
    }

    /// Adds a public key that the server signs with, in place of those that it publishes.
    pub fn key(mut self, key: JwtKey) -> Self {
        if key.algorithm().is_symmetric() {
            let mend = "give a public key: whoever may ask the server has its shared secret";
            let flaw = ConfigError::invalid("signed_answers", key.algorithm(), mend);
            self.flaw = Some(flaw);
        }
        self.issuer = self.issuer.key(key);
        self
    }

    /// Sets where the server publishes its keys; see
    /// [`JwtProviderBuilder::jwks_url`](crate::provider::jwt::JwtProviderBuilder::jwks_url).
    /// Default: its metadata say so.
    pub fn jwks_url(mut self, url: impl Into<String>) -> Self {
        self.issuer = self.issuer.jwks_url(url);
        self
    }

    /// All that is configured elsewhere is put in.
    pub(super) fn build(
        self,
        issuer: Option<String>,
        audiences: impl IntoIterator<Item = String>,
        customize: impl FnOnce(JwtProviderBuilder) -> JwtProviderBuilder,
    ) -> Result<Answers, ConfigError> {
        if let Some(flaw) = self.flaw {
            return Err(flaw);
        }
        let issuer = issuer.ok_or_else(|| {
            let mend = "signed answers name their issuer; set it, as the server's metadata name it";
            ConfigError::invalid("issuer", "not set", mend)
        })?;
        let ours: Vec<_> = if self.audiences.is_empty() {
            audiences.into_iter().collect()
        } else {
            self.audiences
        };
        let builder = ours
            .into_iter()
            .fold(self.issuer.issued_by(issuer), JwtProviderBuilder::audience);
        Ok(Answers {
            issuer: customize(builder).build()?,
            required: self.required,
        })
    }
}

/// Reads answers that may be signed, or must be.
#[derive(Debug)]
pub(super) struct Answers {
    issuer: JwtProvider,
    required: bool,
}

impl Answers {
    /// RFC 9701 §4.
    pub(super) const fn accept(&self) -> &'static str {
        if self.required {
            SIGNED
        } else {
            "application/token-introspection+jwt, application/json;q=0.5"
        }
    }

    /// What an answer says that is signed; `None` of one that need not be, and is not.
    pub(super) async fn open(
        &self,
        answer: &HttpAnswer,
        now: Now,
    ) -> Result<Option<Claims>, ProviderError> {
        if answer.media_type().eq_ignore_ascii_case(SIGNED) {
            let text = str::from_utf8(&answer.body)
                .map_err(|_| ProviderError::malformed_answer("the signed answer is not UTF-8"))?;
            return self.issuer.open_answer(text, now).await.map(Some);
        }
        if self.required {
            return Err(ProviderError::malformed_answer(
                "the answer is not signed, and must be: register the client at the server with `introspection_signed_response_alg`",
            ));
        }
        Ok(None)
    }

    pub(super) fn start(&self, host: Host) {
        self.issuer.start(host);
    }

    pub(super) fn readiness(&self) -> Readiness {
        self.issuer.readiness()
    }

    pub(super) fn upstream_calls(&self) -> u64 {
        self.issuer.upstream_calls()
    }
}

/// RFC 9701 §4.
const SIGNED: &str = "application/token-introspection+jwt";
