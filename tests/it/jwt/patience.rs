//! An engine that has no patience with issuers in trouble, and keys that come back.

use std::time::Duration;

use customer_session::{
    Reason,
    clock::ManualClock,
    upstream::{BreakerSettings, Rate},
};
use customer_session_test::issuer::{FakeIssuer, Fault};

use super::{
    World,
    world::{SECOND, config, provider},
};

#[tokio::test]
async fn a_new_key_is_asked_for_as_soon_as_the_issuer_is_back() {
    let clock = ManualClock::new();
    let issuer = FakeIssuer::builder().clock(clock.clone());
    let issuer = issuer.start().await.unwrap();
    let provider = provider(&issuer).jwks_url(issuer.jwks_url());
    let config = config(&clock)
        .provider(provider.build().unwrap())
        .breaker(BreakerSettings::new().failures(1))
        .unknown_token_rate(Rate::new(1, Duration::from_secs(3600)));
    let world = World {
        clock,
        config: config.build().unwrap(),
        issuer,
    };
    world.issuer.fault(Fault::Refuse);
    for subject in ["ada", "grace"] {
        let token = world.issuer.mint_for(subject);
        assert_eq!(world.reason(&token).await, Reason::IssuerUnavailable);
    }

    // Fetched anew in the background, of which the engine is not told.
    world.issuer.clear_faults();
    world.clock.advance(2 * SECOND);
    world.fresh().await;
    world.issuer.rotate();

    world.accept(&world.issuer.mint_for("ada")).await;
}
