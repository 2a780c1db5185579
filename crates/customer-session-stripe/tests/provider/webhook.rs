//! Stripe's webhooks end and refresh the sessions of this provider.

use customer_session::{
    Reason,
    endpoint::{Endpoint as _, EndpointRequest},
};
use customer_session_stripe::StripeWebhook;
use serde_json::json;

use crate::world::{World, client_secret, own_token};

const SECRET: &str = "whsec_0123456789abcdef0123456789ABCDEF";

async fn deliver(world: &World, kind: &str, customer: &str) -> u16 {
    let webhook = StripeWebhook::builder(world.config.revocations())
        .secret(SECRET)
        .build()
        .unwrap();
    let event = world.fake.event(kind, customer, SECRET);
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
