//! What the application adds to customers: loaded with them, kept with them, read by handlers.

mod carried;
mod denials;
mod faults;
mod looked_up;
mod several;
mod signed;
mod weights;

use std::{sync::Arc, time::Duration};

use customer_session::{
    Customer, Reason, VerifiedSession, config::CustomerSessionConfigBuilder, enrich::EnrichError,
    provider::ProviderError,
};

use super::{World, issuer::Desk};

/// What the application knows of a customer: whether pages are dark.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Theme(&'static str);

/// Where the application looks, by the customer's id; clones share it.
type Shelf = Arc<Desk<Theme>>;

fn shelf() -> Shelf {
    let shelf = Shelf::new(Desk::new());
    shelf.yes("ada", Theme("dark"));
    shelf.yes("grace", Theme("light"));
    shelf
}

/// Adds to every customer what stands on the shelf.
fn adding(builder: CustomerSessionConfigBuilder, shelf: &Shelf) -> CustomerSessionConfigBuilder {
    let shelf = shelf.clone();
    builder.enrich(move |customer: Customer| {
        let shelf = shelf.clone();
        async move { shelf.ask(customer.id().as_str()).await.map_err(meant) }
    })
}

/// What the shelf means by an error.
fn meant(error: ProviderError) -> EnrichError {
    match error.reason() {
        Reason::Misconfigured => EnrichError::failed(error),
        Reason::NotOurCustomer => EnrichError::not_our_customer(),
        _ => error.into(),
    }
}

/// A world in which something is added to customers.
struct Enriched {
    world: World,
    shelf: Shelf,
}

impl Enriched {
    fn new() -> Self {
        Self::with(|builder| builder)
    }

    fn with(
        settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let shelf = shelf();
        Self {
            world: World::with(|builder| settings(adding(builder, &shelf))),
            shelf,
        }
    }

    /// What a handler reads when the token is presented.
    async fn theme(&self, token: &str) -> &'static str {
        theme(&self.world.ask(token).await.unwrap())
    }

    /// How often the shelf was asked.
    fn loads(&self) -> u64 {
        self.shelf.total()
    }
}

fn theme(session: &VerifiedSession) -> &'static str {
    session.customer().extension::<Theme>().unwrap().0
}

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);
