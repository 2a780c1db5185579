//! One place per customer, shared by all of the customer's sessions.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig, Reason, VerifiedSession,
    clock::{Clock, ManualClock},
    engine::{Decision, Verdict},
    provider::{ProviderError, SessionFacts, Shape},
};

use super::{ADA, ADA_PHONE, GRACE, Issuer, World, record, settle};

/// A world in which sessions are remembered for an hour and customers for a minute.
fn short_lived_customers() -> World {
    World::with(|builder| builder.session_lifetime(HOUR).customer_lifetime(MINUTE))
}

#[tokio::test]
async fn two_sessions_of_one_customer_ask_for_the_customer_once() {
    let world = World::new();

    let names = [world.name(ADA).await, world.name(ADA_PHONE).await];

    assert_eq!(names, ["Ada", "Ada"]);
    assert_eq!(world.issuer.sessions.total(), 2);
    assert_eq!(world.issuer.customers.total(), 1);
}

#[tokio::test]
async fn two_sessions_that_begin_together_wait_for_one_question_about_the_customer() {
    let world = World::new();
    world.issuer.customers.close();
    let opens = async {
        world.issuer.sessions.asked(2).await;
        settle().await;
        world.issuer.customers.open();
    };

    let (laptop, phone, ()) = tokio::join!(world.name(ADA), world.name(ADA_PHONE), opens);

    assert_eq!([laptop, phone], ["Ada", "Ada"]);
    assert_eq!(world.issuer.customers.total(), 1);
}

#[tokio::test]
async fn customers_do_not_share_a_place() {
    let world = World::new();

    let names = [world.name(ADA).await, world.name(GRACE).await];

    assert_eq!(names, ["Ada", "Grace"]);
    assert_eq!(world.issuer.customers.total(), 2);
}

#[tokio::test]
async fn a_session_that_outlives_its_customer_asks_for_the_customer_only() {
    let world = short_lived_customers();
    world.name(ADA).await;
    world
        .issuer
        .customers
        .yes("ada", record("ada", "Ada Byron"));

    world.clock.advance(MINUTE - TICK);
    let before = world.name(ADA).await;
    world.clock.advance(TICK);
    let after = world.name(ADA).await;

    assert_eq!([before, after], ["Ada", "Ada Byron"]);
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
    assert_eq!(world.issuer.customers.calls("ada"), 2);
}

#[tokio::test]
async fn a_session_whose_time_comes_while_its_customer_is_asked_for_is_asked_about_too() {
    let world = World::with(|builder| {
        builder
            .session_lifetime(Duration::from_secs(10))
            .customer_lifetime(Duration::from_secs(7))
    });
    world.name(ADA).await;
    world.advance_seconds(7);
    world.issuer.customers.close();
    world.issuer.sessions.no(ADA, ProviderError::denied());
    let Decision::Asking(waiting) = world.present(ADA) else {
        panic!("the customer must be asked for");
    };
    settle().await;

    world.advance_seconds(3);
    world.issuer.customers.open();

    let Verdict::Rejected(rejection) = waiting.await else {
        panic!("the session was ended at the issuer, and is served for 10 s at most");
    };
    assert_eq!(rejection.reason(), Reason::TokenDenied);
}

#[tokio::test]
async fn a_customer_asked_for_by_one_session_is_new_to_the_other_without_a_question() {
    let world = short_lived_customers();
    world.name(ADA).await;
    world.name(ADA_PHONE).await;
    world
        .issuer
        .customers
        .yes("ada", record("ada", "Ada Byron"));
    world.clock.advance(MINUTE);
    world.name(ADA).await;

    let seen = world.remembers(ADA_PHONE);
    let name = world.name(ADA_PHONE).await;

    assert_eq!((seen, &*name), (true, "Ada Byron"));
    assert_eq!(world.issuer.sessions.total(), 2);
    assert_eq!(world.issuer.customers.total(), 2);
}

#[tokio::test]
async fn a_customer_asked_for_anew_prolongs_no_session() {
    let world = short_lived_customers();
    world.name(ADA).await;

    for _ in 0..59 {
        world.clock.advance(MINUTE);
        world.name(ADA).await;
    }
    let verified = world.issuer.sessions.calls(ADA);
    world.clock.advance(MINUTE);
    world.name(ADA).await;

    assert_eq!(verified, 1);
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn a_session_past_its_expiry_is_not_saved_by_its_customer() {
    let world = short_lived_customers();
    let end = world.clock.wall() + MINUTE + TICK;
    world
        .issuer
        .sessions
        .yes(ADA, SessionFacts::new("ada").expires_at(end));
    world.name(ADA).await;

    world.clock.advance(MINUTE);
    let before = world.name(ADA).await;
    world.clock.advance(TICK);
    let after = world.reason(ADA).await;

    assert_eq!((&*before, after), ("Ada", Reason::TokenExpired));
}

#[tokio::test]
async fn an_answer_about_another_customer_is_not_believed() {
    let world = World::new();
    world.issuer.customers.yes("ada", record("grace", "Grace"));

    let refused = world.ask(ADA).await.unwrap_err();

    assert_eq!(refused.status(), 503);
    assert_eq!(refused.reason(), Reason::IssuerAnswerMalformed);
    assert_eq!(world.name(GRACE).await, "Grace");
}

/// An id means nothing without its issuer.
#[tokio::test]
async fn customers_of_one_id_at_two_issuers_never_mix() {
    let (one, other) = (
        Issuer::of("one", Shape::prefixes(["one-"])),
        Issuer::of("other", Shape::Any),
    );
    one.sign_in("one-token", record("7", "Ada"));
    other.sign_in("token", record("7", "Mallory"));
    let clock = ManualClock::new();
    let config = CustomerSessionConfig::builder()
        .provider(one.clone())
        .provider(other.clone())
        .clock(clock.clone())
        .session_lifetime(HOUR)
        .customer_lifetime(MINUTE)
        .build()
        .unwrap();
    let world = World {
        clock,
        config,
        issuer: one,
    };

    for asked in 1..=2 {
        let (ada, mallory) = (
            world.ask("one-token").await.unwrap(),
            world.ask("token").await.unwrap(),
        );

        let of = |session: &VerifiedSession| {
            let customer = session.customer();
            (
                customer.provider().to_owned(),
                customer.name().unwrap().to_owned(),
            )
        };
        assert_eq!(of(&ada), ("one".to_owned(), "Ada".to_owned()));
        assert_eq!(of(&mallory), ("other".to_owned(), "Mallory".to_owned()));
        assert_eq!(world.issuer.customers.calls("7"), asked);
        assert_eq!(other.customers.calls("7"), asked);
        world.clock.advance(MINUTE);
    }
}

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);
const TICK: Duration = Duration::from_nanos(1);
