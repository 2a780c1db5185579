//! Which Polar the shop talks to: the embedded fake, or the one that the environment names.

use std::{env, error::Error, time::Duration};

use customer_session_polar::{CustomerSession, NewCustomerSession, Polar, PolarError};
use customer_session_test::polar::{FakePolar, Fault, NewCustomer, NewMember, Organization, Role};
use tokio::sync::Mutex;

/// The Polar behind the shop.
pub(crate) enum Backend {
    /// A fake in this process, which speaks real HTTP on a port of its own.
    Embedded(Embedded),
    /// Another Polar.
    Elsewhere(Polar),
}

/// The embedded fake, and the clients of the two organizations on it.
pub(crate) struct Embedded {
    fake: FakePolar,
    verifier: Polar,
    acme: Mutex<(Organization, Polar)>,
    globex: Polar,
}

impl Backend {
    pub(crate) async fn from_environment() -> Result<Self, Box<dyn Error>> {
        let names = [
            "POLAR_ACCESS_TOKEN",
            "POLAR_ORGANIZATION_ID",
            "POLAR_SERVER",
        ];
        match names.map(|name| env::var(name).ok()) {
            [None, None, None] => Embedded::start().await.map(Self::Embedded),
            [Some(token), Some(organization), Some(server)] => {
                let polar = match server.as_str() {
                    "production" => Polar::production(),
                    "sandbox" => Polar::sandbox(),
                    address => Polar::server(address),
                };
                let polar = polar
                    .access_token(token)
                    .organization_id(organization)
                    .build()?;
                polar.check().await?;
                Ok(Self::Elsewhere(polar))
            }
            _ => Err(format!("set all of {}, or none of them", names.join(", ")).into()),
        }
    }

    /// The client that verifies sessions.
    pub(crate) fn polar(&self) -> Polar {
        match self {
            Self::Embedded(embedded) => embedded.verifier.clone(),
            Self::Elsewhere(polar) => polar.clone(),
        }
    }

    /// Creates a session of a demo customer; `None` if there is no such customer on this Polar.
    pub(crate) async fn mint(&self, customer: &str) -> Option<Result<CustomerSession, PolarError>> {
        match (self, customer) {
            (Self::Elsewhere(polar), "ada" | "bo") => Some(mint(polar, customer).await),
            (Self::Embedded(embedded), "ada" | "bo") => Some(embedded.mint(customer).await),
            (Self::Embedded(embedded), "mallory") => Some(mint(&embedded.globex, customer).await),
            _ => None,
        }
    }

    /// The fake, if there is one to play with.
    pub(crate) fn fake(&self) -> Option<&FakePolar> {
        match self {
            Self::Embedded(embedded) => Some(&embedded.fake),
            Self::Elsewhere(_) => None,
        }
    }
}

impl Embedded {
    /// Starts the fake with our organization, Acme, and a foreign one, Globex, where Mallory has
    /// Ada's e-mail address.
    async fn start() -> Result<Self, Box<dyn Error>> {
        let fake = FakePolar::start().await?;
        let acme = fake.organization();
        acme.add_customer(
            NewCustomer::individual("ada@shop.example")
                .name("Ada")
                .external_id("ada"),
        );
        let team = acme.add_customer(
            NewCustomer::team("Bo's Bakery")
                .email("team@bakery.example")
                .external_id("bo-team"),
        );
        team.add_member(
            NewMember::new("bo@bakery.example")
                .name("Bo")
                .role(Role::Member)
                .external_id("bo"),
        );
        let globex = fake.add_organization("globex");
        globex.add_customer(
            NewCustomer::individual("ada@shop.example")
                .name("Ada")
                .external_id("mallory"),
        );

        let verifier = client(&fake.url(), &acme)?;
        // Sessions are created over a door of its own, which stays open while verification is
        // "down".
        let back_office = fake.back_office_url();
        let (for_acme, for_globex) = (client(&back_office, &acme)?, client(&back_office, &globex)?);
        Ok(Self {
            fake,
            verifier,
            acme: Mutex::new((acme, for_acme)),
            globex: for_globex,
        })
    }

    /// Creates a session in our organization.
    ///
    /// Polar gives customer sessions or member sessions by a setting of the organization, and both
    /// circulate in one that switched. The demo switches to and fro, so that both are seen.
    async fn mint(&self, customer: &str) -> Result<CustomerSession, PolarError> {
        let acme = self.acme.lock().await;
        acme.0.set_member_model(customer == "bo");
        mint(&acme.1, customer).await
    }
}

/// How the fake treats calls that verify sessions.
pub(crate) fn fault(mode: &str) -> Option<Fault> {
    Some(match mode {
        "up" => Fault::None,
        "down" => Fault::Refuse,
        "slow" => Fault::Delay(Duration::from_secs(30)),
        "rate_limited" => Fault::RateLimited {
            retry_after: Some(60),
        },
        "broken" => Fault::Html(200),
        _ => return None,
    })
}

fn client(
    server: &str,
    organization: &Organization,
) -> Result<Polar, customer_session::ConfigError> {
    Polar::server(server)
        .access_token(organization.access_token())
        .organization_id(organization.id())
        .build()
}

async fn mint(polar: &Polar, customer: &str) -> Result<CustomerSession, PolarError> {
    let session = match customer {
        "bo" => NewCustomerSession::for_external_customer("bo-team").external_member("bo"),
        customer => NewCustomerSession::for_external_customer(customer),
    };
    polar.create_customer_session(session).await
}
