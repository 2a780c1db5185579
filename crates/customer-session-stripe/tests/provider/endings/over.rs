//! Sessions whose time is over.

use customer_session::{
    CustomerId, Reason,
    provider::registry::{MemoryStore, Registry, SessionRecord, SessionStore, StoreError},
    token::TokenDigest,
};

use crate::world::{
    LIFETIME, MOMENT, World, client_secret, own_token, pointed_at, rejected, secret,
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
async fn what_is_over_can_be_purged() {
    let world = World::start().await;
    world.issue(&world.ada()).await;
    let registry: &Registry = world.stripe.registry();

    assert_eq!(registry.purge().await.unwrap(), 0);
    world.clock.advance(LIFETIME);
    assert_eq!(registry.purge().await.unwrap(), 2);
    assert!(world.store.is_empty());
}
