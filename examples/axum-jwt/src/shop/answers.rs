//! What the shop answers.

use std::{error::Error, fmt, time::SystemTime};

use customer_session::{VerifiedSession, issuer::MintedSession};
use serde::Serialize;

use super::people::SCOPES;

/// Who is signed in, as `GET /api/me` tells.
#[derive(Serialize)]
pub(crate) struct Profile {
    id: String,
    email: Option<String>,
    name: Option<String>,
    scopes: Vec<String>,
    roles: Vec<String>,
    expires_at: Option<String>,
    /// Who vouches for it: `shop` for a signed session, `polar` for an opaque one.
    provider: String,
}

impl Profile {
    pub(crate) fn of(session: &VerifiedSession) -> Self {
        let customer = session.customer();
        Self {
            id: customer.id().to_string(),
            email: customer.email().map(Into::into),
            name: customer.name().map(Into::into),
            scopes: session.scopes().to_vec(),
            roles: session.roles().to_vec(),
            expires_at: session.expires_at().map(rfc3339),
            provider: customer.provider().to_owned(),
        }
    }
}

/// A session, as `POST /login` and `POST /exchange` hand it over.
#[derive(Serialize)]
pub(crate) struct Issued {
    pub(crate) token: String,
    expires_at: String,
}

impl From<MintedSession> for Issued {
    fn from(minted: MintedSession) -> Self {
        Self {
            token: minted.token.expose().to_owned(),
            expires_at: rfc3339(minted.expires_at),
        }
    }
}

/// A new key.
#[derive(Serialize)]
pub(crate) struct Rotated {
    key_id: String,
    signs_from: String,
}

impl Rotated {
    pub(super) fn new(key_id: String, signs_from: SystemTime) -> Self {
        Self {
            key_id,
            signs_from: rfc3339(signs_from),
        }
    }
}

/// What the shop itself refuses, and why, in words for whoever tries it.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    why: String,
}

impl Refusal {
    pub(super) fn new(status: u16, why: impl ToString) -> Self {
        let why = why.to_string();
        Self { status, why }
    }

    pub(super) fn nobody(name: &str) -> Self {
        Self::new(
            404,
            format!("there is no customer `{name}`: choose ada or bo"),
        )
    }

    pub(super) fn no_scope(scope: &str) -> Self {
        let known = SCOPES.join(" and ");
        Self::new(
            422,
            format!("there is no scope `{scope}`: there are {known}"),
        )
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
