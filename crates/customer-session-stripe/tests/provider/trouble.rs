//! While Stripe limits calls or is out of order: sessions stand in our own store, and pass as long as
//! their customers are known.

use customer_session::{
    Reason,
    upstream::{BreakerSettings, BreakerState},
};
use customer_session_test::stripe::{Endpoint, Fault};
use tracing::Level;

use crate::{
    witness::{Kind, Witness},
    world::{MOMENT, SECOND, World, own_token},
};

#[tokio::test]
async fn while_stripe_limits_us_sessions_of_known_customers_pass_though_they_were_never_presented()
{
    let world = World::start().await;
    let (ada, bo) = (world.ada(), world.ada());
    let first = world.issue(&ada).await;
    world.accept(own_token(&first)).await;
    let (second, third) = (world.issue(&ada).await, world.issue(&ada).await);
    let theirs = [world.issue(&bo).await, world.issue(&bo).await];
    let limited = Fault::RateLimited {
        retry_after: Some(30),
    };
    world.fake.fault_on(Endpoint::Customer, limited);

    let rejection = world.refuse(own_token(&theirs[0])).await;
    assert_eq!(rejection.reason(), Reason::OwnRateLimited);
    let asked = world.look_ups();

    world.accept(own_token(&second)).await;
    let unknown = format!("css_{}", "0".repeat(64));
    assert_eq!(world.refuse(&unknown).await.reason(), Reason::TokenDenied);
    // Whose customer must be looked up waits, and nobody is asked.
    let rejection = world.refuse(own_token(&theirs[1])).await;
    assert_eq!(rejection.reason(), Reason::OwnRateLimited);
    assert_eq!(rejection.retry_after(), Some(30 * SECOND));
    assert_eq!(world.look_ups(), asked);

    world.fake.clear_faults();
    world.clock.advance(30 * SECOND - MOMENT);
    world.accept(own_token(&third)).await;
    assert_eq!(world.refuse(own_token(&theirs[1])).await.status(), 503);
    world.clock.advance(MOMENT);
    world.accept(own_token(&theirs[1])).await;
}

#[tokio::test]
async fn while_stripe_is_left_alone_sessions_of_known_customers_pass_though_they_were_never_presented()
 {
    let breaker = BreakerSettings::new().failures(1);
    let world = World::with(|stripe| stripe, |config| config.breaker(breaker)).await;
    let (ada, bo) = (world.ada(), world.ada());
    let first = world.issue(&ada).await;
    world.accept(own_token(&first)).await;
    let second = world.issue(&ada).await;
    let theirs = [world.issue(&bo).await, world.issue(&bo).await];
    let state = || world.config.stats().breaker["stripe"];
    world.fake.fault_on(Endpoint::Customer, Fault::Html(502));

    let rejection = world.refuse(own_token(&theirs[0])).await;
    assert_eq!(rejection.reason(), Reason::IssuerUnavailable);
    assert_eq!(state(), BreakerState::Open);
    let asked = world.look_ups();

    world.accept(own_token(&second)).await;
    let rejection = world.refuse(own_token(&theirs[1])).await;
    assert_eq!(rejection.reason(), Reason::IssuerSuspended);
    assert_eq!(world.look_ups(), asked);
    // What the store says is no news of Stripe.
    assert_eq!(state(), BreakerState::Open);

    world.fake.clear_faults();
    world.clock.advance(6 * SECOND);
    assert_eq!(state(), BreakerState::HalfOpen);
    world.accept(own_token(&theirs[1])).await;
    assert_eq!(state(), BreakerState::Closed);
}

#[tokio::test]
async fn what_one_customer_writes_of_herself_does_not_have_stripe_left_alone_for_the_others() {
    let breaker = BreakerSettings::new().failures(1);
    let deep = format!(
        r#"{{"id":"cus_1","metadata":{}{}}}"#,
        "[".repeat(300),
        "]".repeat(300)
    );
    let long = format!(r#"{{"metadata":"{}"}}"#, "a".repeat(256 * 1024));
    for (body, counts) in [
        (deep.as_str(), false),
        (&long, false),
        (r#"{"id":"cus_1","id":"cus_1"}"#, false),
        (r#"{"id":1}"#, false),
        (r#"{"message":"maintenance"}"#, true),
        ("<html>maintenance</html>", true),
        (r#"{"id":"cus_1"#, true),
    ] {
        let world = World::with(|stripe| stripe, |config| config.breaker(breaker)).await;
        let (ada, bo) = (world.ada(), world.ada());
        let (hers, his) = (world.issue(&ada).await, world.issue(&bo).await);
        let answer = Fault::Status(200, "application/json".to_owned(), body.to_owned());
        world.fake.fault_on(Endpoint::Customer, answer);

        let rejection = world.refuse(own_token(&hers)).await;
        assert_eq!(rejection.reason(), Reason::IssuerAnswerMalformed);

        world.fake.clear_faults();
        if counts {
            let rejection = world.refuse(own_token(&his)).await;
            assert_eq!(rejection.reason(), Reason::IssuerSuspended);
        } else {
            world.accept(own_token(&his)).await;
        }
    }
}

/// Each of them would say so, and nobody can read that many lines.
#[tokio::test]
async fn whoever_waits_for_stripe_is_not_worth_a_warning_each() {
    let breaker = BreakerSettings::new().failures(1);
    for (fault, reason) in [
        (
            Fault::RateLimited {
                retry_after: Some(30),
            },
            Reason::OwnRateLimited,
        ),
        (Fault::Html(502), Reason::IssuerSuspended),
    ] {
        let world = World::with(|stripe| stripe, |config| config.breaker(breaker)).await;
        let mut waiting = Vec::new();
        for _ in 0..50 {
            waiting.push(world.issue(&world.ada()).await);
        }
        world.fake.fault_on(Endpoint::Customer, fault);
        let _ = world.refuse(own_token(&waiting[0])).await;
        let asked = world.look_ups();

        let witness = Witness::listen();
        for issued in &waiting[1..] {
            let rejection = world.refuse(own_token(issued)).await;
            assert_eq!(rejection.reason(), reason);
        }

        let loud = witness.heard();
        let loud = loud.iter().filter(|heard| heard.level <= Level::INFO);
        let loud: Vec<_> = loud
            .filter(|heard| matches!(heard.kind, Kind::Event(..)))
            .collect();
        assert!(loud.len() <= 1, "{reason}: {loud:#?}");
        assert_eq!(world.look_ups(), asked);
    }
}
