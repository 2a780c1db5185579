//! The issuer's own metadata say where its keys are.

use customer_session::{Reason, provider::Readiness};
use customer_session_test::issuer::{Endpoint, FakeIssuer, Fault};

use super::{
    World,
    world::{INTERVAL, SECOND},
};
use crate::engine::world::{settle, until};

async fn discovering() -> World {
    World::between(|issuer| issuer, |_, provider| provider).await
}

#[tokio::test]
async fn keys_are_found_by_openid_discovery() {
    let world = discovering().await;

    world.accept(&world.issuer.mint_for("ada")).await;

    assert_eq!(world.issuer.calls(Endpoint::OpenIdConfiguration), 1);
    assert_eq!(world.issuer.calls(Endpoint::OAuthMetadata), 0);
    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn keys_are_found_by_oauth_metadata_where_there_is_no_openid() {
    let world = World::between(|issuer| issuer.path("/tenant"), |_, provider| provider).await;
    let absent = Fault::status(404);
    world.issuer.fault_on(Endpoint::OpenIdConfiguration, absent);

    world.accept(&world.issuer.mint_for("ada")).await;

    assert_eq!(world.issuer.calls(Endpoint::OAuthMetadata), 1);
}

#[tokio::test]
async fn an_issuer_that_calls_itself_otherwise_is_not_believed() {
    let world = discovering().await;
    let slash = format!("{}/", world.issuer.url());
    for other in [&*slash, "https://other.example", ""] {
        let world = discovering().await;
        world.issuer.claim_issuer(other);

        let refused = world.ask(&world.issuer.mint_for("ada")).await.unwrap_err();

        assert_eq!(
            (refused.reason(), refused.status()),
            (Reason::Misconfigured, 500)
        );
        assert_eq!(world.fetches(), 0, "{other}");
    }
}

#[tokio::test]
async fn keys_in_clear_text_of_another_machine_are_not_fetched() {
    let world = discovering().await;
    world.issuer.claim_jwks_uri("http://keys.example/jwks");

    assert_eq!(
        world.reason(&world.issuer.mint_for("ada")).await,
        Reason::Misconfigured
    );
}

#[tokio::test]
async fn metadata_that_lead_elsewhere_are_not_followed() {
    let (world, elsewhere) = (discovering().await, FakeIssuer::start().await.unwrap());
    world.issuer.fault(Fault::Redirect(elsewhere.url()));

    assert_eq!(
        world.reason(&world.issuer.mint_for("ada")).await,
        Reason::Misconfigured
    );

    assert_eq!(elsewhere.total_calls(), 0);
}

#[tokio::test]
async fn metadata_are_asked_for_once_in_a_while_and_when_the_keys_are_gone() {
    let world = discovering().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    for _ in 0..11 {
        world.refreshed().await;
    }
    assert_eq!(world.issuer.calls(Endpoint::OpenIdConfiguration), 1);
    world.refreshed().await;
    assert_eq!(world.issuer.calls(Endpoint::OpenIdConfiguration), 2);

    // The keys move to another server.
    let elsewhere = FakeIssuer::start().await.unwrap();
    elsewhere.publish(format!(r#"{{"keys":[{}]}}"#, world.issuer.jwk("key-1")));
    world.issuer.claim_jwks_uri(elsewhere.jwks_url());
    world.issuer.fault_on(Endpoint::Jwks, Fault::status(404));
    world.clock.advance(INTERVAL);
    world.mended().await;

    assert_eq!((world.fetches(), elsewhere.calls(Endpoint::Jwks)), (14, 1));
    assert!(world.knows(&world.issuer.mint_for("ada")));
}

#[tokio::test]
async fn an_outage_of_the_metadata_alone_costs_nobody_a_refresh() {
    let world = discovering().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    let down = Fault::status(503);
    world.issuer.fault_on(Endpoint::OpenIdConfiguration, down);

    for _ in 0..13 {
        world.refreshed().await;
    }

    assert_eq!(world.issuer.calls(Endpoint::OpenIdConfiguration), 2);
}

/// A maintenance page, whether it is put in the place of everything or leads there.
#[tokio::test]
async fn a_maintenance_page_in_place_of_the_metadata_costs_nobody_a_refresh() {
    for page in [
        Fault::Html(404),
        Fault::Html(200),
        Fault::Redirect("https://sorry.example/".into()),
    ] {
        let world = discovering().await;
        world.accept(&world.issuer.mint_for("ada")).await;
        break_metadata(&world, &page);

        for _ in 0..13 {
            world.refreshed().await;
        }

        let asked = world.issuer.calls(Endpoint::OpenIdConfiguration);
        assert_eq!(asked, 2, "{page:?}");
    }
}

#[tokio::test]
async fn keys_that_come_back_to_where_they_were_are_found_without_metadata() {
    let world = discovering().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    break_metadata(&world, &Fault::status(404));
    world.issuer.fault_on(Endpoint::Jwks, Fault::status(404));
    world.clock.advance(INTERVAL);
    until(|| world.readiness() == Readiness::Aging && world.fetches() == 2).await;

    world.issuer.fault_on(Endpoint::Jwks, Fault::None);

    world.mended().await;
}

#[tokio::test]
async fn metadata_that_name_no_safe_place_or_another_issuer_end_the_use_of_the_known_one() {
    for name in [true, false] {
        let world = discovering().await;
        world.accept(&world.issuer.mint_for("ada")).await;
        for _ in 0..11 {
            world.refreshed().await;
        }
        if name {
            world.issuer.claim_issuer("https://other.example");
        } else {
            world.issuer.claim_jwks_uri("http://keys.example/jwks");
        }

        world.clock.advance(INTERVAL);
        until(|| world.readiness() == Readiness::Aging).await;
        for _ in 0..60 {
            world.clock.advance(SECOND);
            for _ in 0..20 {
                settle().await;
            }
        }

        assert!(world.issuer.calls(Endpoint::OpenIdConfiguration) > 4);
        assert_eq!(
            world.fetches(),
            12,
            "from a place that may not be the issuer's"
        );
    }
}

#[tokio::test]
async fn keys_that_moved_away_from_a_server_that_is_gone_are_found_in_time() {
    let world = discovering().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    let elsewhere = FakeIssuer::start().await.unwrap();
    elsewhere.publish(format!(r#"{{"keys":[{}]}}"#, world.issuer.jwk("key-1")));
    world.issuer.claim_jwks_uri(elsewhere.jwks_url());
    world.issuer.fault_on(Endpoint::Jwks, Fault::Drop);

    world.clock.advance(INTERVAL);
    until(|| world.readiness() == Readiness::Aging).await;
    world.mended().await;

    assert_eq!(elsewhere.calls(Endpoint::Jwks), 1);
    assert!(world.knows(&world.issuer.mint_for("ada")));
}

fn break_metadata(world: &World, fault: &Fault) {
    for endpoint in [Endpoint::OpenIdConfiguration, Endpoint::OAuthMetadata] {
        world.issuer.fault_on(endpoint, fault.clone());
    }
}
