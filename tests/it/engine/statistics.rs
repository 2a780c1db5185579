//! Every token counts once, and every request counts as what became of it.

use customer_session::{
    Access, Mode, Reason, observe::Stats, provider::ProviderError, revoke::Sessions,
};
use customer_session_tests::Head;

use super::{ADA, ADA_PHONE, GRACE, World, local::built, settle};

fn looked_up(stats: &Stats) -> u64 {
    stats.hits + stats.negative_hits + stats.misses + stats.coalesced
}

fn rejected(stats: &Stats, reason: Reason) -> u64 {
    stats.rejected.get(reason.as_str()).copied().unwrap_or(0)
}

#[tokio::test]
async fn a_token_that_is_asked_about_is_a_miss_and_then_a_hit() {
    let world = World::new();
    world.name(ADA).await;
    world.name(ADA).await;
    world.name(ADA).await;

    let stats = world.config.stats();

    assert_eq!((stats.misses, stats.hits), (1, 2));
    assert_eq!(looked_up(&stats), 3);
    assert_eq!((stats.accepted, stats.upstream_calls), (3, 2));
}

#[tokio::test]
async fn a_token_that_is_denied_is_a_miss_and_then_a_negative_hit() {
    let world = World::new();
    world.reason("nobodys").await;
    world.reason("nobodys").await;

    let stats = world.config.stats();

    assert_eq!((stats.misses, stats.negative_hits), (1, 1));
    assert_eq!(looked_up(&stats), 2);
    assert_eq!(rejected(&stats, Reason::TokenDenied), 2);
    assert_eq!(stats.accepted, 0);
}

#[tokio::test]
async fn a_token_that_waits_for_anothers_answer_is_coalesced() {
    let world = World::new();

    let names = tokio::join!(world.name(ADA), world.name(ADA), world.name(ADA));

    let stats = world.config.stats();
    assert_eq!((&*names.0, &*names.1, &*names.2), ("Ada", "Ada", "Ada"));
    assert_eq!((stats.misses, stats.coalesced, stats.hits), (1, 2, 0));
    assert_eq!(stats.accepted, 3);
}

#[tokio::test]
async fn a_session_whose_customer_is_asked_for_is_a_miss() {
    let world = World::with(|builder| {
        builder
            .session_lifetime(std::time::Duration::from_secs(3600))
            .customer_lifetime(std::time::Duration::from_secs(60))
    });
    world.name(ADA).await;
    world.advance_seconds(60);
    world.name(ADA).await;

    let stats = world.config.stats();

    assert_eq!((stats.misses, stats.hits), (2, 0));
    assert_eq!(stats.upstream_calls, 3);
}

#[tokio::test]
async fn a_token_for_which_there_is_no_room_is_a_miss() {
    let world = World::with(|builder| builder.max_verifications(1));
    world.issuer.sessions.close();
    drop(world.present(ADA));
    drop(world.present(GRACE));

    let stats = world.config.stats();

    assert_eq!((stats.misses, looked_up(&stats)), (2, 2));
    assert_eq!(rejected(&stats, Reason::Overloaded), 1);
}

/// It was presented, and nothing became of it.
#[tokio::test]
async fn a_request_that_leaves_is_neither_accepted_nor_rejected() {
    let world = World::new();
    drop(world.present(ADA));
    drop(world.present(ADA));
    settle().await;

    let stats = world.config.stats();

    assert_eq!((stats.misses, stats.coalesced), (1, 1));
    assert_eq!(stats.accepted, 0);
    assert!(stats.rejected.is_empty());
}

#[tokio::test]
async fn requests_without_a_token_count_in_no_look_up() {
    let world = World::new();
    let anonymous = Access::default().mode(Mode::Optional);
    drop(world.config.authenticate(&Head(None), Access::default()));
    drop(world.config.authenticate(&Head(None), anonymous));

    let stats = world.config.stats();

    assert_eq!(looked_up(&stats), 0);
    assert_eq!(rejected(&stats, Reason::TokenMissing), 1);
    assert_eq!(stats.accepted, 0);
}

#[tokio::test]
async fn a_configuration_prints_how_much_it_remembers_and_nothing_of_it() {
    let (_, config) = built(|defaults| defaults);
    let empty = format!("{config:?}");
    for number in 0..100 {
        let customer = format!("customer-{number}");
        assert!(config.verify(&format!("{customer}~at.shop")).await.is_ok());
        assert!(config.verify(&format!("nobodys-{number}")).await.is_err());
        let ended = Sessions::of_customer("reader", customer);
        config.revocations().end(&ended).unwrap();
    }

    let full = format!("{config:?}");

    assert!(!full.contains("customer-7"), "{full}");
    assert!(full.len() < empty.len() + 100, "{full}");
}

/// A long run of everything at once.
#[tokio::test]
async fn look_ups_and_verdicts_add_up_to_the_tokens_that_were_presented() {
    let world = World::with(|builder| {
        builder
            .session_lifetime(std::time::Duration::from_secs(7))
            .customer_lifetime(std::time::Duration::from_secs(3))
            .denial_lifetime(std::time::Duration::from_secs(2))
    });
    let limited = ProviderError::customer_rate_limited();
    world.issuer.sessions.no("limited", limited);
    let tokens = [ADA, ADA_PHONE, GRACE, "nobodys", "limited"];
    let mut answers = 0;

    for _ in 0..50 {
        for token in tokens {
            let (first, second) = tokio::join!(world.ask(token), world.ask(token));
            let third = world.ask(token).await;
            answers += [first, second, third]
                .iter()
                .filter(|answer| answer.is_ok())
                .count();
        }
        world.advance_seconds(1);
    }

    let stats = world.config.stats();
    let presented = 50 * 3 * tokens.len() as u64;
    assert_eq!(looked_up(&stats), presented);
    assert_eq!(
        stats.accepted + stats.rejected.values().sum::<u64>(),
        presented
    );
    assert_eq!(stats.accepted, answers as u64);
    assert_eq!(
        stats.upstream_calls,
        world.issuer.sessions.total() + world.issuer.customers.total()
    );
}
