//! What is asked of an issuer in trouble, and what its customers are told.

use std::time::Duration;

use customer_session::{
    Reason, Rejection,
    config::CustomerSessionConfigBuilder,
    engine::{Decision, Verdict},
    provider::ProviderError,
    upstream::{BreakerSettings, BreakerState, Rate, RetryShare},
};

use super::{ADA, ADA_PHONE, GRACE, World, record, settle};

const SECOND: Duration = Duration::from_secs(1);

/// A world whose answers are all asked for once.
fn without_retries(
    settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
) -> World {
    World::with(|builder| settings(builder.retries(RetryShare::new().percent(0))))
}

fn token(number: usize) -> String {
    format!("token-{number}")
}

impl World {
    /// How a token is refused on first sight, without anybody being asked.
    fn refused_at_once(&self, token: &str) -> Rejection {
        let asked = self.issuer.sessions.total();
        match self.present(token) {
            Decision::Decided(Verdict::Rejected(rejection)) => {
                assert_eq!(self.issuer.sessions.total(), asked, "nobody was asked");
                rejection
            }
            other => panic!("not refused at once: {other:?}"),
        }
    }

    fn state(&self) -> BreakerState {
        self.config.stats().breaker["stub"]
    }

    /// Presents so many unknown tokens while the issuer is down.
    async fn fail(&self, times: usize) {
        for number in 0..times {
            let down = ProviderError::unavailable("down");
            self.issuer.sessions.no(&token(number), down);
            assert_eq!(self.reason(&token(number)).await, Reason::IssuerUnavailable);
        }
    }
}

#[tokio::test]
async fn an_issuer_that_failed_five_times_in_a_row_is_left_alone() {
    let world = without_retries(|builder| builder);
    world.name(ADA).await;

    world.fail(4).await;
    assert_eq!(world.state(), BreakerState::Closed);
    world.fail(1).await;

    assert_eq!(world.state(), BreakerState::Open);
    let rejection = world.refused_at_once(GRACE);
    assert_eq!(rejection.reason(), Reason::IssuerSuspended);
    let wait = rejection.retry_after().unwrap();
    assert!((5 * SECOND..=6 * SECOND).contains(&wait), "{wait:?}");
    // What is remembered goes on.
    assert!(world.remembers(ADA));
}

#[tokio::test]
async fn a_good_answer_in_between_begins_the_count_anew() {
    let world = without_retries(|builder| builder);

    world.fail(4).await;
    world.name(ADA).await;
    world.fail(4).await;

    assert_eq!(world.state(), BreakerState::Closed);
}

#[tokio::test]
async fn denials_and_a_customers_own_limit_are_no_failures() {
    let world = without_retries(|builder| builder);
    world
        .issuer
        .sessions
        .no("limited", ProviderError::customer_rate_limited());

    for number in 0..10 {
        assert_eq!(world.reason(&token(number)).await, Reason::TokenDenied);
        assert_eq!(world.reason("limited").await, Reason::RateLimited);
    }

    assert_eq!(world.state(), BreakerState::Closed);
}

#[tokio::test]
async fn after_the_pause_one_question_tries_and_a_good_answer_ends_the_trouble() {
    let world = without_retries(|builder| builder);
    world.fail(5).await;
    world.advance_seconds(6);
    assert_eq!(world.state(), BreakerState::HalfOpen);
    world.issuer.sessions.close();

    let probe = world.present(ADA);
    settle().await;
    let others = world.refused_at_once(GRACE);
    assert_eq!(others.reason(), Reason::IssuerSuspended);
    world.issuer.sessions.open();
    let Decision::Asking(verification) = probe else {
        panic!("the probe is asked: {probe:?}")
    };

    assert!(matches!(verification.await, Verdict::Verified(_)));
    assert_eq!(world.state(), BreakerState::Closed);
    assert_eq!(world.name(GRACE).await, "Grace");
}

#[tokio::test]
async fn a_probe_that_fails_makes_the_pause_longer() {
    let world = without_retries(|builder| builder);
    world.fail(5).await;
    world.advance_seconds(6);

    world.fail(1).await;

    let wait = world.refused_at_once(GRACE).retry_after().unwrap();
    assert!((10 * SECOND..=12 * SECOND).contains(&wait), "{wait:?}");
}

#[tokio::test]
async fn a_probe_whose_caller_hangs_up_is_a_probe_still() {
    let world = without_retries(|builder| builder);
    world.fail(5).await;
    world.advance_seconds(6);

    drop(world.present(ADA));
    settle().await;

    assert_eq!(world.state(), BreakerState::Closed);
    assert!(world.remembers(ADA));
}

#[tokio::test]
async fn an_issuer_that_only_hangs_is_left_alone_too() {
    let world = without_retries(|builder| builder);
    world.issuer.sessions.close();

    let waiting: Vec<_> = (0..5).map(|number| world.present(&token(number))).collect();
    world.issuer.sessions.asked(5).await;
    world.advance_seconds(5);
    settle().await;

    assert_eq!(world.state(), BreakerState::Open);
    drop(waiting);
}

#[tokio::test]
async fn whoever_waits_for_an_answer_on_its_way_is_not_turned_away() {
    let world = without_retries(|builder| builder);
    world.issuer.sessions.close();
    let first = world.present(ADA);
    world.issuer.sessions.asked(1).await;
    world.issuer.sessions.open();
    world.fail(5).await;

    for decision in [first, world.present(ADA)] {
        let verdict = match decision {
            Decision::Asking(verification) => verification.await,
            Decision::Decided(verdict) => verdict,
        };
        assert!(matches!(verdict, Verdict::Verified(_)));
    }
}

#[tokio::test]
async fn nothing_is_renewed_while_the_issuer_is_in_trouble() {
    let world = without_retries(|builder| builder.refresh_ahead(50));
    world.name(ADA).await;
    world.fail(5).await;
    world.advance_seconds(31);
    let asked = world.issuer.sessions.calls(ADA);

    assert!(world.remembers(ADA));
    settle().await;

    assert_eq!(world.issuer.sessions.calls(ADA), asked);
    assert_eq!(world.state(), BreakerState::HalfOpen);
}

#[tokio::test]
async fn an_outage_can_be_bridged_without_asking_anybody() {
    let world = without_retries(|builder| builder.stale_if_error(600 * SECOND));
    world.name(ADA).await;
    world.advance_seconds(61);
    world.fail(5).await;
    let asked = world.issuer.sessions.total();

    let Decision::Decided(Verdict::Verified(session)) = world.present(ADA) else {
        panic!("there is nothing to wait for")
    };

    assert!(session.is_stale());
    assert_eq!(world.issuer.sessions.total(), asked);
}

#[tokio::test]
async fn each_issuer_has_a_breaker_of_its_own() {
    use customer_session::{CustomerSessionConfig, provider::Shape};

    use super::Issuer;

    let (one, other) = (
        Issuer::of("one", Shape::prefixes(["one-"])),
        Issuer::of("other", Shape::prefixes(["other-"])),
    );
    other.sign_in("other-ada", record("ada", "Ada"));
    let config = CustomerSessionConfig::builder()
        .provider(one.clone())
        .provider(other)
        .retries(RetryShare::new().percent(0))
        .build()
        .unwrap();
    let world = World {
        config,
        issuer: one,
        ..World::new()
    };
    for number in 0..5 {
        let token = format!("one-{number}");
        world.issuer.sessions.no(&token, ProviderError::timed_out());
        world.reason(&token).await;
    }

    assert_eq!(world.reason("one-ada").await, Reason::IssuerSuspended);
    assert_eq!(world.name("other-ada").await, "Ada");
}

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

#[tokio::test]
async fn a_connection_that_broke_is_tried_once_more_within_a_tenth_of_all_questions() {
    let world = World::with(|builder| builder.breaker(BreakerSettings::new().failures(1_000_000)));
    for number in 0..1000 {
        let down = ProviderError::unavailable("reset");
        world.issuer.sessions.no(&token(number), down);
        let waiting = async { world.reason(&token(number)).await };
        let time = async {
            settle().await;
            world.clock.advance(Duration::from_millis(150));
        };
        assert_eq!(tokio::join!(waiting, time).0, Reason::IssuerUnavailable);
    }

    let extra = world.issuer.sessions.total() - 1000;
    assert!((90..=100).contains(&extra), "{extra} extra calls");
}

#[tokio::test]
async fn what_is_tried_once_more_and_answered_is_an_answer() {
    let world = World::new();
    for number in 0..10 {
        world.reason(&token(number)).await;
    }
    world
        .issuer
        .sessions
        .no(ADA, ProviderError::unavailable("reset"));
    let waiting = async { world.name(ADA).await };
    let mending = async {
        world.issuer.sessions.asked(11).await;
        world.issuer.sign_in(ADA, record("ada", "Ada"));
        settle().await;
        world.clock.advance(Duration::from_millis(150));
    };

    assert_eq!(tokio::join!(waiting, mending).0, "Ada");
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn neither_a_timeout_nor_a_limit_nor_a_denial_is_tried_once_more() {
    let world = World::new();
    for number in 0..100 {
        world.reason(&token(number)).await;
    }
    let waits = ProviderError::unavailable("maintenance").retry_after(SECOND);
    for (about, error) in [
        ("timeout", ProviderError::timed_out()),
        ("limit", ProviderError::customer_rate_limited()),
        ("garbage", ProviderError::malformed_answer("html")),
        ("denial", ProviderError::denied()),
        ("waits", waits),
    ] {
        world.issuer.sessions.no(about, error);

        world.reason(about).await;

        assert_eq!(world.issuer.sessions.calls(about), 1, "{about}");
    }
}
