//! Webhooks that could never work.

use std::fmt;

/// Says why a webhook, or its secret, could never work.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The text is no secret of the standard kind; it is not repeated here.
    Secret,
    /// The URL is not one that the fake can send to.
    Url(String),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret => f.write_str(
                "the secret is not `whsec_` and base64 with padding: take one that Polar generated \
                 since 2026-09-08, or sign with it as `Secret::chosen`",
            ),
            Self::Url(url) => write!(
                f,
                "the webhook URL {url:?} is not of the form http://host:port/path: the fake sends \
                 over plain HTTP only"
            ),
        }
    }
}

impl std::error::Error for WebhookError {}
