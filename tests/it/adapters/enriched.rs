//! What the application adds to customers, as handlers read it.

use customer_session::{Customer, CustomerSessionConfig, Mode, Reason, enrich::EnrichError};

use super::{
    Outcome, Stack, World, Wrap, case::everywhere, handled, refusals::Refusal, stack::Theme,
};

/// A configuration in which customers of this name have a theme, and no others.
fn themed(world: &World, name: &'static str) -> CustomerSessionConfig {
    let themed = async move |customer: Customer| {
        let known = customer.name() == Some(name);
        known
            .then_some(Theme("dark"))
            .ok_or_else(|| EnrichError::unavailable("no theme"))
    };
    world.builder().enrich(themed).build().unwrap()
}

async fn answered(authorization: &str, outcome: Outcome) {
    let world = World::start().await;

    for mode in [Mode::Required, Mode::Optional, Mode::Lenient] {
        let config = themed(&world, "Ada");
        // The second time it is remembered, or it is not.
        for _ in 0..2 {
            let stack = || Stack::of([Wrap::new(config.clone(), mode)]);
            everywhere(stack, &world.get(authorization), outcome).await;
        }
    }
}

#[actix_web::test]
async fn a_handler_reads_what_was_added_to_its_customer() {
    answered("Bearer {good}", handled("Ada, dark at /")).await;
}

#[actix_web::test]
async fn so_does_one_whose_customer_stands_in_a_signed_token() {
    answered("Bearer {signed}", handled("Ada, dark at /")).await;
    answered("Bearer {fetched}", handled("Ada, dark at /")).await;
}

#[actix_web::test]
async fn what_cannot_be_added_is_nobodys_fault_but_ours() {
    let unavailable = Refusal::unavailable(Reason::EnrichmentUnavailable, "5");
    answered("Bearer {other}", Outcome::Refused(unavailable)).await;
}
