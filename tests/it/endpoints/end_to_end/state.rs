//! What a customer may use: a purchase is seen at the next request, and no late delivery brings an
//! old state back.

use customer_session_polar::CustomerState;
use customer_session_test::polar::Endpoint;

use super::{Server, World};

const BENEFIT: &str = "0f4c0a35-4a0c-4c0e-8a4b-5d7a3a0a9d11";

async fn on_each_server(test: impl AsyncFn(World)) {
    for server in [Server::Actix, Server::Axum, Server::Tower] {
        test(World::with_state(server).await).await;
    }
}

async fn may_export(world: &World, token: &str) -> bool {
    let session = world.session(token).await;
    let state = session.customer().extension::<CustomerState>();
    state.unwrap().has_benefit(BENEFIT)
}

#[actix_web::test]
async fn a_benefit_counts_at_the_next_request_after_it_is_told_of() {
    on_each_server(async |world| {
        let token = world.ada.mint();
        assert!(!may_export(&world, &token).await);
        let verified = world.polar.calls(Endpoint::Introspect);

        let grant = world.ada.grant_benefit(BENEFIT, "feature_flag");
        assert!(!may_export(&world, &token).await, "nobody told of it yet");
        world.told().await;
        assert!(may_export(&world, &token).await);

        world.ada.revoke_benefit(&grant);
        world.told().await;
        assert!(!may_export(&world, &token).await);

        assert_eq!(world.polar.calls(Endpoint::CustomerState), 3);
        assert_eq!(world.polar.calls(Endpoint::Introspect), verified);
    })
    .await;
}

/// Each says what was so when it was made; none of it is believed, and Polar is asked.
#[actix_web::test]
async fn an_older_state_that_comes_late_brings_nothing_back() {
    on_each_server(async |world| {
        let token = world.ada.mint();
        assert!(!may_export(&world, &token).await);
        world.polar.webhooks().hold();
        let grant = world.ada.grant_benefit(BENEFIT, "feature_flag");
        world.ada.revoke_benefit(&grant);
        let [granted, revoked] = &*world.polar.webhooks().queued() else {
            panic!("one event for each change")
        };
        let listed = |event: &customer_session_test::polar::webhook::Event| {
            event.data()["granted_benefits"].as_array().map(Vec::len)
        };
        assert_eq!((listed(granted), listed(revoked)), (Some(1), Some(0)));

        for event in [revoked, granted] {
            assert_eq!(event.deliver().await.status(), Some(204));
            assert!(!may_export(&world, &token).await);
        }
    })
    .await;
}
