//! Which Polar the shop talks to: the embedded fake, or the one that the environment names.

mod elsewhere;
mod embedded;
mod variables;

use std::{env, error::Error};

use customer_session_polar::{CustomerSession, NewCustomerSession, Polar, PolarError};
use customer_session_test::polar::FakePolar;

pub(crate) use self::variables::by_variable;
use self::{elsewhere::Elsewhere, embedded::Embedded};

/// The Polar behind the shop.
pub(crate) enum Backend {
    /// A fake in this process, which speaks real HTTP on a port of its own.
    Embedded(Box<Embedded>),
    /// Another Polar.
    Elsewhere(Elsewhere),
}

impl Backend {
    /// The one that the environment names; `webhook_url` is where a fake sends its events.
    pub(crate) async fn from_environment(webhook_url: &str) -> Result<Self, Box<dyn Error>> {
        let names = [
            "POLAR_ACCESS_TOKEN",
            "POLAR_ORGANIZATION_ID",
            "POLAR_SERVER",
        ];
        let secret = env::var("POLAR_WEBHOOK_SECRET").ok();
        match names.map(|name| env::var(name).ok()) {
            [None, None, None] if secret.is_none() => {
                let embedded = Embedded::start(webhook_url).await?;
                Ok(Self::Embedded(Box::new(embedded)))
            }
            [Some(token), Some(organization), Some(server)] => {
                let polar = match server.as_str() {
                    "production" => Polar::production(),
                    "sandbox" => Polar::sandbox(),
                    address => Polar::server(address),
                };
                let polar = polar
                    .access_token(token)
                    .organization_id(organization)
                    .build()
                    .map_err(by_variable)?;
                polar.check().await?;
                Ok(Self::Elsewhere(Elsewhere::new(polar, secret)))
            }
            _ => Err(format!(
                "set all of {}, or none of them; POLAR_WEBHOOK_SECRET may stand beside them",
                names.join(", ")
            )
            .into()),
        }
    }

    /// The client that verifies sessions.
    pub(crate) fn polar(&self) -> Polar {
        match self {
            Self::Embedded(embedded) => embedded.polar(),
            Self::Elsewhere(elsewhere) => elsewhere.polar(),
        }
    }

    /// What its webhooks are signed with, if it sends any.
    pub(crate) fn webhook_secret(&self) -> Option<String> {
        match self {
            Self::Embedded(embedded) => Some(embedded.webhook_secret()),
            Self::Elsewhere(elsewhere) => elsewhere.webhook_secret(),
        }
    }

    /// The demo customers that can sign in here.
    pub(crate) const fn customers(&self) -> &'static [&'static str] {
        match self {
            Self::Embedded(_) => &["ada", "bo", "mallory"],
            Self::Elsewhere(_) => &["ada", "bo"],
        }
    }

    /// Creates a session of one of the [customers](Self::customers).
    pub(crate) async fn mint(&self, customer: &str) -> Result<CustomerSession, PolarError> {
        match self {
            Self::Embedded(embedded) => embedded.mint(customer).await,
            Self::Elsewhere(elsewhere) => elsewhere.mint(customer).await,
        }
    }

    /// Polar's id of one of the [customers](Self::customers), if it is known: another Polar's
    /// customers are from when they first sign in.
    pub(crate) async fn id_of(&self, customer: &str) -> Option<String> {
        match self {
            Self::Embedded(embedded) => embedded.id_of(customer).await,
            Self::Elsewhere(elsewhere) => elsewhere.id_of(customer),
        }
    }

    /// The embedded fake and its customers, if there is one to play with.
    pub(crate) fn embedded(&self) -> Option<&Embedded> {
        match self {
            Self::Embedded(embedded) => Some(embedded),
            Self::Elsewhere(_) => None,
        }
    }

    /// The fake, if there is one to play with.
    pub(crate) fn fake(&self) -> Option<&FakePolar> {
        self.embedded().map(Embedded::fake)
    }
}

/// Creates a session of a demo customer, who is known by the external id; [`wanted`] says it too.
async fn mint(polar: &Polar, customer: &str) -> Result<CustomerSession, PolarError> {
    let session = match customer {
        "bo" => NewCustomerSession::for_external_customer("bo-team").external_member("bo"),
        customer => NewCustomerSession::for_external_customer(customer),
    };
    polar.create_customer_session(session).await
}

/// Who has to be on a Polar for that.
pub(crate) fn wanted(customer: &str) -> String {
    match customer {
        "bo" => "a team customer with the external id `bo-team`, and with a member whose external id is `bo`".to_owned(),
        customer => format!("a customer with the external id `{customer}`"),
    }
}
