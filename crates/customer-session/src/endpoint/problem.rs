//! What a client is told whose request was not taken.

use crate::rejection::problem;

/// Why an endpoint did not take a request, as far as the client is told.
///
/// Each is one constant problem document (RFC 9457), in the manner of
/// [`Rejection`](crate::Rejection): nothing of the request gets into it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EndpointProblem {
    /// 400 `body_incomplete`: the body ended before it was whole.
    BodyIncomplete,
    /// 400 `body_malformed`: the body cannot be read as what it should be.
    BodyMalformed,
    /// 413 `body_too_large`: the body is longer than
    /// [`max_body_bytes`](super::Endpoint::max_body_bytes).
    BodyTooLarge,
    /// 405 `method_not_allowed`. Add an `allow` header (RFC 9110 §15.5.6).
    MethodNotAllowed,
    /// 500 `server_error`: the endpoint itself is at fault.
    ServerError,
    /// 401 `signature_invalid`: the request is not signed, not by whom it should be, or not now. It
    /// is not told which.
    SignatureInvalid,
    /// 503 `unavailable`: the request may be good and cannot be taken now. Add a `retry-after`
    /// header.
    Unavailable,
}

impl EndpointProblem {
    /// The status of the response.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::BodyIncomplete | Self::BodyMalformed => 400,
            Self::SignatureInvalid => 401,
            Self::MethodNotAllowed => 405,
            Self::BodyTooLarge => 413,
            Self::ServerError => 500,
            Self::Unavailable => 503,
        }
    }

    /// The `code` that the client reads.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BodyIncomplete => "body_incomplete",
            Self::BodyMalformed => "body_malformed",
            Self::BodyTooLarge => "body_too_large",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::ServerError => "server_error",
            Self::SignatureInvalid => "signature_invalid",
            Self::Unavailable => "unavailable",
        }
    }

    /// The problem document, whole.
    pub(super) const fn body(self) -> &'static str {
        match self {
            Self::BodyIncomplete => problem!(
                "400",
                "Bad Request",
                "body_incomplete",
                "The body ended before it was whole."
            ),
            Self::BodyMalformed => problem!(
                "400",
                "Bad Request",
                "body_malformed",
                "The body cannot be read as what this endpoint takes."
            ),
            Self::BodyTooLarge => problem!(
                "413",
                "Content Too Large",
                "body_too_large",
                "The body is longer than this endpoint reads."
            ),
            Self::MethodNotAllowed => problem!(
                "405",
                "Method Not Allowed",
                "method_not_allowed",
                "This endpoint takes the methods in `Allow` only."
            ),
            Self::ServerError => problem!(
                "500",
                "Internal Server Error",
                "server_error",
                "The request could not be answered because of a fault on our side."
            ),
            Self::SignatureInvalid => problem!(
                "401",
                "Unauthorized",
                "signature_invalid",
                "The request does not carry a valid signature."
            ),
            Self::Unavailable => problem!(
                "503",
                "Service Unavailable",
                "unavailable",
                "The request cannot be taken at the moment. Send it again later."
            ),
        }
    }

    /// The challenge that a 401 must have (RFC 9110 §15.5.2). No scheme is registered for signed
    /// bodies, so this one only names what is wanted.
    pub(super) const fn challenge(self) -> Option<&'static str> {
        match self {
            Self::SignatureInvalid => Some("Webhook-Signature"),
            Self::BodyIncomplete
            | Self::BodyMalformed
            | Self::BodyTooLarge
            | Self::MethodNotAllowed
            | Self::ServerError
            | Self::Unavailable => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::EndpointResponse, *};

    const ALL: [EndpointProblem; 7] = [
        EndpointProblem::BodyIncomplete,
        EndpointProblem::BodyMalformed,
        EndpointProblem::BodyTooLarge,
        EndpointProblem::MethodNotAllowed,
        EndpointProblem::ServerError,
        EndpointProblem::SignatureInvalid,
        EndpointProblem::Unavailable,
    ];

    #[test]
    fn problem_documents_are_json_and_agree_with_the_status_and_code() {
        for problem in ALL {
            let response = EndpointResponse::problem(problem);
            let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();

            assert_eq!(response.status, problem.status());
            assert_eq!(body["status"], problem.status());
            assert_eq!(body["code"], problem.code());
            assert_eq!(body["type"], "about:blank");
            assert!(response.is_writable());
        }
    }

    #[test]
    fn a_401_and_nothing_else_has_a_challenge() {
        for problem in ALL {
            let challenged = EndpointResponse::problem(problem)
                .headers
                .iter()
                .any(|(name, _)| *name == "www-authenticate");

            assert_eq!(challenged, problem.status() == 401, "{problem:?}");
        }
    }
}
