//! Sessions that are revoked, and those that end with their customer.

use customer_session::{Reason, revoke::Sessions};
use customer_session_stripe::Bearer;

use crate::world::{MOMENT, SECOND, World, client_secret, own_token};

#[tokio::test]
async fn a_session_that_is_revoked_ends_with_both_of_its_tokens_and_no_other_session_does() {
    let world = World::start().await;
    let ada = world.ada();
    let (issued, other) = (world.issue(&ada).await, world.issue(&ada).await);
    assert_ne!(issued.id, other.id);

    let removed = world
        .stripe
        .registry()
        .revoke_session(client_secret(&issued))
        .await;

    assert_eq!(removed.unwrap(), 2);
    for token in [client_secret(&issued), own_token(&issued)] {
        assert_eq!(world.refuse(token).await.reason(), Reason::TokenDenied);
    }
    world.accept(own_token(&other)).await;
}

#[tokio::test]
async fn all_sessions_of_a_customer_end_and_no_other_customers() {
    let world = World::start().await;
    let (ada, bo) = (world.ada(), world.ada());
    let theirs = [world.issue(&ada).await, world.issue(&ada).await];
    let other = world.issue(&bo).await;

    let removed = world
        .stripe
        .registry()
        .revoke_customer(&ada.as_str().into())
        .await;

    assert_eq!(removed.unwrap(), 4);
    for issued in &theirs {
        assert_eq!(world.refuse(own_token(issued)).await.status(), 401);
    }
    world.accept(own_token(&other)).await;
}

/// What the engine remembers is as old as its lifetime at most; the engine's own revocation is at
/// once.
#[tokio::test]
async fn a_remembered_session_that_is_revoked_ends_within_the_staleness_or_at_once() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    let (registry, token) = (world.stripe.registry(), own_token(&issued));
    world.accept(token).await;
    registry.revoke_session(token).await.unwrap();

    world.accept(token).await;
    world.clock.advance(60 * SECOND);
    assert_eq!(world.refuse(token).await.reason(), Reason::TokenDenied);

    let issued = world.issue(&world.ada()).await;
    world.accept(own_token(&issued)).await;
    let session = Sessions::of_session("stripe", issued.id.as_str());
    world.config.revocations().end(&session).unwrap();
    assert_eq!(world.refuse(own_token(&issued)).await.status(), 401);
    assert_eq!(world.refuse(client_secret(&issued)).await.status(), 401);
}

/// The secret is not registered where it is not taken.
#[tokio::test]
async fn a_session_ends_by_its_secret_though_only_own_tokens_are_taken_and_by_its_id() {
    let own_only = |stripe: customer_session_stripe::StripeBuilder| stripe.bearer(Bearer::OwnToken);
    let world = World::with(own_only, |config| config).await;
    let ada = world.ada();
    let (one, two, other) = (
        world.issue(&ada).await,
        world.issue(&ada).await,
        world.issue(&ada).await,
    );
    let registry = world.stripe.registry();

    assert_eq!(
        registry.revoke_session(client_secret(&one)).await.unwrap(),
        1
    );
    assert_eq!(registry.revoke_id(&two.id).await.unwrap(), 1);

    for issued in [&one, &two] {
        assert_eq!(world.refuse(own_token(issued)).await.status(), 401);
    }
    world.accept(own_token(&other)).await;
    assert_eq!(registry.revoke_id("unknown").await.unwrap(), 0);
}

#[tokio::test]
async fn a_deleted_customer_is_refused_though_stripe_answers_200() {
    let world = World::start().await;
    let ada = world.ada();
    let issued = world.issue(&ada).await;
    world.fake.delete_customer(&ada);

    let rejection = world.refuse(own_token(&issued)).await;

    assert_eq!(
        (rejection.status(), rejection.reason()),
        (401, Reason::NotOurCustomer)
    );
    assert_eq!(world.look_ups(), 1);
    world.refuse(client_secret(&issued)).await;
    assert_eq!(world.look_ups(), 1, "remembered for the customer");
}

#[tokio::test]
async fn ending_all_sessions_of_a_customer_ends_those_of_the_same_second_and_no_later_ones() {
    let world = World::start().await;
    let ada = world.ada();
    world.clock.advance(500 * MOMENT);
    let sessions = Sessions::of_customer("stripe", &*ada);
    world.config.revocations().end(&sessions).unwrap();

    let same_second = world.issue(&ada).await;
    world.clock.advance(500 * MOMENT);
    let later = world.issue(&ada).await;

    assert_eq!(world.refuse(own_token(&same_second)).await.status(), 401);
    world.accept(own_token(&later)).await;
}
