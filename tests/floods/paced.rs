//! Unknown tokens, more than the issuer is asked about.

use std::time::Duration;

use customer_session::{Reason, engine::Verdict};

use crate::{
    flood::{A_MILLION, Flood},
    world::{CUSTOMERS, FLOOD, World},
};

#[tokio::test]
async fn of_a_million_unknown_tokens_the_issuer_sees_what_the_pace_allows() {
    let mut world = World::new(|defaults| defaults).await;
    let mut paced = 0;

    let flood = Flood::of(A_MILLION, "bad", &mut world, |verdict| {
        let Verdict::Rejected(rejection) = verdict else {
            panic!("{verdict:?}")
        };
        if rejection.reason() == Reason::UnknownTokensPaced {
            assert_eq!(rejection.status(), 503);
            assert!(rejection.retry_after() > Some(Duration::ZERO));
            paced += 1;
        } else {
            assert_eq!(rejection.reason(), Reason::TokenDenied);
        }
    })
    .await;

    // A burst of 1,000, and 200 in each second.
    let allowed = 1000 + 200 * FLOOD.as_secs();
    assert!(
        world.issuer.denied() <= allowed,
        "{}",
        world.issuer.denied()
    );
    assert!(
        world.issuer.denied() >= allowed - 1000,
        "it is no more strict than that"
    );
    assert_eq!(world.issuer.denied() + paced, A_MILLION);
    assert_eq!(world.issuer.looked_up(), CUSTOMERS, "our own credentials");
    assert!(flood.fell_by() <= 0.01, "{flood:?}");
}

/// The price of it: whoever is not remembered cannot be told from the garbage, and is not blamed.
#[tokio::test]
async fn whoever_is_new_in_a_flood_is_told_to_come_back_and_is_then_let_in() {
    let world = World::new(|defaults| defaults).await;
    world.clock.advance(Duration::from_secs(10));
    for number in 0..10_000 {
        world.refuse(&format!("Bearer bad-{number}")).await;
    }

    let victim = world.refuse("Bearer good-victim").await;

    assert_eq!(victim.reason(), Reason::UnknownTokensPaced);
    assert_eq!((victim.status(), victim.code()), (503, "unavailable"));
    assert_eq!(victim.challenge(), None);
    let wait = victim.retry_after().expect("it is told when to come back");
    world.clock.advance(wait);
    let verdict = world.ask("Bearer good-victim").await;
    assert!(matches!(verdict, Verdict::Verified(_)), "{verdict:?}");
}
