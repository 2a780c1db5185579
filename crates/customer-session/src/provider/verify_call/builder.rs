//! Configures how an issuer is asked with our own secret, and how its answers are read.

use std::{borrow::Cow, error::Error, fmt, sync::Arc};

use serde_json::Value;

use super::{
    AnswerRule, Claims, Field, Mapped, TimeFormat, VerifyCallProvider,
    question::{Members, Question, Writing},
    secret,
};
use crate::{
    config::ConfigError,
    provider::asking::{Header, Settings, common_settings},
    rejection::Reason,
    upstream::HttpTransport,
};

/// Configures a [`VerifyCallProvider`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct VerifyCallProviderBuilder {
    members: Members,
    settings: Settings,
    writing: Option<Writing>,
}

impl VerifyCallProvider {
    /// Begins the configuration of an issuer that is asked at this address, by `POST`: https, or http
    /// on this machine; no redirect is followed. It may have a query, which must hold no secret.
    ///
    /// # Security
    ///
    /// Whoever answers at this address decides who your customers are, and is sent their tokens.
    pub fn builder(endpoint: impl Into<String>) -> VerifyCallProviderBuilder {
        VerifyCallProviderBuilder {
            members: Members::new(),
            settings: Settings::new("verify_call", endpoint.into(), Reason::ClaimsMissing),
            writing: None,
        }
    }
}

impl VerifyCallProviderBuilder {
    common_settings!("verify_call");

    /// Has the issuer know us by a secret behind `Authorization: Bearer` (RFC 6750 §2.1).
    pub fn bearer(mut self, secret: impl AsRef<str>) -> Self {
        self.settings.headers.push(secret::bearer(secret.as_ref()));
        self
    }

    /// Has the issuer know us by name and password, or id and secret, behind `Authorization: Basic`
    /// (RFC 7617): as they are, and not form-encoded as OAuth servers want them.
    pub fn basic(mut self, name: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        let header = secret::basic(name.as_ref(), password.as_ref());
        self.settings.headers.push(header);
        self
    }

    /// Sends the token as this member of a JSON object.
    pub fn token_in_json(mut self, member: impl Into<String>) -> Self {
        self.writing = Some(Writing::Json(member.into()));
        self
    }

    /// Sends the token as this field of a form (`application/x-www-form-urlencoded`).
    pub fn token_in_form(mut self, field: impl Into<String>) -> Self {
        self.writing = Some(Writing::Form(field.into()));
        self
    }

    /// Adds what stands in every question beside the token; in a form, text only. Of two of one name
    /// the later counts. Default: nothing.
    pub fn member(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.members.insert(name.into(), value.into());
        self
    }

    /// Validates everything. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When the address is not https (or http on this machine), the issuer is to know us by nothing,
    /// it is not said where the token stands, a place is no JSON pointer or that of the customer's id is
    /// missing, a header cannot be sent or is set twice, a rule can never apply or takes what is said of
    /// our own secret for a "no", or there is no HTTP client.
    pub fn build(self) -> Result<VerifyCallProvider, ConfigError> {
        let mut rules = self.settings.reading.rules.iter();
        rules.try_for_each(AnswerRule::check_beside_secret)?;
        if self.settings.headers.is_empty() {
            // Else anybody could try tokens out.
            let mend =
                "set the secret that the issuer knows us by: one of `bearer`, `basic` and `header`";
            return Err(ConfigError::invalid("bearer", "not set", mend));
        }
        let mend = "set it once, be it by `bearer`, `basic` or `header`";
        let server = self.settings.build(None, mend)?;
        let writing = self.writing.ok_or_else(|| {
            let mend = "set one of `token_in_json` and `token_in_form`";
            ConfigError::invalid("token_in_json", "not set", mend)
        })?;
        let question = Question::new(writing, self.members)?;
        Ok(VerifyCallProvider { question, server })
    }
}

/// Shows none of the texts: before [`build`](VerifyCallProviderBuilder::build) nothing says that a
/// secret stands where it belongs.
impl fmt::Debug for VerifyCallProviderBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyCallProviderBuilder")
            .finish_non_exhaustive()
    }
}
