//! How the server knows us by a signature of ours (`private_key_jwt`, RFC 7523 §2.2, OpenID Connect
//! Core 1.0 §9).

use std::{fmt, sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use crate::{
    clock::Now, config::ConfigError, entropy::Entropy, issuer::SigningKey, provider::ProviderError,
};

/// Signs who we are, anew for each request.
pub(super) struct Assertion {
    /// The server, as it calls itself.
    pub(super) audience: String,
    pub(super) entropy: Arc<dyn Entropy>,
    client_id: String,
    key: SigningKey,
}

impl Assertion {
    /// To be told whom it is for when all is built.
    pub(super) fn new(
        client_id: &str,
        key: SigningKey,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, ConfigError> {
        if client_id.is_empty() {
            let mend = "set the id under which the server knows this client";
            return Err(ConfigError::invalid("private_key_jwt", "an empty id", mend));
        }
        Ok(Self {
            audience: String::new(),
            entropy,
            client_id: client_id.to_owned(),
            key,
        })
    }

    /// The fields of the form (RFC 7521 §4.2). `client_id` need not be there, but some servers want
    /// it.
    pub(super) fn fields(&self, now: Now) -> Result<[(&'static str, String); 3], ProviderError> {
        Ok([
            ("client_id", self.client_id.clone()),
            ("client_assertion_type", KIND_OF_ASSERTION.to_owned()),
            ("client_assertion", self.sign(now)?),
        ])
    }

    /// RFC 7523 §3: `iss` and `sub` are the client's id. Whole seconds, and no more of them than a
    /// request takes: whoever finds it in a log is too late.
    fn sign(&self, now: Now) -> Result<String, ProviderError> {
        let mut id = [0; 16];
        self.entropy
            .fill(&mut id)
            .map_err(ProviderError::misconfigured)?;
        let issued = now.wall();
        let claims = json!({
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.audience,
            "jti": URL_SAFE_NO_PAD.encode(id),
            "iat": issued.as_secs(),
            "exp": issued.saturating_add(LIFETIME).as_secs(),
        });
        self.key.sign_as(TYPE, &claims.to_string()).map_err(|_| {
            ProviderError::misconfigured("the cryptographic library did not sign the assertion")
        })
    }
}

/// Shows the client's id and the name of its key only.
impl fmt::Debug for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assertion")
            .field("audience", &self.audience)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

const KIND_OF_ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What every server takes; some refuse another `typ`.
const TYPE: &str = "JWT";

const LIFETIME: Duration = Duration::from_secs(60);
