//! A requirement at every place in nested layers: the nearest layer outside of it counts.

use customer_session::{Mode, Requirement};

use super::{admin, facts, request, signed_in, signed_in_as};
use crate::adapters::{Outcome, Stack, World, Wrap, case::everywhere, handled, refusals::Refusal};

#[actix_web::test]
async fn inside_of_both_the_inner_ones_session_counts() {
    let (may, may_not) = (
        || signed_in(facts().roles(["admin"])),
        || signed_in(facts()),
    );

    everywhere(
        || Stack::of([may_not(), may()]).requiring(admin()),
        &request("GET"),
        handled("Ada at /"),
    )
    .await;
    everywhere(
        || Stack::of([may(), may_not()]).requiring(admin()),
        &request("GET"),
        Outcome::Refused(Refusal::ROLE_MISSING),
    )
    .await;
}

/// An outer layer's session must not let a request through that the inner one found nobody in.
#[actix_web::test]
async fn an_inner_layer_that_finds_nobody_fulfils_no_requirement() {
    let world = World::start().await;

    everywhere(
        || {
            let nobody = Wrap::new(world.config([]), Mode::Optional);
            Stack::of([signed_in(facts().roles(["admin"])), nobody]).requiring(admin())
        },
        &world.request("GET", "/", &[]),
        Outcome::Refused(Refusal::MISSING),
    )
    .await;
}

/// The inner layer decides anew, and its session is the handler's: nobody asked whether it may.
#[actix_web::test]
async fn between_two_layers_the_outer_ones_session_is_judged_and_the_inner_ones_served() {
    let (may, may_not) = (
        || signed_in_as("Ada", facts().roles(["admin"])),
        || signed_in_as("Grace", facts()),
    );

    everywhere(
        || Stack::of([may(), may_not()]).requiring_between(admin()),
        &request("GET"),
        handled("Grace at /"),
    )
    .await;
    everywhere(
        || Stack::of([may_not(), may()]).requiring_between(admin()),
        &request("GET"),
        Outcome::Refused(Refusal::ROLE_MISSING),
    )
    .await;
}

/// That an inner layer would find somebody comes too late.
#[actix_web::test]
async fn between_two_layers_nobody_passes_whom_the_outer_one_did_not_find() {
    let world = World::start().await;

    everywhere(
        || {
            let nobody = Wrap::new(world.config([]), Mode::Optional);
            let stack = Stack::of([nobody, signed_in(facts())]);
            stack.requiring_between(Requirement::of(|_| true))
        },
        &world.request("GET", "/", &[]),
        Outcome::Refused(Refusal::MISSING),
    )
    .await;
}
