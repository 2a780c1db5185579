//! Answers that are gone from memory, or too old for it, before those who waited for them are served.

use std::time::Duration;

use customer_session::{
    cache::CacheBounds,
    engine::{Decision, Verdict},
    provider::SessionFacts,
};

use super::{ADA, World, record};

fn token(number: u64) -> String {
    format!("token-{number}")
}

#[tokio::test]
async fn a_few_entries_with_room_for_many_bytes_are_a_few_entries() {
    let bounds = CacheBounds::new(10, 1 << 40);
    let world = World::with(|builder| builder.session_cache(bounds));
    for number in 0..250 {
        world
            .issuer
            .sessions
            .yes(token(number), SessionFacts::new("ada"));
        world.name(&token(number)).await;
    }
    let before = world.issuer.sessions.total();

    for number in 0..250 {
        world.name(&token(number)).await;
    }
    let asked = world.issuer.sessions.total() - before;

    // Beside the ten, 64 may wait to be evicted: see `bounds`.
    assert!(asked >= 250 - 10 - 64, "{asked} questions");
}

/// Too small a cache is slow; it must refuse nobody.
#[tokio::test]
async fn a_crowd_of_customers_beyond_the_bound_is_served_all_the_same() {
    let world = World::with(|builder| builder.customer_cache(CacheBounds::new(10, MIB)));
    for number in 0..1_000 {
        let customer = record(&format!("customer-{number}"), "Anybody");
        world.issuer.sign_in(&token(number), customer);
    }
    world.issuer.sessions.close();

    let waiting: Vec<_> = (0..1_000)
        .map(|number| world.present(&token(number)))
        .collect();
    world.issuer.sessions.asked(1_000).await;
    world.issuer.sessions.open();
    let mut refused = 0;
    for decision in waiting {
        let Decision::Asking(verification) = decision else {
            panic!("nothing is remembered")
        };
        refused += u64::from(!matches!(verification.await, Verdict::Verified(_)));
    }

    assert_eq!(refused, 0);
}

/// An answer that took longer than it may be kept is still an answer to those who waited for it.
#[tokio::test]
async fn an_answer_that_is_old_when_it_arrives_serves_those_who_waited_for_it() {
    for carried in [false, true] {
        let world = World::with(|builder| {
            builder
                .session_lifetime(SECOND)
                .customer_lifetime(SECOND)
                .verification_timeout(MINUTE)
        });
        if carried {
            world.issuer.sign_in_carried(ADA, record("ada", "Ada"));
        }
        world.issuer.sessions.close();
        world.issuer.customers.close();
        let thinking = async {
            world.issuer.sessions.asked(1).await;
            world.clock.advance(2 * SECOND);
            world.issuer.sessions.open();
            if !carried {
                world.issuer.customers.asked(1).await;
                world.clock.advance(2 * SECOND);
                world.issuer.customers.open();
            }
        };

        let (answer, ()) = tokio::join!(world.ask(ADA), thinking);

        assert!(answer.is_ok(), "carried: {carried}, {answer:?}");
        assert!(!world.remembers(ADA));
    }
}

/// The customer's place was given away and taken anew, and the session must find the new one.
#[tokio::test]
async fn a_session_whose_customer_was_evicted_is_a_hit_again_once_the_customer_was_asked_for() {
    let world = World::with(|builder| builder.customer_cache(CacheBounds::new(10, MIB)));
    for number in 0..500 {
        let customer = record(&format!("customer-{number}"), "Anybody");
        world.issuer.sign_in(&token(number), customer);
        world.name(&token(number)).await;
    }
    // Which ten of them are kept is the cache's own choice.
    let evicted = (0..500).find(|number| !world.remembers(&token(*number)));
    let number = evicted.expect("there is room for ten");
    let evicted = token(number);

    world.name(&evicted).await;

    assert!(world.remembers(&evicted));
    assert_eq!(
        world.issuer.customers.calls(&format!("customer-{number}")),
        2
    );
    assert_eq!(world.issuer.sessions.calls(&evicted), 1);
}

const MIB: u64 = 1024 * 1024;
const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);
