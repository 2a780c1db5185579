//! By what the issuer knows us.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{config::ConfigError, provider::asking::Header};

/// RFC 7617 §2: the name holds no colon, which would split the pair elsewhere.
pub(super) fn basic(name: &str, password: &str) -> Result<Header, ConfigError> {
    let printable = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
    if !printable(name) || !printable(password) || name.contains(':') {
        return Err(ConfigError::invalid(
            "basic",
            "an empty name or password, a name with a colon, or a control character",
            "set both as the issuer gave them",
        ));
    }
    let pair = STANDARD.encode(format!("{name}:{password}"));
    Header::checked("basic", "authorization", &format!("Basic {pair}"))
}

/// RFC 6750 §2.1.
pub(super) fn bearer(secret: &str) -> Result<Header, ConfigError> {
    if secret.is_empty() || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ConfigError::invalid(
            "bearer",
            "empty, or with characters that no header may hold",
            "set the secret as the issuer gave it, without `Bearer` and white space",
        ));
    }
    Header::checked("bearer", "authorization", &format!("Bearer {secret}"))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    /// The example of RFC 7617 §2.
    #[test]
    fn name_and_password_are_joined_as_they_are() {
        let header = basic("Aladdin", "open sesame").unwrap();

        assert_eq!(
            header.value.expose_secret(),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
    }

    #[test]
    fn what_no_issuer_gives_is_refused_and_not_shown() {
        for refused in [
            basic("", "canary"),
            basic("canary", ""),
            basic("a:canary", "x"),
            basic("a", "canary\n"),
            bearer(""),
            bearer("Bearer canary"),
            bearer("canary\r\nx: y"),
        ] {
            let error = refused.err().unwrap().to_string();

            assert!(!error.contains("canary"), "{error}");
        }
    }
}
