//! Sessions that are found, or not, when the store or its secret is another one.

use customer_session::{Reason, provider::registry::MemoryStore};

use crate::world::{World, accepted, own_token, pointed_at, rejected};

#[tokio::test]
async fn a_restart_with_another_store_denies_and_one_with_the_same_store_does_not() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    let restarted = |store| {
        let stripe = pointed_at(&world.fake, store).build().unwrap();
        world.config_of(stripe)
    };
    let empty = MemoryStore::with(10, world.clock.clone());

    accepted(restarted(&world.store).verify(own_token(&issued)).await);
    let rejection = rejected(restarted(&empty).verify(own_token(&issued)).await);

    assert_eq!(
        (rejection.status(), rejection.reason()),
        (401, Reason::TokenDenied)
    );
}

#[tokio::test]
async fn a_rotated_secret_finds_what_was_stored_under_the_previous_one() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    let new = || customer_session::token::DigestSecret::new("n".repeat(32)).unwrap();
    let with = |secret| {
        let stripe = pointed_at(&world.fake, &world.store);
        stripe.store(world.store.clone(), secret).build().unwrap()
    };
    let (forgot, rotated) = (
        with(new()),
        with(new().previous("0123456789abcdef0123456789abcdef").unwrap()),
    );

    let rejection = rejected(world.config_of(forgot).verify(own_token(&issued)).await);
    assert_eq!(rejection.reason(), Reason::TokenDenied);
    accepted(
        world
            .config_of(rotated.clone())
            .verify(own_token(&issued))
            .await,
    );
    let removed = rotated.registry().revoke_session(own_token(&issued)).await;
    assert_eq!(removed.unwrap(), 2);
    assert!(world.store.is_empty());
}
