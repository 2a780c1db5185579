//! By what the server knows us (RFC 7662 §2.1).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded::byte_serialize};

#[cfg(feature = "jwt")]
use super::assertion::Assertion;
use crate::{clock::Now, config::ConfigError, provider::ProviderError, upstream::HttpRequest};

/// By what the server knows us.
pub(super) enum Credentials {
    /// A signature of ours, anew for each request.
    #[cfg(feature = "jwt")]
    Assertion(Assertion),
    /// The value of the `Authorization` header.
    Header(SecretString),
    /// In the form itself (RFC 6749 §2.3.1).
    Form { id: String, secret: SecretString },
}

impl Credentials {
    /// RFC 6749 §2.3.1: both are form-encoded before they are joined, so that a colon in the id
    /// splits nothing, and `%` and `+` are what they were.
    pub(super) fn basic(id: &str, secret: &str) -> Result<Self, ConfigError> {
        present("client_secret_basic", id, secret)?;
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let pair = STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)));
        Ok(Self::Header(format!("Basic {pair}").into()))
    }

    pub(super) fn form(id: &str, secret: &str) -> Result<Self, ConfigError> {
        present("client_secret_post", id, secret)?;
        Ok(Self::Form {
            id: id.to_owned(),
            secret: secret.into(),
        })
    }

    pub(super) fn bearer(token: &str) -> Result<Self, ConfigError> {
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ConfigError::invalid(
                "bearer",
                "empty, or with characters that no header may hold",
                "set the token as the server issued it, without `Bearer` and white space",
            ));
        }
        Ok(Self::Header(format!("Bearer {token}").into()))
    }

    /// A form, with the credentials where they belong.
    ///
    /// # Errors
    ///
    /// When something must be signed, and cannot be.
    pub(super) fn ask<'a>(
        &'a self,
        endpoint: Url,
        fields: impl Iterator<Item = (&'a str, &'a str)>,
        now: Now,
    ) -> Result<HttpRequest, ProviderError> {
        #[cfg(not(feature = "jwt"))]
        let _ = now;
        Ok(match self {
            #[cfg(feature = "jwt")]
            Self::Assertion(assertion) => {
                let (fields, ours) = (fields.collect::<Vec<_>>(), assertion.fields(now)?);
                let ours = ours.iter().map(|(name, value)| (*name, value.as_str()));
                HttpRequest::post_form(endpoint, fields.iter().copied().chain(ours))
            }
            Self::Header(value) => {
                let mut request = HttpRequest::post_form(endpoint, fields);
                request.authorization = Some(value.clone());
                request
            }
            Self::Form { id, secret } => {
                let ours = [
                    ("client_id", id.as_str()),
                    ("client_secret", secret.expose_secret()),
                ];
                HttpRequest::post_form(endpoint, fields.chain(ours))
            }
        })
    }
}

fn present(field: &'static str, id: &str, secret: &str) -> Result<(), ConfigError> {
    if !id.is_empty() && !secret.is_empty() {
        return Ok(());
    }
    Err(ConfigError::invalid(
        field,
        "an empty id or secret",
        "set both as the server issued them",
    ))
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            #[cfg(feature = "jwt")]
            Self::Assertion(assertion) => return assertion.fmt(f),
            Self::Header(_) => "Header(..)",
            Self::Form { .. } => "Form(..)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(credentials: Credentials) -> String {
        match credentials {
            Credentials::Header(value) => value.expose_secret().to_owned(),
            _ => panic!("not in the header"),
        }
    }

    #[test]
    fn id_and_secret_are_form_encoded_before_they_are_joined() {
        let basic = header(Credentials::basic("a:b", "50%+1:ü é").unwrap());

        let pair = STANDARD.decode(basic.strip_prefix("Basic ").unwrap());
        assert_eq!(
            String::from_utf8(pair.unwrap()).unwrap(),
            "a%3Ab:50%25%2B1%3A%C3%BC+%C3%A9"
        );
    }

    #[test]
    fn what_no_server_issues_is_refused_and_not_shown() {
        for refused in [
            Credentials::basic("", "canary"),
            Credentials::basic("canary", ""),
            Credentials::form("canary", ""),
            Credentials::bearer(""),
            Credentials::bearer("canary\r\nx: y"),
            Credentials::bearer("Bearer canary"),
        ] {
            let error = refused.unwrap_err().to_string();

            assert!(!error.contains("canary"), "{error}");
        }
    }
}
