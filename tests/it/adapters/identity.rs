//! Whose identity a handler sees: only the one that the innermost layer found for this very
//! request.

use std::borrow::Cow;

use customer_session::{
    Customer, Mode, VerifiedSession, provider::SessionFacts, session::CustomerRecord,
    token::TokenSource,
};
use customer_session_test::signed_in_with;

use super::{Outcome, Sent, Stack, World, Wrap, case::everywhere, handled, refusals::Refusal};

/// A session that nobody verified.
pub(super) fn forge() -> VerifiedSession {
    let record = CustomerRecord::new("mallory").name("Mallory".to_owned());
    let customer = Customer::assertion(record, "nobody");
    VerifiedSession::assertion(SessionFacts::new("mallory"), customer)
}

fn layer(world: &World, mode: Mode) -> Wrap {
    Wrap::new(world.config([]), mode)
}

/// A layer that signs everybody in as Mallory.
fn mallory() -> Wrap {
    Wrap::new(signed_in_with(forge()), Mode::Required)
}

/// Sends a request to which somebody further out gave an identity.
async fn forged(mode: Mode, sent: impl Fn(&World) -> Sent, outcome: Outcome) {
    let world = World::start().await;
    let sent = sent(&world);

    everywhere(|| Stack::of([layer(&world, mode)]).forged(), &sent, outcome).await;
}

#[actix_web::test]
async fn a_forged_identity_does_not_survive_a_request_without_a_token() {
    forged(
        Mode::Optional,
        |world| world.request("GET", "/", &[]),
        handled("nobody: token_missing at /"),
    )
    .await;
}

#[actix_web::test]
async fn a_forged_identity_does_not_survive_a_bad_token() {
    forged(
        Mode::Lenient,
        |world| world.get("Bearer {broken}"),
        handled("nobody: token_malformed at /"),
    )
    .await;
}

#[actix_web::test]
async fn a_forged_identity_does_not_survive_a_denial_by_the_issuer() {
    forged(
        Mode::Lenient,
        |world| world.get("Bearer {unknown}"),
        handled("nobody: token_denied at /"),
    )
    .await;
}

#[actix_web::test]
async fn a_forged_identity_does_not_survive_a_good_token() {
    forged(
        Mode::Required,
        |world| world.get("Bearer {good}"),
        handled("Ada at /"),
    )
    .await;
}

#[actix_web::test]
async fn a_forged_identity_does_not_survive_a_preflight() {
    forged(
        Mode::Required,
        |world| {
            let headers = [("origin", "null"), ("access-control-request-method", "PUT")];
            world.request("OPTIONS", "/", &headers)
        },
        handled("nobody: token_missing at /"),
    )
    .await;
}

#[actix_web::test]
async fn a_forged_identity_is_no_token() {
    forged(
        Mode::Required,
        |world| world.request("GET", "/", &[]),
        Outcome::Refused(Refusal::MISSING),
    )
    .await;
}

#[actix_web::test]
async fn an_inner_layer_that_finds_nobody_clears_what_an_outer_one_found() {
    let world = World::start().await;
    let sent = world.request("GET", "/", &[]);

    everywhere(
        || Stack::of([mallory(), layer(&world, Mode::Optional)]),
        &sent,
        handled("nobody: token_missing at /"),
    )
    .await;
}

#[actix_web::test]
async fn an_inner_layer_replaces_the_customer_of_an_outer_one() {
    let world = World::start().await;
    let sent = world.get("Bearer {good}");

    everywhere(
        || Stack::of([mallory(), layer(&world, Mode::Required)]),
        &sent,
        handled("Ada at /"),
    )
    .await;
    everywhere(
        || Stack::of([layer(&world, Mode::Required), mallory()]),
        &sent,
        handled("Mallory at /"),
    )
    .await;
}

#[actix_web::test]
async fn an_inner_layer_that_finds_somebody_clears_that_an_outer_one_found_nobody() {
    let world = World::start().await;
    let cookie = [TokenSource::Cookie(Cow::Borrowed("session"))];
    let sent = world.request("GET", "/", &[("cookie", "session={good}")]);

    everywhere(
        || {
            let inner = Wrap::new(world.config(cookie.clone()), Mode::Required);
            Stack::of([inner]).inside(layer(&world, Mode::Optional))
        },
        &sent,
        Outcome::Handled {
            body: "Ada at /",
            cache_control: &["private"],
        },
    )
    .await;
}

#[actix_web::test]
async fn an_inner_layer_that_requires_a_session_refuses_what_an_outer_one_let_pass() {
    let world = World::start().await;

    for (outer, authorization, refusal) in [
        (Mode::Optional, "", Refusal::MISSING),
        (Mode::Lenient, "Bearer {broken}", Refusal::CUT),
        (Mode::Lenient, "Bearer {unknown}", Refusal::DENIED),
    ] {
        everywhere(
            || Stack::of([layer(&world, outer), layer(&world, Mode::Required)]),
            &world.get(authorization),
            Outcome::Refused(refusal),
        )
        .await;
    }
}

#[actix_web::test]
async fn layers_of_one_configuration_ask_once() {
    let world = World::start().await;
    let sent = world.get("Bearer {good}");

    everywhere(
        || {
            let config = world.config([]);
            world.polar.reset_calls();
            let layer = |mode| Wrap::new(config.clone(), mode);
            Stack::of([layer(Mode::Required), layer(Mode::Optional)])
        },
        &sent,
        handled("Ada at /"),
    )
    .await;

    // Introspection, user and customer; the counters begin anew with every stack.
    assert_eq!(world.polar.verification_calls(), 3);
}
