//! Tokens that look like sessions, that the issuer is asked about, and that it denies.

use customer_session::{Reason, engine::Verdict};

use crate::{
    flood::{A_MILLION, Flood},
    world::{CUSTOMERS, World, unlimited},
};

/// Without a pace, so that every one of them gets as far as it can.
#[tokio::test]
async fn a_million_denied_tokens_evict_no_customer_and_take_no_room() {
    let mut world = World::new(|config| config.unknown_token_rate(unlimited())).await;

    let flood = Flood::of(A_MILLION, "bad", &mut world, |verdict| {
        let Verdict::Rejected(rejection) = verdict else {
            panic!("{verdict:?}")
        };
        assert_eq!(rejection.reason(), Reason::TokenDenied);
    })
    .await;

    assert!(flood.fell_by() <= 0.01, "{flood:?}");
    assert_eq!(world.issuer.denied(), A_MILLION);
    assert_eq!(world.issuer.looked_up(), CUSTOMERS, "our own credentials");
    let usage = world.config.cache_usage();
    assert_eq!((usage.sessions, usage.customers), (CUSTOMERS, CUSTOMERS));
    assert!(usage.denials <= 10_000, "{usage:?}");
}

/// Anybody can open an organization and create sessions in it, which the issuer vouches for.
#[tokio::test]
async fn twenty_thousand_sessions_of_a_foreign_customer_cost_one_look_up() {
    let world = World::new(|config| config.unknown_token_rate(unlimited())).await;

    for number in 0..20_000 {
        let rejection = world.refuse(&format!("Bearer foreign-{number}")).await;
        assert_eq!(rejection.reason(), Reason::NotOurCustomer);
    }

    assert_eq!(world.issuer.looked_up(), CUSTOMERS + 1);
    assert_eq!(world.config.cache_usage().sessions, CUSTOMERS);
}
