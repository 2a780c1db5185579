//! What the shop answers.

use std::{error::Error, fmt, time::SystemTime};

use customer_session::{Customer, Member, VerifiedSession};
use customer_session_polar::CustomerSession;
use serde::Serialize;

/// Who is signed in, as `GET /api/me` tells.
#[derive(Serialize)]
pub struct Me {
    id: String,
    external_id: Option<String>,
    email: Option<String>,
    name: Option<String>,
    expires_at: Option<String>,
    member: Option<Member>,
}

impl Me {
    /// Whose session it is.
    #[must_use]
    pub fn of(session: &VerifiedSession) -> Self {
        let customer = session.customer();
        Self {
            id: customer.id().to_string(),
            external_id: customer.external_id().map(Into::into),
            email: customer.email().map(Into::into),
            name: customer.name().map(Into::into),
            expires_at: session.expires_at().map(rfc3339),
            member: session.member().cloned(),
        }
    }
}

/// A greeting, for guests too.
#[must_use]
pub fn hello(customer: Option<&Customer>) -> String {
    let name = customer.and_then(Customer::name).unwrap_or("guest");
    format!("Hello, {name}!\n")
}

/// A session as the page wants it.
#[derive(Serialize)]
pub struct Minted {
    pub(crate) token: String,
    expires_at: String,
}

impl From<CustomerSession> for Minted {
    fn from(session: CustomerSession) -> Self {
        Self {
            token: session.token.expose().to_owned(),
            expires_at: rfc3339(session.expires_at),
        }
    }
}

/// What the shop itself refuses, and why, in words for whoever tries it.
#[derive(Debug)]
pub struct Refusal {
    status: u16,
    why: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, why: impl ToString) -> Self {
        let why = why.to_string();
        Self { status, why }
    }

    pub(crate) fn nobody(customer: &str, known: &[&str]) -> Self {
        let known = known.join(", ");
        let why = format!("there is no demo customer `{customer}` here: choose one of {known}");
        Self::new(404, why)
    }

    pub(crate) fn only_embedded(what: &str) -> Self {
        Self::new(404, format!("only the embedded fake Polar {what}"))
    }

    /// The status to answer with.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }
}

/// The text to answer with.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.why)
    }
}

impl Error for Refusal {}

/// Shows nothing: it is about a person.
impl fmt::Debug for Me {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Me(..)")
    }
}

/// Does not show the token.
impl fmt::Debug for Minted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Minted(..)")
    }
}

/// A time as Polar writes it.
fn rfc3339(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time).map_or_else(|_| "never".to_owned(), |time| time.to_string())
}
