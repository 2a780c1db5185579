//! What a client is told: a status, a code, a sentence, and the error of the challenge.

/// The public side of a [`Reason`](super::Reason).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Code {
    CredentialsMalformed,
    Forbidden,
    InsufficientScope,
    LayerMissing,
    RateLimited,
    ServerError,
    SeveralTokens,
    TokenExpired,
    TokenInvalid,
    TokenMalformed,
    TokenMissing,
    Unavailable,
}

/// Writes one problem document (RFC 9457) as a constant: nothing of the request or of the issuer
/// can get into it.
macro_rules! problem {
    ($status:literal, $title:literal, $code:literal, $detail:literal) => {
        concat!(
            r#"{"type":"about:blank","title":""#,
            $title,
            r#"","status":"#,
            $status,
            r#","detail":""#,
            $detail,
            r#"","code":""#,
            $code,
            r#""}"#
        )
    };
}

pub(crate) use problem;

impl Code {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::CredentialsMalformed => "credentials_malformed",
            Self::Forbidden => "forbidden",
            Self::InsufficientScope => "insufficient_scope",
            Self::LayerMissing => "layer_missing",
            Self::RateLimited => "rate_limited",
            Self::ServerError => "server_error",
            Self::SeveralTokens => "several_tokens",
            Self::TokenExpired => "token_expired",
            Self::TokenInvalid => "token_invalid",
            Self::TokenMalformed => "token_malformed",
            Self::TokenMissing => "token_missing",
            Self::Unavailable => "unavailable",
        }
    }

    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::CredentialsMalformed | Self::SeveralTokens => 400,
            Self::TokenExpired | Self::TokenInvalid | Self::TokenMalformed | Self::TokenMissing => {
                401
            }
            Self::Forbidden | Self::InsufficientScope => 403,
            Self::RateLimited => 429,
            Self::LayerMissing | Self::ServerError => 500,
            Self::Unavailable => 503,
        }
    }

    /// The problem document, whole.
    pub(crate) const fn body(self) -> &'static str {
        match self {
            Self::CredentialsMalformed => problem!(
                "400",
                "Bad Request",
                "credentials_malformed",
                "The credentials are not of the form `Bearer <token>`."
            ),
            Self::Forbidden => problem!(
                "403",
                "Forbidden",
                "forbidden",
                "This session may not do this."
            ),
            Self::InsufficientScope => problem!(
                "403",
                "Forbidden",
                "insufficient_scope",
                "This session lacks a scope that is required here."
            ),
            Self::LayerMissing => problem!(
                "500",
                "Internal Server Error",
                "layer_missing",
                "No customer-session middleware ran for this route. Wrap it: `.layer(CustomerSessionLayer::new(config))` in tower and axum, `.wrap(CustomerSessionMiddleware::new(config))` in actix-web."
            ),
            Self::RateLimited => problem!(
                "429",
                "Too Many Requests",
                "rate_limited",
                "This session made too many requests. Try again later."
            ),
            Self::ServerError => problem!(
                "500",
                "Internal Server Error",
                "server_error",
                "The session could not be verified because of a fault on our side."
            ),
            Self::SeveralTokens => problem!(
                "400",
                "Bad Request",
                "several_tokens",
                "The request holds more than one token. Send exactly one."
            ),
            Self::TokenExpired => problem!(
                "401",
                "Unauthorized",
                "token_expired",
                "The session has expired. Sign in again."
            ),
            Self::TokenInvalid => problem!(
                "401",
                "Unauthorized",
                "token_invalid",
                "The session token is not valid. Sign in again."
            ),
            Self::TokenMalformed => problem!(
                "401",
                "Unauthorized",
                "token_malformed",
                "The session token is cut or mistyped."
            ),
            Self::TokenMissing => problem!(
                "401",
                "Unauthorized",
                "token_missing",
                "A session token is required."
            ),
            Self::Unavailable => problem!(
                "503",
                "Service Unavailable",
                "unavailable",
                "The session cannot be verified at the moment. It may well be valid: keep it and try again."
            ),
        }
    }

    /// The `error` and `error_description` of the challenge (RFC 6750 §3.1).
    ///
    /// Without credentials there is no error, only the challenge itself (RFC 6750 §3).
    pub(crate) const fn challenge_error(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::CredentialsMalformed => {
                Some(("invalid_request", "The credentials are malformed"))
            }
            Self::SeveralTokens => {
                Some(("invalid_request", "The request holds more than one token"))
            }
            Self::TokenExpired => Some(("invalid_token", "The session has expired")),
            Self::TokenInvalid => Some(("invalid_token", "The session token is not valid")),
            Self::TokenMalformed => Some(("invalid_token", "The session token is cut or mistyped")),
            Self::Forbidden => Some(("insufficient_scope", "The session may not do this")),
            Self::InsufficientScope => Some((
                "insufficient_scope",
                "The session lacks a scope that is required here",
            )),
            Self::LayerMissing
            | Self::RateLimited
            | Self::ServerError
            | Self::TokenMissing
            | Self::Unavailable => None,
        }
    }

    /// Every code there is.
    pub(crate) const ALL: [Self; 12] = [
        Self::CredentialsMalformed,
        Self::Forbidden,
        Self::InsufficientScope,
        Self::LayerMissing,
        Self::RateLimited,
        Self::ServerError,
        Self::SeveralTokens,
        Self::TokenExpired,
        Self::TokenInvalid,
        Self::TokenMalformed,
        Self::TokenMissing,
        Self::Unavailable,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problem_documents_are_json_and_agree_with_the_status_and_code() {
        for code in Code::ALL {
            let body: serde_json::Value = serde_json::from_str(code.body()).unwrap();

            assert_eq!(body["status"], code.status());
            assert_eq!(body["code"], code.as_str());
            assert_eq!(body["type"], "about:blank");
        }
    }
}
