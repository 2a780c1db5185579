//! How sessions end: by time, by revocation, with their customer, with the store.

use customer_session::{CustomerId, provider::registry::MemoryStore};
use customer_session::{
    Reason,
    provider::registry::{Registry, SessionRecord, SessionStore, StoreError},
    revoke::Sessions,
    token::TokenDigest,
};
use customer_session_stripe::{Bearer, NewCustomerSession, StripeErrorKind};

use crate::world::{
    LIFETIME, MOMENT, SECOND, World, accepted, client_secret, own_token, pointed_at, rejected,
    secret,
};

#[tokio::test]
async fn a_session_passes_until_the_moment_before_it_expires_and_not_at_it() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    let (known, unknown) = (client_secret(&issued), own_token(&issued));

    world.clock.advance(LIFETIME - MOMENT);
    world.accept(known).await;
    world.clock.advance(MOMENT);

    // One that is remembered, and one that must be looked for.
    let remembered = world.refuse(known).await;
    assert_eq!(remembered.status(), 401);
    let rejection = world.refuse(unknown).await;
    assert_eq!(
        (rejection.status(), rejection.reason()),
        (401, Reason::TokenDenied)
    );
}

/// A store that finds what is over.
#[derive(Debug)]
struct Late(MemoryStore, SessionRecord);

impl SessionStore for Late {
    async fn insert(&self, digest: TokenDigest, record: &SessionRecord) -> Result<(), StoreError> {
        self.0.insert(digest, record).await
    }

    async fn find(&self, _: TokenDigest) -> Result<Option<SessionRecord>, StoreError> {
        Ok(Some(self.1.clone()))
    }

    async fn revoke_session(&self, digest: TokenDigest) -> Result<u64, StoreError> {
        self.0.revoke_session(digest).await
    }

    async fn revoke_id(&self, provider: &str, id: &str) -> Result<u64, StoreError> {
        self.0.revoke_id(provider, id).await
    }

    async fn revoke_customer(&self, _: &str, _: &CustomerId) -> Result<u64, StoreError> {
        Ok(0)
    }

    async fn purge(&self) -> Result<u64, StoreError> {
        Ok(0)
    }
}

#[tokio::test]
async fn what_a_wrong_store_finds_too_late_or_of_somebody_else_is_not_served() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    let registry = world.stripe.registry();
    let token = own_token(&issued);
    let found = registry.find(token).await.unwrap().unwrap();
    let mut elsewhere = found.clone();
    elsewhere.provider = "stripe live https://api.stripe.com -".to_owned();
    world.clock.advance(LIFETIME);

    for (record, status, reason) in [
        (found, 401, Reason::TokenExpired),
        (elsewhere, 503, Reason::IssuerAnswerMalformed),
    ] {
        let late = Late(world.store.clone(), record);
        let stripe = pointed_at(&world.fake, &world.store)
            .store(late, secret())
            .build()
            .unwrap();
        let rejection = rejected(world.config_of(stripe).verify(token).await);

        assert_eq!((rejection.status(), rejection.reason()), (status, reason));
    }
}

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

#[tokio::test]
async fn what_is_over_can_be_purged() {
    let world = World::start().await;
    world.issue(&world.ada()).await;
    let registry: &Registry = world.stripe.registry();

    assert_eq!(registry.purge().await.unwrap(), 0);
    world.clock.advance(LIFETIME);
    assert_eq!(registry.purge().await.unwrap(), 2);
    assert!(world.store.is_empty());
}
