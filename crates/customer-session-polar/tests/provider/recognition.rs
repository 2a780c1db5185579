//! Garbage costs no call.

use customer_session::Reason;
use customer_session_polar::Checksum;

use crate::world::{Calls, World, bo};

#[tokio::test]
async fn a_damaged_token_is_malformed_without_a_call() {
    let world = World::start().await;
    let token = world.ada().mint();
    let mistyped = {
        let last = if token.ends_with('0') { '1' } else { '0' };
        format!("{}{last}", &token[..token.len() - 1])
    };
    let damaged = [
        mistyped,
        token[..token.len() - 1].to_owned(),
        format!("{token}0"),
        "polar_cst_".to_owned(),
        "polar_mst_garbage".to_owned(),
        format!("polar_cst_{}", "a".repeat(43)),
        format!("polar_cst_{}", "-".repeat(43)),
    ];
    for damaged in damaged {
        let (rejection, calls) = world.calls_of(world.refuse(&damaged)).await;

        assert_eq!(rejection.reason(), Reason::TokenMalformed, "{damaged}");
        assert_eq!(
            (rejection.status(), rejection.code()),
            (401, "token_malformed")
        );
        assert_eq!(calls, Calls::NONE);
    }
}

#[tokio::test]
async fn tokens_of_other_kinds_are_not_recognized_and_never_sent() {
    let world = World::start().await;
    let body = &world.ada().mint()[10..];
    let others = [
        format!("polar_oat_{body}"),
        format!("polar_pat_{body}"),
        format!("polar_at_u_{body}"),
        format!("polar_us_{body}"),
        format!("polar_crt_{body}"),
        format!("POLAR_CST_{body}"),
        format!("sk_live_{body}"),
        body.to_owned(),
    ];
    for other in others {
        let (rejection, calls) = world.calls_of(world.refuse(&other)).await;

        assert_eq!(rejection.reason(), Reason::TokenUnrecognized, "{other}");
        assert_eq!(
            (rejection.status(), rejection.code()),
            (401, "token_invalid")
        );
        assert_eq!(calls, Calls::NONE);
    }
}

/// The checksum does not cover the prefix, so only Polar can tell.
#[tokio::test]
async fn a_customers_token_under_a_members_prefix_is_denied_by_polar() {
    let world = World::start().await;
    let token = world.ada().mint().replacen("_cst_", "_mst_", 1);

    let (rejection, calls) = world.calls_of(world.refuse(&token)).await;

    assert_eq!(rejection.reason(), Reason::TokenDenied);
    assert!(calls.are_of_a_denial(), "{calls:?}");
}

#[tokio::test]
async fn with_the_checksum_ignored_polar_is_asked_and_says_no() {
    let world = World::with(|polar| polar.checksum(Checksum::Ignored), |config| config).await;
    let token = format!("polar_cst_{}", "a".repeat(43));

    let (rejection, calls) = world.calls_of(world.refuse(&token)).await;

    assert_eq!(rejection.reason(), Reason::TokenDenied);
    assert!(calls.are_of_a_denial(), "{calls:?}");
}

#[tokio::test]
async fn with_the_checksum_ignored_good_sessions_are_good_and_foreign_ones_are_not() {
    let world = World::with(|polar| polar.checksum(Checksum::Ignored), |config| config).await;
    let team = world.team();
    let bo = team.add_member(bo());

    world.accept(&world.ada().mint()).await;
    world.accept(&team.mint_member(&bo)).await;

    let rejection = world
        .refuse("polar_oat_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
        .await;
    assert_eq!(rejection.reason(), Reason::TokenUnrecognized);
}
