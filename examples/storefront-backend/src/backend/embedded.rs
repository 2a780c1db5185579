//! The fake Polar in this process, and who is on it.

use std::error::Error;

use customer_session::ConfigError;
use customer_session_polar::{CustomerSession, Polar, PolarError};
use customer_session_test::polar::{
    Customer, FakePolar, NewCustomer, NewMember, Organization, Role,
    webhook::{Event, EventStatus, NewWebhook, Webhook},
};
use tokio::sync::Mutex;

/// The embedded fake, and the two organizations on it.
pub(crate) struct Embedded {
    fake: FakePolar,
    verifier: Polar,
    acme: Mutex<Acme>,
    globex: Globex,
    webhook: Webhook,
}

/// Our organization.
struct Acme {
    organization: Organization,
    polar: Polar,
    ada: Resident,
    bo: Resident,
}

/// A foreign organization, where Mallory has Ada's e-mail address.
struct Globex {
    polar: Polar,
    mallory: Customer,
}

/// A demo customer, who comes back after having been deleted.
struct Resident {
    customer: Customer,
    is_deleted: bool,
}

impl Embedded {
    /// Starts the fake, which sends Acme's events to `webhook_url` from then on.
    pub(super) async fn start(webhook_url: &str) -> Result<Self, Box<dyn Error>> {
        let fake = FakePolar::start().await?;
        let acme = Acme::open(&fake)?;
        let verifier = client(&fake.url(), &acme.organization)?;
        let webhook = acme
            .organization
            .add_webhook(NewWebhook::new(webhook_url))?;
        Ok(Self {
            globex: Globex::open(&fake)?,
            verifier,
            acme: Mutex::new(acme),
            webhook,
            fake,
        })
    }

    pub(super) const fn fake(&self) -> &FakePolar {
        &self.fake
    }

    pub(super) fn polar(&self) -> Polar {
        self.verifier.clone()
    }

    pub(super) fn webhook_secret(&self) -> String {
        self.webhook.secret().expose().to_owned()
    }

    pub(super) async fn mint(&self, customer: &str) -> Result<CustomerSession, PolarError> {
        match customer {
            "mallory" => super::mint(&self.globex.polar, customer).await,
            _ => self.acme.lock().await.mint(customer).await,
        }
    }

    pub(super) async fn id_of(&self, customer: &str) -> Option<String> {
        match customer {
            "mallory" => Some(self.globex.mallory.id()),
            _ => {
                let mut acme = self.acme.lock().await;
                acme.resident(customer).map(|known| known.customer.id())
            }
        }
    }

    /// Deletes a customer of Acme's, and waits until the shop was told of it; `None` if there is no
    /// such customer, else whether the shop took what it was told.
    pub(crate) async fn delete(&self, customer: &str) -> Option<bool> {
        let mut acme = self.acme.lock().await;
        let resident = acme.resident(customer)?;
        resident.is_deleted = true;
        resident.customer.delete();
        drop(acme);

        let webhooks = self.fake.webhooks();
        let waiting = webhooks.queued();
        webhooks.attempted().await;
        let mut waited_for = waiting.iter().map(Event::status);
        let taken = waited_for.all(|status| status == Some(EventStatus::Delivered));
        // One that is switched off is sent nothing, and nothing waits.
        Some(taken && self.webhook.is_enabled())
    }
}

impl Acme {
    fn open(fake: &FakePolar) -> Result<Self, ConfigError> {
        let organization = fake.organization();
        Ok(Self {
            // Sessions are created over a door of its own, which stays open while verification is
            // "down".
            polar: client(&fake.back_office_url(), &organization)?,
            ada: Resident::new(add_ada(&organization)),
            bo: Resident::new(add_bo(&organization)),
            organization,
        })
    }

    /// Creates a session, and the customer first who was deleted.
    ///
    /// Polar gives customer sessions or member sessions by a setting of the organization, and both
    /// circulate in one that switched. The demo switches to and fro, so that both are seen.
    async fn mint(&mut self, customer: &str) -> Result<CustomerSession, PolarError> {
        let organization = &self.organization;
        organization.set_member_model(customer == "bo");
        match customer {
            "bo" => self.bo.come_back(|| add_bo(organization)),
            _ => self.ada.come_back(|| add_ada(organization)),
        }
        super::mint(&self.polar, customer).await
    }

    fn resident(&mut self, customer: &str) -> Option<&mut Resident> {
        match customer {
            "ada" => Some(&mut self.ada),
            "bo" => Some(&mut self.bo),
            _ => None,
        }
    }
}

impl Globex {
    fn open(fake: &FakePolar) -> Result<Self, ConfigError> {
        let organization = fake.add_organization("globex");
        let mallory = NewCustomer::individual("ada@shop.example")
            .name("Ada")
            .external_id("mallory");
        Ok(Self {
            mallory: organization.add_customer(mallory),
            polar: client(&fake.back_office_url(), &organization)?,
        })
    }
}

impl Resident {
    const fn new(customer: Customer) -> Self {
        Self {
            customer,
            is_deleted: false,
        }
    }

    fn come_back(&mut self, add: impl FnOnce() -> Customer) {
        if self.is_deleted {
            *self = Self::new(add());
        }
    }
}

fn add_ada(acme: &Organization) -> Customer {
    acme.add_customer(
        NewCustomer::individual("ada@shop.example")
            .name("Ada")
            .external_id("ada"),
    )
}

/// Bo is a member of a team, which is the customer.
fn add_bo(acme: &Organization) -> Customer {
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
    team
}

fn client(server: &str, organization: &Organization) -> Result<Polar, ConfigError> {
    Polar::server(server)
        .access_token(organization.access_token())
        .organization_id(organization.id())
        .build()
}
