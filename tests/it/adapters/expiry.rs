//! The end of a session, which is judged at every request and not by the cache's age.

use std::time::Duration;

use customer_session::{Mode, Reason};

use super::{
    Driver, Outcome, Stack, Upstream, World, Wrap,
    drivers::{Actix, Axum, Tower},
    handled,
    refusals::Refusal,
};

/// Asks a second before the session ends, lets that second pass while `upstream` sets in, and asks
/// again.
async fn around_the_end<D: Driver>(mode: Mode, upstream: Upstream, at_the_end: Outcome) {
    let world = World::start().await;
    let stack = Stack::of([Wrap::new(world.config([]), mode)]);
    let sent = world.get("Bearer {good}");
    world.clock.advance(LIFETIME - SECOND);

    let before = D::send(&stack, &sent).await;
    let remembered = D::send(&stack, &sent).await;
    world.clock.advance(SECOND);
    world.set(upstream);
    let after = D::send(&stack, &sent).await;

    handled("Ada at /").assert(&before, D::NAME);
    handled("Ada at /").assert(&remembered, D::NAME);
    at_the_end.assert(&after, D::NAME);
}

async fn everywhere(mode: Mode, upstream: Upstream, at_the_end: Outcome) {
    around_the_end::<Tower>(mode, upstream, at_the_end).await;
    around_the_end::<Axum>(mode, upstream, at_the_end).await;
    around_the_end::<Actix>(mode, upstream, at_the_end).await;
}

#[actix_web::test]
async fn a_session_is_over_at_its_end_even_while_it_is_remembered() {
    everywhere(
        Mode::Required,
        Upstream::Up,
        Outcome::Refused(Refusal::DENIED),
    )
    .await;
    everywhere(
        Mode::Optional,
        Upstream::Up,
        Outcome::Refused(Refusal::DENIED),
    )
    .await;
}

#[actix_web::test]
async fn a_session_that_ended_is_anonymous_in_lenient_mode() {
    everywhere(
        Mode::Lenient,
        Upstream::Up,
        handled("nobody: token_denied at /"),
    )
    .await;
}

#[actix_web::test]
async fn a_session_that_ended_is_not_served_from_memory_during_an_outage() {
    everywhere(
        Mode::Required,
        Upstream::Refused,
        Outcome::Refused(Refusal::unavailable(Reason::IssuerUnavailable, "5")),
    )
    .await;
}

const LIFETIME: Duration = Duration::from_secs(3600);
const SECOND: Duration = Duration::from_secs(1);
