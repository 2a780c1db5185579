//! Requirements where there is no session.

use customer_session::{CustomerSessionConfig, Mode, Requirement};

use super::{admin, request};
use crate::adapters::{
    Driver, Outcome, Sent, Stack, World, Wrap,
    case::everywhere,
    drivers::{Actix, Axum, Tower},
    refusals::Refusal,
};

/// Not "you may not", but "who are you?", as the layer would have said it.
#[actix_web::test]
async fn a_request_that_passed_as_anonymous_is_refused_as_its_layer_would_have() {
    let world = World::start().await;

    for (mode, authorization, refusal) in [
        (Mode::Optional, "", Refusal::MISSING),
        (Mode::Lenient, "", Refusal::MISSING),
        (Mode::Lenient, "Bearer {broken}", Refusal::CUT),
        (Mode::Lenient, "Bearer {unknown}", Refusal::DENIED),
    ] {
        everywhere(
            || Stack::of([Wrap::new(world.config([]), mode)]).requiring(Requirement::of(|_| true)),
            &world.get(authorization),
            Outcome::Refused(refusal),
        )
        .await;
    }
}

/// Whoever can send two headers could else reach the handler without any session.
#[actix_web::test]
async fn a_preflight_fulfils_no_requirement() {
    let world = World::start().await;
    let headers = [("origin", "null"), ("access-control-request-method", "PUT")];

    everywhere(
        || {
            let layer = Wrap::new(world.config([]), Mode::Required);
            Stack::of([layer]).requiring(Requirement::of(|_| true))
        },
        &world.request("OPTIONS", "/", &headers),
        Outcome::Refused(Refusal::MISSING),
    )
    .await;
}

#[actix_web::test]
async fn a_route_without_a_layer_is_told_how_to_mend_it() {
    everywhere(
        || Stack::of([]).requiring(admin()),
        &request("GET"),
        Outcome::Refused(Refusal::LAYER_MISSING),
    )
    .await;
}

/// Sends it through every adapter, to a route that asks for a session and no more.
async fn send(config: &CustomerSessionConfig, mode: Mode, sent: &Sent) {
    let layer = Wrap::new(config.clone(), mode);
    let stack = Stack::of([layer]).requiring(Requirement::of(|_| true));
    for answer in [
        Tower::send(&stack, sent).await,
        Axum::send(&stack, sent).await,
        Actix::send(&stack, sent).await,
    ] {
        assert_eq!(answer.status, 401);
    }
}

/// It is refused once, whoever refuses it.
#[actix_web::test]
async fn an_anonymous_request_that_is_refused_counts_as_its_layer_would_have_counted_it() {
    let world = World::start().await;
    let config = world.config([]);
    let preflight = [("origin", "null"), ("access-control-request-method", "PUT")];

    send(&config, Mode::Optional, &world.get("")).await;
    send(&config, Mode::Lenient, &world.get("Bearer {unknown}")).await;
    let preflight = world.request("OPTIONS", "/", &preflight);
    send(&config, Mode::Required, &preflight).await;

    let stats = config.stats();
    assert_eq!(stats.rejected["token_missing"], 6);
    assert_eq!(stats.rejected["token_denied"], 3);
    assert_eq!(stats.rejected.values().sum::<u64>(), 9);
    assert_eq!(stats.accepted, 0);
}
