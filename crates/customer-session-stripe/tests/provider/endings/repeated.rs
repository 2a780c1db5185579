//! Sessions that Stripe gives a second time, for an idempotency key that is repeated.

use customer_session_stripe::{Bearer, NewCustomerSession, StripeErrorKind};

use crate::world::{LIFETIME, MOMENT, SECOND, World, client_secret, own_token, pointed_at, secret};

#[tokio::test]
async fn a_session_that_stripe_gives_a_second_time_is_the_same_session() {
    let world = World::start().await;
    let ada = world.ada();
    let new = || {
        NewCustomerSession::for_customer(&*ada)
            .pricing_table()
            .idempotency_key("k1")
    };

    let first = world.stripe.create_customer_session(new()).await.unwrap();
    world.clock.advance(SECOND);
    let second = world.stripe.create_customer_session(new()).await.unwrap();

    assert_eq!(client_secret(&first), client_secret(&second));
    assert_eq!(first.id, second.id);
    // The secret, and an own token of each answer.
    assert_eq!(world.store.len(), 3);
    world.accept(own_token(&first)).await;
    world.accept(own_token(&second)).await;
    world.accept(client_secret(&first)).await;
    let removed = world
        .stripe
        .registry()
        .revoke_session(own_token(&first))
        .await;
    assert_eq!(removed.unwrap(), 3);
}

/// Stripe gives the same secret again; whoever repeats the key of a session that was ended asks for
/// that.
#[tokio::test]
async fn a_session_that_was_ended_begins_anew_if_its_key_is_repeated() {
    let world = World::start().await;
    let ada = world.ada();
    let new = || {
        let new = NewCustomerSession::for_customer(&*ada);
        new.pricing_table().idempotency_key("k1")
    };
    let first = world.stripe.create_customer_session(new()).await.unwrap();
    let registry = world.stripe.registry();
    registry.revoke_session(own_token(&first)).await.unwrap();

    let second = world.stripe.create_customer_session(new()).await.unwrap();

    world.accept(own_token(&second)).await;
    world.accept(client_secret(&first)).await;
    world.refuse(own_token(&first)).await;
}

/// The session is given a second time, under the new secret: it is one session still, whichever
/// tokens are taken.
#[tokio::test]
async fn a_session_that_is_repeated_after_a_rotation_ends_with_any_of_its_tokens() {
    const OLD: &str = "0123456789abcdef0123456789abcdef";
    let new_secret = || customer_session::token::DigestSecret::new("n".repeat(32)).unwrap();
    for bearer in [Bearer::Either, Bearer::OwnToken] {
        for ended in 0..3 {
            let world = World::start().await;
            let ada = world.ada();
            let repeated = || {
                let new = NewCustomerSession::for_customer(&*ada);
                new.pricing_table().idempotency_key("k1")
            };
            let with = |secret| {
                let stripe = pointed_at(&world.fake, &world.store).bearer(bearer);
                stripe.store(world.store.clone(), secret).build().unwrap()
            };
            let (before, after) = (with(secret()), with(new_secret().previous(OLD).unwrap()));

            let first = before.create_customer_session(repeated()).await.unwrap();
            let second = after.create_customer_session(repeated()).await.unwrap();

            assert_eq!(client_secret(&first), client_secret(&second));
            assert_eq!(first.id, second.id);
            let token = [
                own_token(&first),
                own_token(&second),
                client_secret(&second),
            ][ended];
            after.registry().revoke_session(token).await.unwrap();
            assert!(world.store.is_empty(), "{bearer:?} {ended}");
        }
    }
}

/// Stripe repeats its answer for a day, and its sessions last for half an hour.
#[tokio::test]
async fn a_session_that_is_repeated_when_it_is_over_is_not_given_out() {
    for bearer in [Bearer::Either, Bearer::OwnToken, Bearer::ClientSecret] {
        let world = World::with(|stripe| stripe.bearer(bearer), |config| config).await;
        let ada = world.ada();
        let keyed = |key: &str| {
            let new = NewCustomerSession::for_customer(&*ada);
            new.pricing_table().idempotency_key(key)
        };
        let create = async |key| world.stripe.create_customer_session(keyed(key)).await;
        create("k1").await.unwrap();

        world.clock.advance(LIFETIME - MOMENT);
        assert!(create("k1").await.is_ok(), "{bearer:?}");
        world.clock.advance(MOMENT);
        let error = create("k1").await.unwrap_err();

        assert_eq!(error.kind(), StripeErrorKind::SessionOver, "{bearer:?}");
        assert!(error.to_string().contains("new idempotency key"), "{error}");
        assert!(create("k2").await.is_ok(), "{bearer:?}");
    }
}
