//! Responses of the application's own making, in the place of the problem document.

use customer_session::{Mode, Reason};

use super::{
    Answer, Driver, Stack, World, Wrap,
    drivers::{Actix, Axum, Tower},
    refusals::Refusal,
    stack::{INNER, REPLACED},
};

fn layer(world: &World, mode: Mode) -> Wrap {
    Wrap::new(world.config([]), mode)
}

fn assert_replaced(answer: &Answer, reason: Reason, name: &str) {
    assert_eq!(answer.status, 418, "{name}");
    assert_eq!(answer.body, reason.code(), "{name}");
    assert_eq!(answer.header(REPLACED.0), [REPLACED.1], "{name}");
    assert_eq!(answer.reason, Some(reason), "{name}");
    for ours in ["www-authenticate", "cache-control"] {
        assert!(answer.header(ours).is_empty(), "{name}");
    }
}

#[actix_web::test]
async fn a_closure_replaces_the_refusal_of_the_layer() {
    let world = World::start().await;

    for (authorization, reason) in [
        ("", Reason::TokenMissing),
        ("Bearer {broken}", Reason::TokenMalformed),
        ("Bearer {unknown}", Reason::TokenDenied),
    ] {
        let stack = || Stack::of([layer(&world, Mode::Required).replaced()]);
        let sent = world.get(authorization);

        assert_replaced(&Tower::send(&stack(), &sent).await, reason, "tower");
        assert_replaced(&Axum::send(&stack(), &sent).await, reason, "axum");
        assert_replaced(&Actix::send(&stack(), &sent).await, reason, "actix");
    }
}

#[actix_web::test]
async fn a_closure_leaves_the_handlers_answer_alone() {
    let world = World::start().await;
    let stack = || Stack::of([layer(&world, Mode::Required).replaced()]);
    let sent = world.get("Bearer {good}");

    for answer in [
        Tower::send(&stack(), &sent).await,
        Axum::send(&stack(), &sent).await,
        Actix::send(&stack(), &sent).await,
    ] {
        assert_eq!((answer.status, &*answer.body), (200, "Ada at /"));
        assert!(answer.header(REPLACED.0).is_empty());
    }
}

/// Sends a request without a token to a handler that insists on a customer.
async fn refused_by_extractor<D: Driver>(stack: &Stack, world: &World) -> Answer {
    D::send(stack, &world.request("GET", "/customer", &[])).await
}

#[actix_web::test]
async fn a_closure_replaces_the_refusal_of_an_extractor() {
    let world = World::start().await;
    let stack = || Stack::of([layer(&world, Mode::Optional).replaced()]);

    for (answer, name) in [
        (refused_by_extractor::<Axum>(&stack(), &world).await, "axum"),
        (
            refused_by_extractor::<Actix>(&stack(), &world).await,
            "actix",
        ),
    ] {
        assert_replaced(&answer, Reason::TokenMissing, name);
        assert!(
            answer
                .header("content-type")
                .iter()
                .all(|kind| !kind.contains("problem"))
        );
    }
}

/// Cookies, trace ids and the like: two field lines of one name are both kept.
#[actix_web::test]
async fn a_closure_keeps_the_headers_that_inner_layers_added() {
    let world = World::start().await;
    let stack = || Stack::of([layer(&world, Mode::Optional).replaced()]);

    for answer in [
        refused_by_extractor::<Axum>(&stack(), &world).await,
        refused_by_extractor::<Actix>(&stack(), &world).await,
    ] {
        assert_eq!(answer.header(INNER.0), INNER.1);
    }
}

#[actix_web::test]
async fn the_problem_document_of_an_extractor_keeps_the_headers_that_inner_layers_added() {
    let world = World::start().await;
    let stack = || Stack::of([layer(&world, Mode::Optional)]);

    for answer in [
        refused_by_extractor::<Axum>(&stack(), &world).await,
        refused_by_extractor::<Actix>(&stack(), &world).await,
    ] {
        Refusal::MISSING.assert(&answer, "extractor");
        assert_eq!(answer.header(INNER.0), INNER.1);
    }
}

#[actix_web::test]
async fn of_two_layers_the_one_nearest_to_the_handler_answers_for_its_extractors() {
    let world = World::start().await;
    let plain = || layer(&world, Mode::Optional);

    let outer = || Stack::of([plain().replaced(), plain()]);
    let inner = || Stack::of([plain(), plain().replaced()]);

    for (outer, inner) in [
        (
            refused_by_extractor::<Axum>(&outer(), &world).await,
            refused_by_extractor::<Axum>(&inner(), &world).await,
        ),
        (
            refused_by_extractor::<Actix>(&outer(), &world).await,
            refused_by_extractor::<Actix>(&inner(), &world).await,
        ),
    ] {
        Refusal::MISSING.assert(&outer, "outer");
        assert_replaced(&inner, Reason::TokenMissing, "inner");
    }
}
