//! What the marketplace answers.

use std::{error::Error, fmt, time::SystemTime};

use axum::http::StatusCode;
use customer_session::{VerifiedSession, issuer::MintError, revoke::RevocationError};
use customer_session_stripe::StripeError;
use serde::Serialize;

use crate::issuers::Issuer;

/// Who is signed in, as `GET /api/me` tells.
#[derive(Serialize)]
pub(crate) struct Me {
    /// Whose customer it is. The id alone is no identity: two issuers may have the same.
    provider: String,
    id: String,
    email: Option<String>,
    name: Option<String>,
    expires_at: Option<String>,
}

impl Me {
    pub(crate) fn of(session: &VerifiedSession) -> Self {
        let customer = session.customer();
        Self {
            provider: customer.provider().to_owned(),
            id: customer.id().to_string(),
            email: customer.email().map(Into::into),
            name: customer.name().map(Into::into),
            expires_at: session.expires_at().map(rfc3339),
        }
    }
}

/// A session, as `POST /demo/sessions` hands it over.
#[derive(Serialize)]
pub(crate) struct Issued {
    pub(crate) issuer: Issuer,
    pub(crate) token: String,
}

/// What the marketplace could not do, and why, in words for whoever tries it.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    why: String,
}

impl Refusal {
    /// An error of our own.
    pub(crate) fn new(why: impl ToString) -> Self {
        Self::with(StatusCode::INTERNAL_SERVER_ERROR, why)
    }

    fn with(status: StatusCode, why: impl ToString) -> Self {
        let why = why.to_string();
        Self { status, why }
    }

    pub(crate) const fn status(&self) -> StatusCode {
        self.status
    }
}

/// The app signs no session.
impl From<MintError> for Refusal {
    fn from(error: MintError) -> Self {
        Self::new(error)
    }
}

/// Stripe creates no session.
impl From<StripeError> for Refusal {
    fn from(error: StripeError) -> Self {
        Self::with(StatusCode::BAD_GATEWAY, error)
    }
}

/// Too many sessions were ended of late: these go on.
impl From<RevocationError> for Refusal {
    fn from(error: RevocationError) -> Self {
        Self::with(StatusCode::SERVICE_UNAVAILABLE, error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.why)
    }
}

impl Error for Refusal {}

fn rfc3339(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time).map_or_else(|_| "never".to_owned(), |time| time.to_string())
}
