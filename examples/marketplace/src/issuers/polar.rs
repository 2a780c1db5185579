//! A fake Polar: opaque tokens, told by their prefix.

use std::error::Error;

use customer_session_polar::Polar;
use customer_session_test::polar::{Customer, FakePolar, Fault, NewCustomer};

use super::Person;

/// The fake, and its customers.
pub(crate) struct PolarShop {
    fake: FakePolar,
    provider: Polar,
    ada: Customer,
    bo: Customer,
}

impl PolarShop {
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        let fake = FakePolar::start().await?;
        let organization = fake.organization();
        let provider = Polar::server(fake.url())
            .access_token(organization.access_token())
            .organization_id(organization.id())
            .build()?;
        let [ada, bo] = Person::ALL.map(|person| {
            organization.add_customer(NewCustomer::individual(person.email()).name(person.name()))
        });
        Ok(Self {
            fake,
            provider,
            ada,
            bo,
        })
    }

    pub(crate) fn provider(&self) -> Polar {
        self.provider.clone()
    }

    pub(crate) fn mint(&self, person: Person) -> String {
        self.customer(person).mint()
    }

    pub(crate) fn id_of(&self, person: Person) -> String {
        self.customer(person).id()
    }

    pub(crate) fn switch(&self, down: bool) {
        self.fake
            .fault(if down { Fault::Refuse } else { Fault::None });
    }

    const fn customer(&self, person: Person) -> &Customer {
        match person {
            Person::Ada => &self.ada,
            Person::Bo => &self.bo,
        }
    }
}
