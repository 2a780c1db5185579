//! Who can sign in, and what a session says of them.

use customer_session::issuer::NewSession;
use serde::Deserialize;

/// What somebody signs in with. A real application checks a password, a passkey or a link that it
/// mailed; this one believes everybody.
#[derive(Deserialize)]
pub(crate) struct Login {
    pub(crate) customer: String,
    /// What the session shall be used for; all that there is, if nothing is said.
    pub(crate) scopes: Option<Vec<String>>,
}

impl Login {
    pub(crate) fn of(customer: &str) -> Self {
        Self {
            customer: customer.to_owned(),
            scopes: None,
        }
    }
}

/// A customer, as the shop's own database would have it.
pub(crate) struct Person {
    id: &'static str,
    email: &'static str,
    name: &'static str,
    roles: &'static [&'static str],
}

impl Person {
    pub(crate) fn find(name: &str) -> Option<Self> {
        match name {
            "ada" => Some(Self {
                id: "cus_ada",
                email: "ada@shop.example",
                name: "Ada",
                roles: &[],
            }),
            "bo" => Some(Self {
                id: "cus_bo",
                email: "bo@shop.example",
                name: "Bo",
                roles: &["admin"],
            }),
            _ => None,
        }
    }

    /// A session of this customer's. Whoever holds it can read all of this.
    pub(crate) fn session(&self) -> NewSession {
        NewSession::for_customer(self.id)
            .email(self.email.to_owned())
            .name(self.name.to_owned())
            .roles(self.roles.iter().copied())
    }
}

/// What a session may be used for here.
pub(crate) const SCOPES: [&str; 2] = ["orders:read", "profile:read"];
