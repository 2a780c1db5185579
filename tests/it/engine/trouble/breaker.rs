//! An issuer that fails again and again is left alone, until one question is answered well.

use customer_session::{
    Reason,
    engine::{Decision, Verdict},
    provider::ProviderError,
    upstream::{BreakerState, RetryShare},
};

use super::{
    super::{ADA, GRACE, World, record, settle},
    SECOND, token, without_retries,
};

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

/// A fault is not remembered, so that each time is asked about anew.
#[tokio::test]
async fn one_token_that_fails_five_times_is_enough() {
    let world = without_retries(|builder| builder);
    let down = ProviderError::unavailable("down");
    world.issuer.sessions.no(ADA, down);

    for _ in 0..4 {
        world.reason(ADA).await;
    }
    assert_eq!(world.state(), BreakerState::Closed);
    world.reason(ADA).await;

    assert_eq!(world.state(), BreakerState::Open);
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

    use super::super::Issuer;

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
