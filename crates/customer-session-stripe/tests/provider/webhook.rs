//! Stripe's webhooks end and refresh the sessions of this provider.

use customer_session::{
    Reason,
    endpoint::{Endpoint as _, EndpointRequest},
};
use customer_session_stripe::{IssuedSession, NewCustomerSession, StripeWebhook};
use customer_session_test::stripe::{NewCustomer, SignedEvent};
use serde_json::json;

use crate::world::{World, client_secret, own_token};

const SECRET: &str = "whsec_0123456789abcdef0123456789ABCDEF";

async fn deliver(world: &World, kind: &str, customer: &str) -> u16 {
    take(world, world.fake.event(kind, customer, SECRET)).await
}

async fn take(world: &World, event: SignedEvent) -> u16 {
    let webhook = StripeWebhook::builder(world.config.revocations())
        .secret(SECRET)
        .build()
        .unwrap();
    let request = EndpointRequest::new("POST")
        .with_body(event.body)
        .with_header("stripe-signature", event.signature);
    webhook.answer(request).await.status
}

#[tokio::test]
async fn a_deletion_ends_remembered_sessions_at_once() {
    let world = World::start().await;
    let ada = world.ada();
    let issued = world.issue(&ada).await;
    world.accept(own_token(&issued)).await;
    world.fake.delete_customer(&ada);

    world.accept(own_token(&issued)).await;
    assert_eq!(deliver(&world, "customer.deleted", &ada).await, 204);

    for token in [own_token(&issued), client_secret(&issued)] {
        let rejection = world.refuse(token).await;
        assert_eq!(rejection.status(), 401);
        assert_ne!(rejection.reason(), Reason::TokenDenied);
    }
}

#[tokio::test]
async fn a_change_has_the_customer_looked_up_anew() {
    let world = World::start().await;
    let ada = world.ada();
    let issued = world.issue(&ada).await;
    world.accept(own_token(&issued)).await;
    world
        .fake
        .set_customer_field(&ada, "name", &json!("Ada Lovelace"));

    let stale = world.accept(own_token(&issued)).await;
    assert_eq!(stale.customer().name(), Some("Ada"));
    assert_eq!(deliver(&world, "customer.updated", &ada).await, 204);

    let session = world.accept(own_token(&issued)).await;
    assert_eq!(session.customer().name(), Some("Ada Lovelace"));
}

#[tokio::test]
async fn a_subscription_that_changes_has_its_customer_looked_up_anew() {
    let world = World::start().await;
    let (ada, bo) = (world.ada(), world.ada());
    let theirs = [world.issue(&ada).await, world.issue(&bo).await];
    for issued in &theirs {
        world.accept(own_token(issued)).await;
    }
    let before = world.look_ups();

    let kind = "customer.subscription.updated";
    assert_eq!(deliver(&world, kind, &ada).await, 204);

    world.accept(own_token(&theirs[1])).await;
    assert_eq!(world.look_ups(), before);
    world.accept(own_token(&theirs[0])).await;
    assert_eq!(world.look_ups(), before + 1);
}

/// The event names the account, and no customer.
#[tokio::test]
async fn the_closing_of_an_account_ends_its_sessions_whoever_they_were_asked_for() {
    let world = World::start().await;
    let customer = |account: &str| {
        let new = NewCustomer::new().customer_account(account);
        world.fake.add_customer(new)
    };
    let (ada, bo) = (customer("acct_Ada"), customer("acct_Bo"));
    let for_account = async |account: &str| -> IssuedSession {
        let new = NewCustomerSession::for_customer_account(account).pricing_table();
        world.stripe.create_customer_session(new).await.unwrap()
    };
    let ended = [
        for_account("acct_Ada").await,
        for_account("acct_Ada").await,
        world.issue(&ada).await,
    ];
    let others = [for_account("acct_Bo").await, world.issue(&bo).await];
    // Of the first it is known already whose it is.
    world.accept(own_token(&ended[0])).await;
    world.accept(own_token(&others[0])).await;

    let kind = "v2.core.account.closed";
    let event = world
        .fake
        .thin_event(kind, "v2.core.account", "acct_Ada", SECRET);
    assert_eq!(take(&world, event).await, 204);

    for token in ended
        .iter()
        .flat_map(|one| [own_token(one), client_secret(one)])
    {
        let rejection = world.refuse(token).await;
        assert_eq!(rejection.reason(), Reason::SessionEnded);
    }
    for issued in &others {
        world.accept(own_token(issued)).await;
    }
}
