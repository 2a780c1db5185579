//! An issuer that asks for time is given it.

use customer_session::{Reason, provider::ProviderError, upstream::BreakerState};

use super::{
    super::{ADA, ADA_PHONE, GRACE, record},
    SECOND, without_retries,
};

#[tokio::test]
async fn a_limit_on_our_own_credentials_is_kept_for_as_long_as_the_issuer_asked() {
    let world = without_retries(|builder| builder);
    world.name(GRACE).await;
    let limited = ProviderError::own_rate_limited().retry_after(30 * SECOND);
    world.issuer.customers.no("ada", limited);
    assert_eq!(world.reason(ADA).await, Reason::OwnRateLimited);
    world.issuer.sign_in(ADA, record("ada", "Ada"));

    world.advance_seconds(29);
    let rejection = world.refused_at_once(ADA_PHONE);
    assert_eq!(rejection.reason(), Reason::OwnRateLimited);
    assert_eq!(rejection.retry_after(), Some(SECOND));
    assert!(world.remembers(GRACE));
    // The issuer is well: it is we who ask too often.
    assert_eq!(world.state(), BreakerState::Closed);

    world.advance_seconds(1);
    assert_eq!(world.name(ADA_PHONE).await, "Ada");
}

#[tokio::test]
async fn an_issuer_that_asks_for_time_is_given_it_and_a_minute_at_most() {
    for (asked, given) in [(20, 20), (3600, 60)] {
        let world = without_retries(|builder| builder);
        let down = ProviderError::unavailable("maintenance").retry_after(asked * SECOND);
        world.issuer.sessions.no(ADA, down);
        assert_eq!(world.reason(ADA).await, Reason::IssuerUnavailable);

        world.clock.advance((given - 1) * SECOND);
        assert_eq!(
            world.refused_at_once(GRACE).reason(),
            Reason::IssuerSuspended
        );

        world.advance_seconds(1);
        assert_eq!(world.name(GRACE).await, "Grace");
    }
}
