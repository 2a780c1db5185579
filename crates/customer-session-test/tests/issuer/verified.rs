//! The core's own provider asks the fake, over the wire.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig, Reason, VerifiedSession,
    clock::ManualClock,
    provider::introspection::{IntrospectionProvider, IntrospectionProviderBuilder},
};
use customer_session_test::issuer::{Endpoint, FakeIssuer, Fault};

struct World {
    clock: ManualClock,
    config: CustomerSessionConfig,
    issuer: FakeIssuer,
}

impl World {
    /// A fake, and a configuration that asks it by these credentials.
    async fn with(
        credentials: impl FnOnce(
            IntrospectionProviderBuilder,
            &FakeIssuer,
        ) -> IntrospectionProviderBuilder,
    ) -> Self {
        let clock = ManualClock::new();
        let issuer = FakeIssuer::builder()
            .clock(clock.clone())
            .client("shop:api", "50%+1:ü é&=")
            .start()
            .await
            .unwrap();
        let provider = IntrospectionProvider::builder(issuer.introspection_url())
            .issuer(issuer.url())
            .audience(issuer.audience());
        let provider = credentials(provider, &issuer).build().unwrap();
        let config = CustomerSessionConfig::builder()
            .provider(provider)
            .clock(clock.clone())
            .build()
            .unwrap();
        Self {
            clock,
            config,
            issuer,
        }
    }

    async fn verify(&self, token: &str) -> Result<VerifiedSession, Reason> {
        let verdict = self.config.verify(token).await;
        verdict.map_err(|rejection| rejection.reason())
    }
}

fn by_basic(
    provider: IntrospectionProviderBuilder,
    issuer: &FakeIssuer,
) -> IntrospectionProviderBuilder {
    provider.client_secret_basic(issuer.client_id(), issuer.client_secret())
}

#[tokio::test]
async fn the_provider_verifies_by_each_way_to_be_known() {
    for world in [
        World::with(by_basic).await,
        World::with(|provider, issuer| {
            provider.client_secret_post(issuer.client_id(), issuer.client_secret())
        })
        .await,
        World::with(|provider, issuer| {
            provider.bearer(issuer.opaque("shop-api").scopes(["introspect"]).issue())
        })
        .await,
    ] {
        let token = world.issuer.opaque("ada").scopes(["orders:read"]).issue();

        let session = world.verify(&token).await.unwrap();

        assert_eq!(session.customer().id().as_str(), "ada");
        assert_eq!(session.scopes(), ["orders:read"]);
        assert_eq!(world.issuer.calls(Endpoint::Introspection), 1);
    }
}

#[tokio::test]
async fn what_is_not_active_or_meant_for_others_is_denied() {
    let world = World::with(by_basic).await;
    let revoked = world.issuer.opaque("ada").issue();
    world.issuer.revoke(&revoked);
    let foreign = world
        .issuer
        .opaque("ada")
        .audience("https://other.example")
        .issue();

    assert_eq!(
        world.verify(&revoked).await.unwrap_err(),
        Reason::TokenDenied
    );
    assert_eq!(
        world.verify(&foreign).await.unwrap_err(),
        Reason::ClaimsAudienceMismatch
    );
}

#[tokio::test]
async fn a_session_ends_when_its_token_does_also_where_it_is_remembered() {
    let world = World::with(by_basic).await;
    let token = world.issuer.opaque("ada");
    let token = token.lifetime(Duration::from_secs(20)).issue();
    assert!(world.verify(&token).await.is_ok());

    world.clock.advance(Duration::from_secs(19));
    assert!(world.verify(&token).await.is_ok());
    assert_eq!(world.issuer.calls(Endpoint::Introspection), 1);

    world.clock.advance(Duration::from_secs(1));
    assert_eq!(world.verify(&token).await.unwrap_err(), Reason::TokenDenied);
}

#[tokio::test]
async fn whatever_goes_wrong_is_no_denial() {
    let world = World::with(|provider, _| provider.client_secret_basic("shop:api", "wrong")).await;
    let token = world.issuer.opaque("ada").issue();

    assert_eq!(
        world.verify(&token).await.unwrap_err(),
        Reason::CredentialsRefused
    );
    for (fault, reason) in [
        (Fault::Html(200), Reason::IssuerAnswerMalformed),
        (Fault::status(429), Reason::OwnRateLimited),
        (Fault::status(500), Reason::IssuerUnavailable),
    ] {
        let world = World::with(by_basic).await;
        let token = world.issuer.opaque("ada").issue();
        world.issuer.fault_on(Endpoint::Introspection, fault);

        assert_eq!(world.verify(&token).await.unwrap_err(), reason);
    }
}
