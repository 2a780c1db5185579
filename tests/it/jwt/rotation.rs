//! Keys come and go.

use customer_session::Reason;
use customer_session_test::issuer::Algorithm;

use super::World;

#[tokio::test]
async fn a_token_of_a_new_key_is_accepted_on_first_sight() {
    let world = World::new().await;
    let old = world.issuer.mint_for("ada");
    world.accept(&old).await;

    for algorithm in [Algorithm::EdDsa, Algorithm::Rs256, Algorithm::Es256] {
        world.issuer.rotate_to(algorithm);
        world.clock.advance(super::world::SECOND * 31);

        let session = world.accept(&world.issuer.mint_for("ada")).await;
        assert_eq!(session.customer().id().as_str(), "ada");
    }

    assert_eq!(world.fetches(), 4);
    assert!(world.knows(&old));
}

#[tokio::test]
async fn a_token_of_a_withdrawn_key_is_refused_after_the_next_refresh_though_it_was_remembered() {
    let world = World::new().await;
    let key = world.issuer.key_id();
    let token = world.issuer.mint_for("ada");
    world.accept(&token).await;
    let hits = world.config.stats().hits;
    assert!(world.knows(&token));
    assert_eq!(world.config.stats().hits, hits + 1, "it is remembered");

    world.issuer.rotate();
    world.issuer.withdraw(&key);
    assert!(world.knows(&token), "nobody heard of it yet");
    world.refreshed().await;

    assert_eq!(world.reason(&token).await, Reason::KeyUnknown);
    assert!(world.knows(&world.issuer.mint_for("ada")));
}

#[tokio::test]
async fn a_withdrawn_key_is_noticed_by_the_fetch_for_an_unknown_one_too() {
    let world = World::new().await;
    let key = world.issuer.key_id();
    let token = world.issuer.mint_for("ada");
    world.accept(&token).await;

    world.issuer.rotate();
    world.issuer.withdraw(&key);
    world.accept(&world.issuer.mint_for("grace")).await;

    assert_eq!(world.reason(&token).await, Reason::KeyUnknown);
}

#[tokio::test]
async fn a_key_that_is_added_costs_nobody_what_is_remembered() {
    let world = World::new().await;
    let token = world.issuer.mint_for("ada");
    world.accept(&token).await;

    world.issuer.rotate();
    world.refreshed().await;

    let hits = world.config.stats().hits;
    assert!(world.knows(&token));
    assert_eq!(world.config.stats().hits, hits + 1);
}

#[tokio::test]
async fn a_key_of_the_same_name_that_is_another_one_ends_what_the_old_one_signed() {
    let world = World::new().await;
    let token = world.issuer.mint_for("ada");
    world.accept(&token).await;
    let new = world.issuer.rotate();
    let mut jwk = world.issuer.jwk(&new);
    jwk["kid"] = "key-1".into();

    world.issuer.publish(format!(r#"{{"keys":[{jwk}]}}"#));
    world.refreshed().await;

    assert_eq!(world.reason(&token).await, Reason::SignatureInvalid);
    let renamed = world.issuer.token("ada").header("kid", "key-1").sign();
    assert!(world.knows(&renamed));
}

/// A set of one key without a name, as some issuers publish it.
fn nameless(world: &World) -> String {
    let mut jwk = world.issuer.jwk(&world.issuer.key_id());
    jwk.as_object_mut().unwrap().remove("kid");
    format!(r#"{{"keys":[{jwk}]}}"#)
}

#[tokio::test]
async fn a_token_of_a_new_key_without_a_name_is_accepted_on_first_sight_too() {
    let world = World::new().await;
    world.issuer.publish(nameless(&world));
    let token = |subject| world.issuer.token(subject).without_header("kid").sign();
    world.accept(&token("ada")).await;
    world.issuer.rotate();
    world.issuer.publish(nameless(&world));

    world.accept(&token("grace")).await;

    assert_eq!(world.fetches(), 2);
}

#[tokio::test]
async fn a_token_of_the_first_key_with_a_name_is_accepted_on_first_sight_beside_one_without() {
    let world = World::new().await;
    let old = nameless(&world);
    world.issuer.publish(&*old);
    let unnamed = world.issuer.token("ada").without_header("kid").sign();
    world.accept(&unnamed).await;

    world.issuer.rotate();
    let named = world.issuer.jwk(&world.issuer.key_id());
    world
        .issuer
        .publish(old.replace("]}", &format!(",{named}]}}")));

    // The key without a name fits it, and did not sign it.
    world.accept(&world.issuer.mint_for("grace")).await;
    assert_eq!(world.fetches(), 2);
    assert!(world.knows(&unnamed));
}

#[tokio::test]
async fn a_signature_that_no_key_without_a_name_made_is_refused_for_that() {
    let world = World::new().await;
    world.issuer.publish(nameless(&world));
    let token = |subject| world.issuer.token(subject).without_header("kid").sign();
    world.accept(&token("ada")).await;
    let (eve, ada) = (token("eve"), token("ada"));
    let signed = eve.rsplit_once('.').unwrap().0;
    let forged = format!("{signed}.{}", ada.rsplit_once('.').unwrap().1);

    // Asked about once, and then refused at once.
    for _ in 0..3 {
        assert_eq!(world.reason(&forged).await, Reason::SignatureInvalid);
        assert_eq!(world.fetches(), 2);
    }
    assert!(world.knows(&token("grace")));
}
