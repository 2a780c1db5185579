//! A fake Stripe: own tokens that are bound to its sessions, told by their prefix.

use std::error::Error;

use customer_session::{
    entropy::SystemEntropy,
    provider::registry::{MemoryStore, opaque_token},
    token::DigestSecret,
};
use customer_session_stripe::{Bearer, NewCustomerSession, Stripe};
use customer_session_test::stripe::{Endpoint, FakeStripe, Fault, NewCustomer};

use super::Person;
use crate::answers::Refusal;

/// The fake, and what creates and verifies its sessions.
pub(crate) struct StripeShop {
    fake: FakeStripe,
    stripe: Stripe,
}

impl StripeShop {
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        let fake = FakeStripe::start().await?;
        for person in Person::ALL {
            let customer = NewCustomer::new()
                .id(person.id())
                .email(person.email())
                .name(person.name());
            let _ = fake.add_customer(customer);
        }
        // Each start makes a new one, as each start forgets the sessions: a real application keeps
        // both, the secret in a secret store and the sessions in a database.
        let secret = opaque_token("", &SystemEntropy::default())?;
        let stripe = Stripe::server(fake.url())
            .secret_key(fake.restricted_key(&["customer_sessions:write", "customers:read"]))
            .store(MemoryStore::new(), DigestSecret::new(secret.expose())?)
            // Stripe's own secret (`cuss_…`) goes to Stripe.js alone.
            .bearer(Bearer::OwnToken)
            .build()?;
        Ok(Self { fake, stripe })
    }

    pub(crate) fn provider(&self) -> Stripe {
        self.stripe.clone()
    }

    pub(crate) async fn mint(&self, person: Person) -> Result<String, Refusal> {
        let new = NewCustomerSession::for_customer(person.id()).pricing_table();
        let issued = self.stripe.create_customer_session(new).await?;
        let token = issued.token.map(|token| token.expose().to_owned());
        token.ok_or_else(|| Refusal::new("the session has no token of ours"))
    }

    /// Takes the look-up of customers away, which is what verification asks Stripe for. Sessions can
    /// still be created, so that there is something to try.
    pub(crate) fn switch(&self, down: bool) {
        let fault = if down { Fault::Drop } else { Fault::None };
        self.fake.fault_on(Endpoint::Customer, fault);
    }
}
