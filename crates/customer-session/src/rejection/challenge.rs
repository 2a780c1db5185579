//! The `WWW-Authenticate` challenge (RFC 6750 §3).

use std::sync::Arc;

use super::code::Code;
use crate::rights::is_scope_token;

/// The challenges of one realm, written once when the configuration is built.
#[derive(Clone, Debug)]
pub(crate) struct Challenges(Arc<[Option<Box<str>>; Code::ALL.len()]>);

impl Challenges {
    /// Writes the challenges; `realm` must be [valid](valid_realm).
    pub(crate) fn new(realm: &str) -> Self {
        Self(Arc::new(Code::ALL.map(|code| write(Some(realm), code))))
    }

    pub(crate) fn of(&self, code: Code) -> Option<&str> {
        let position = Code::ALL.iter().position(|known| *known == code)?;
        self.0[position].as_deref()
    }
}

/// Whether a realm can stand between quotes as it is: printable ASCII without `"` and `\`, which is
/// words such as scopes are, with spaces.
pub(crate) fn valid_realm(realm: &str) -> bool {
    let mut words = realm.split(' ');
    words.all(|word| word.is_empty() || is_scope_token(word))
}

/// The challenge to a session that lacks a right, with the scopes that the route requires, if it is
/// for want of them (RFC 6750 §3.1). `scope` must be able to stand between quotes.
pub(super) fn of_requirement(
    challenges: Option<&Challenges>,
    code: Code,
    scope: Option<&str>,
) -> Option<Box<str>> {
    let mut challenge = match challenges {
        Some(challenges) => challenges.of(code)?.to_owned(),
        None => write(None, code)?.into_string(),
    };
    if let Some(scope) = scope {
        challenge += &format!(", scope=\"{scope}\"");
    }
    Some(challenge.into_boxed_str())
}

/// Every 401 has a challenge (RFC 9110 §15.5.2); a 400 that is about credentials and a 403 have one
/// too.
fn write(realm: Option<&str>, code: Code) -> Option<Box<str>> {
    if !matches!(code.status(), 400 | 401 | 403) {
        return None;
    }
    let realm = realm.map(|realm| format!("realm=\"{realm}\""));
    let error = code.challenge_error().map(|(error, description)| {
        format!("error=\"{error}\", error_description=\"{description}\"")
    });
    let parameters: Vec<_> = realm.into_iter().chain(error).collect();
    Some(format!("Bearer {}", parameters.join(", ")).into_boxed_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No authentication information, no error code.
    #[test]
    fn a_request_without_credentials_is_challenged_without_an_error() {
        let challenges = Challenges::new("shop");

        assert_eq!(
            challenges.of(Code::TokenMissing),
            Some("Bearer realm=\"shop\"")
        );
    }

    #[test]
    fn a_refused_token_is_challenged_with_invalid_token() {
        let challenges = Challenges::new("shop");

        assert_eq!(
            challenges.of(Code::TokenInvalid),
            Some(
                "Bearer realm=\"shop\", error=\"invalid_token\", error_description=\"The session token is not valid\""
            )
        );
    }

    #[test]
    fn a_session_that_lacks_a_scope_is_told_the_realm_and_which_scopes_would_do() {
        let challenges = Challenges::new("shop");

        let challenge = of_requirement(Some(&challenges), Code::InsufficientScope, Some("a b"));

        assert_eq!(
            challenge.as_deref(),
            Some(
                "Bearer realm=\"shop\", error=\"insufficient_scope\", error_description=\"The session lacks a scope that is required here\", scope=\"a b\""
            )
        );
    }

    /// A realm may be left out (RFC 6750 §3).
    #[test]
    fn without_a_realm_the_challenge_begins_with_the_error() {
        let challenge = of_requirement(None, Code::Forbidden, None);

        assert_eq!(
            challenge.as_deref(),
            Some(
                "Bearer error=\"insufficient_scope\", error_description=\"The session may not do this\""
            )
        );
    }

    /// Nothing that would need an escape.
    #[test]
    fn quotes_backslashes_and_line_breaks_are_not_part_of_a_realm() {
        for realm in ["customers of shop.example", "", " a  b ", "~!#[]"] {
            assert!(valid_realm(realm), "{realm:?}");
        }
        assert!(
            ["a\"b", "a\\b", "a\r\nb", "a\tb", "a\u{7f}", "ä"]
                .iter()
                .all(|realm| !valid_realm(realm))
        );
    }

    #[test]
    fn every_description_may_stand_between_quotes() {
        let described = Code::ALL.iter().filter_map(|code| code.challenge_error());

        assert!(described.clone().count() > 0);
        assert!(
            described
                .into_iter()
                .all(|(_, description)| valid_realm(description))
        );
    }
}
