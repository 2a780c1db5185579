//! Questions are asked at a bounded rate, and what is known costs none.

use std::time::Duration;

use customer_session::{
    Reason,
    upstream::{BreakerState, Rate},
};

use super::{
    super::{ADA, ADA_PHONE, GRACE, World, settle},
    SECOND, token, without_retries,
};

#[tokio::test]
async fn unknown_tokens_are_asked_about_at_a_bounded_rate_and_known_ones_at_any() {
    let rate = Rate::new(1, SECOND).burst(3);
    let world = without_retries(|builder| builder.unknown_token_rate(rate).refresh_ahead(50));
    world.name(ADA).await;
    for number in 0..2 {
        assert_eq!(world.reason(&token(number)).await, Reason::TokenDenied);
    }

    let rejection = world.refused_at_once(GRACE);
    assert_eq!(rejection.reason(), Reason::UnknownTokensPaced);
    assert_eq!(rejection.status(), 503);
    assert_eq!(rejection.retry_after(), Some(SECOND));
    // A denial that is remembered, a session that is remembered, and its renewal cost nothing.
    assert_eq!(world.reason(&token(0)).await, Reason::TokenDenied);
    world.clock.advance(Duration::from_millis(999));
    assert!(world.remembers(ADA));
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(world.name(GRACE).await, "Grace");
    world.advance_seconds(30);
    for number in 10..13 {
        world.reason(&token(number)).await;
    }
    assert!(world.remembers(ADA));
    settle().await;
    assert_eq!(world.issuer.sessions.calls(ADA), 2, "renewed");
}

#[tokio::test]
async fn look_ups_with_our_own_credentials_are_paced_as_their_provider_says() {
    let world = without_retries(|builder| builder);
    world
        .issuer
        .set_customer_rate(Rate::new(1, 10 * SECOND).burst(1));
    let config = customer_session::CustomerSessionConfig::builder()
        .provider(world.issuer.clone())
        .clock(world.clock.clone())
        .build()
        .unwrap();
    let world = World { config, ..world };
    assert_eq!(world.name(ADA).await, "Ada");

    let rejection = world.ask(GRACE).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::OwnCallsPaced);
    assert_eq!(rejection.retry_after(), Some(10 * SECOND));
    assert_eq!(world.issuer.customers.calls("grace"), 0);
    // A customer who is known needs no look-up.
    assert_eq!(world.name(ADA_PHONE).await, "Ada");
    assert_eq!(world.state(), BreakerState::Closed);

    world.advance_seconds(10);
    assert_eq!(world.name(GRACE).await, "Grace");
}
