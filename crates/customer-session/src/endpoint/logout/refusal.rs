//! Why nobody was signed out, and what the issuer is told of it.

use std::{error::Error, time::Duration};

use crate::{
    endpoint::{EndpointProblem, EndpointResponse},
    provider::ProviderError,
    revoke::RevocationError,
};

/// Why a request to sign somebody out was not carried out.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It is no form with exactly one logout token.
    Form,
    /// It was not posted.
    Method,
    /// The engine did not end the sessions.
    NotApplied(RevocationError),
    /// The token is not the issuer's, or not for us, or not now.
    Token(ProviderError),
    /// The issuer's keys could not be had, so that nobody knows.
    Unknown(ProviderError),
    /// The token is the issuer's, and no logout token.
    Unfit(&'static str),
}

impl Refusal {
    /// What lies behind it. The sender is not told.
    pub(crate) fn cause(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotApplied(error) => Some(error),
            Self::Token(error) | Self::Unknown(error) => Some(error),
            Self::Form | Self::Method | Self::Unfit(_) => None,
        }
    }

    /// Back-Channel Logout 1.0 §2.8: 400 for what is invalid, never to be stored.
    pub(super) fn response(&self) -> EndpointResponse {
        match self {
            Self::Method => EndpointResponse::problem(EndpointProblem::MethodNotAllowed)
                .with_header("allow", "POST"),
            Self::Form => json(
                400,
                r#"{"error":"invalid_request","error_description":"Post a form with one logout_token."}"#,
            ),
            Self::Token(_) | Self::Unfit(_) => json(
                400,
                r#"{"error":"invalid_request","error_description":"The logout token is not valid."}"#,
            ),
            Self::NotApplied(_) => unavailable(FULL),
            Self::Unknown(error) => unavailable(error.wait().unwrap_or(NO_KEYS)),
        }
    }
}

fn unavailable(wait: Duration) -> EndpointResponse {
    json(
        503,
        r#"{"error":"temporarily_unavailable","error_description":"Send the logout token again later."}"#,
    )
    .with_header("retry-after", wait.as_secs().max(1).to_string())
}

fn json(status: u16, body: &'static str) -> EndpointResponse {
    EndpointResponse::new(status)
        .with_header("content-type", "application/json")
        .with_header("cache-control", "no-store")
        .with_body(body)
}

/// What is full makes room as sessions reach their end, which takes minutes rather than seconds.
const FULL: Duration = Duration::from_secs(60);

/// Keys are fetched in the background.
const NO_KEYS: Duration = Duration::from_secs(5);
