//! An issuer that says for how long it wants to be left alone is left alone for so long.

use std::time::Duration;

use customer_session_test::polar::Fault;

use crate::{
    rogue::{Manner, response},
    world::{SERVED, SUSPENDED, Trouble, UNAVAILABLE, World},
};

#[tokio::test]
async fn a_limit_on_our_access_token_stops_every_call_for_as_long_as_it_says() {
    let world = World::start().await;
    let warm = world.warm_token().await;
    let present = world.bring(own_limit(30)).await;
    assert_eq!(world.ask_cold().await.retry_after(), Some(30));
    let arrived = world.arrived(&present);

    for left in (1..=30).rev() {
        let told = world.ask_cold().await;
        assert_eq!(told.verdict(), OWN_LIMITED);
        assert_eq!(told.retry_after(), Some(left));
        assert_eq!(world.app.ask(&warm).await.verdict(), SERVED);
        world.clock.advance(SECOND);
    }

    assert_eq!(world.arrived(&present), arrived);
    world.end(present);
    assert_eq!(world.ask_cold().await.verdict(), SERVED);
}

#[tokio::test]
async fn what_is_remembered_is_not_renewed_meanwhile_and_served() {
    let world = World::start().await;
    let warm = world.warm_token().await;
    let present = world.bring(own_limit(60)).await;
    world.ask_cold().await;
    let arrived = world.arrived(&present);

    // In the last fifth of a session's life it would be renewed.
    world.clock.advance(50 * SECOND);

    for _ in 0..10 {
        assert_eq!(world.app.ask(&warm).await.verdict(), SERVED);
    }
    assert_eq!(world.config.stats().refreshed, 0);
    assert_eq!(world.arrived(&present), arrived);
}

#[tokio::test]
async fn an_outage_that_says_for_how_long_stops_every_question_for_so_long() {
    let world = World::start().await;
    let warm = world.warm_token().await;
    let present = world.bring(out_of_order("30")).await;
    let first = world.ask_cold().await;
    assert_eq!(first.verdict(), UNAVAILABLE);
    assert_eq!(first.retry_after(), Some(30));
    let arrived = world.arrived(&present);

    for left in (1..=30).rev() {
        let told = world.ask_cold().await;
        assert_eq!(told.verdict(), SUSPENDED);
        assert_eq!(told.retry_after(), Some(left));
        assert_eq!(world.app.ask(&warm).await.verdict(), SERVED);
        world.clock.advance(SECOND);
    }

    assert_eq!(world.arrived(&present), arrived);
    world.end(present);
    assert_eq!(world.ask_cold().await.verdict(), SERVED);
}

/// A client is told what the issuer said, up to an hour; but a typo at the issuer must not keep
/// everybody out for so long.
#[tokio::test]
async fn however_long_an_issuer_wants_to_be_left_alone_it_is_tried_again_after_a_minute() {
    let world = World::start().await;
    let present = world.bring(own_limit(86_400)).await;
    assert_eq!(world.ask_cold().await.retry_after(), Some(3600));
    let arrived = world.arrived(&present);
    world.clock.advance(59 * SECOND);
    assert_eq!(world.ask_cold().await.retry_after(), Some(1));
    assert_eq!(world.arrived(&present), arrived);

    world.clock.advance(SECOND);
    world.ask_cold().await;

    assert_eq!(world.arrived(&present), arrived + 3);
}

/// RFC 9110 §10.2.3 allows a date, which is not read: the default stands in for it.
#[tokio::test]
async fn a_wait_that_cannot_be_read_is_none() {
    for wait in ["Wed, 21 Oct 2026 07:28:00 GMT", "soon", "-1", "1e3", ""] {
        let world = World::start().await;
        let _present = world.bring(out_of_order(wait)).await;

        let told = world.ask_cold().await;

        assert_eq!(told.verdict(), UNAVAILABLE, "{wait}");
        assert_eq!(told.retry_after(), Some(5), "{wait}");
    }
}

/// A customer over its own limit says nothing about the issuer, and nothing about anybody else.
#[tokio::test]
async fn a_limit_on_a_customer_keeps_nobody_else_waiting() {
    let world = World::start().await;
    let limit = Fault::RateLimited {
        retry_after: Some(60),
    };
    let present = world.bring(Trouble::Polar(limit)).await;
    for _ in 0..20 {
        assert_eq!(world.ask_cold().await.verdict(), (429, "rate_limited"));
    }

    world.end(present);

    assert_eq!(world.breaker(), "closed");
    assert_eq!(world.ask_cold().await.verdict(), SERVED);
}

fn own_limit(seconds: u32) -> Trouble {
    Trouble::Own(Fault::RateLimited {
        retry_after: Some(seconds),
    })
}

fn out_of_order(wait: &str) -> Trouble {
    let header = format!("retry-after: {wait}\r\n");
    Trouble::Rogue(Manner::Says(response(
        "503 Service Unavailable",
        &header,
        b"",
    )))
}

const OWN_LIMITED: (u16, &str) = (503, "own_rate_limited");
const SECOND: Duration = Duration::from_secs(1);
