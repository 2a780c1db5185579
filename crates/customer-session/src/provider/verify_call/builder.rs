//! Configures how an issuer is asked with our own secret, and how its answers are read.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    error::Error,
    fmt,
    sync::{Arc, OnceLock},
};

use serde_json::Value;

use super::{
    AnswerRule, Claims, Field, Mapped, TimeFormat, VerifyCallProvider,
    question::{Members, Question, Writing},
    secret,
};
use crate::{
    config::ConfigError,
    provider::asking::{Basics, Header, Named, Reading, common_settings},
    rejection::Reason,
    upstream::{HttpTransport, parse_document},
};

/// Configures a [`VerifyCallProvider`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct VerifyCallProviderBuilder {
    basics: Basics,
    endpoint: String,
    headers: Vec<Result<Header, ConfigError>>,
    members: Members,
    reading: Reading,
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
            basics: Basics::named("verify_call"),
            endpoint: endpoint.into(),
            headers: Vec::new(),
            members: Members::new(),
            reading: Reading::new(Reason::ClaimsMissing),
            writing: None,
        }
    }
}

impl VerifyCallProviderBuilder {
    common_settings!("verify_call");

    /// Sets another address than that of the preset, such as that of a fake.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    /// Has the issuer know us by a secret behind `Authorization: Bearer` (RFC 6750 §2.1).
    pub fn bearer(mut self, secret: impl AsRef<str>) -> Self {
        self.headers.push(secret::bearer(secret.as_ref()));
        self
    }

    /// Has the issuer know us by name and password, or id and secret, behind `Authorization: Basic`
    /// (RFC 7617): as they are, and not form-encoded as OAuth servers want them.
    pub fn basic(mut self, name: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        let header = secret::basic(name.as_ref(), password.as_ref());
        self.headers.push(header);
        self
    }

    /// Adds a header that goes with every question, such as an API key. It is not shown. Headers
    /// that the provider or the HTTP client sets are refused. Default: none.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let header = Header::checked("header", name.as_ref(), value.as_ref());
        self.headers.push(header);
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
        let endpoint = parse_document("endpoint", &self.endpoint)?;
        self.reading.check()?;
        let mut rules = self.reading.rules.iter();
        rules.try_for_each(AnswerRule::check_beside_secret)?;
        let headers = self.headers.into_iter().collect::<Result<Vec<_>, _>>()?;
        refuse_none_or_twice(&headers)?;
        let writing = self.writing.ok_or_else(|| {
            let mend = "set one of `token_in_json` and `token_in_form`";
            ConfigError::invalid("token_in_json", "not set", mend)
        })?;
        let question = Question::new(writing, self.members)?;
        let Named {
            name,
            shape,
            upstream,
        } = self.basics.build(&endpoint)?;
        Ok(VerifyCallProvider {
            endpoint,
            headers,
            host: OnceLock::new(),
            name,
            question,
            reading: self.reading,
            shape,
            upstream,
        })
    }
}

/// Without a secret anybody could try tokens out; of two headers of one name one would be sent.
fn refuse_none_or_twice(headers: &[Header]) -> Result<(), ConfigError> {
    let mut names = BTreeSet::new();
    let twice = headers.iter().find(|header| !names.insert(&header.name));
    match twice {
        Some(header) => Err(ConfigError::invalid(
            "header",
            &header.name,
            "set it once, be it by `bearer`, `basic` or `header`",
        )),
        None if headers.is_empty() => Err(ConfigError::invalid(
            "bearer",
            "not set",
            "set the secret that the issuer knows us by: one of `bearer`, `basic` and `header`",
        )),
        None => Ok(()),
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
