//! Headers that are configured.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};

use crate::{config::ConfigError, token::is_tchar, upstream::HttpRequest};

/// A header with a value that is never shown.
pub(in crate::provider) struct Header {
    pub(in crate::provider) name: Cow<'static, str>,
    pub(in crate::provider) value: SecretString,
}

impl Header {
    /// A header of this name, in lower case.
    pub(in crate::provider) fn checked(
        field: &'static str,
        name: &str,
        value: &str,
    ) -> Result<Self, ConfigError> {
        Ok(Self {
            name: header_name(field, name)?,
            value: header_value(field, value)?,
        })
    }

    pub(in crate::provider) fn put(&self, request: HttpRequest) -> HttpRequest {
        with_header(request, &self.name, self.value.expose_secret())
    }
}

/// Sets a header of a request that may hold a secret.
pub(in crate::provider) fn with_header(
    mut request: HttpRequest,
    name: &str,
    value: &str,
) -> HttpRequest {
    if name == "authorization" {
        request.authorization = Some(value.into());
        return request;
    }
    request.secret_header(name.to_owned(), value)
}

/// The name of a header that is not the transport's own, in lower case (RFC 9110 §5.1).
pub(in crate::provider) fn header_name(
    field: &'static str,
    name: &str,
) -> Result<Cow<'static, str>, ConfigError> {
    let refuse = |mend: &str| Err(ConfigError::invalid(field, name, mend));
    if name.is_empty() || !name.bytes().all(is_tchar) {
        return refuse("write the name of a header, such as `x-api-key`");
    }
    let name = name.to_ascii_lowercase();
    if OWN.contains(&&*name) {
        return Err(ConfigError::invalid(
            field,
            name,
            "this header is set by the provider or the HTTP client: leave it out",
        ));
    }
    Ok(name.into())
}

/// What can stand in a header: visible ASCII, and spaces within it. It is not shown.
fn header_value(field: &'static str, value: &str) -> Result<SecretString, ConfigError> {
    let fits = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    if !value.is_empty() && value.trim() == value && value.bytes().all(fits) {
        return Ok(value.into());
    }
    Err(ConfigError::invalid(
        field,
        "empty, or with characters that no header may hold",
        "set the value as the issuer gave it, without white space around it",
    ))
}

/// What says where a request goes, how long it is, and what it and its answer are written in.
const OWN: [&str; 10] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "transfer-encoding",
    "upgrade",
];
