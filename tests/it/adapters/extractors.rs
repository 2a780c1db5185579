//! The extractors of axum and actix-web, which must refuse alike.

use customer_session::Mode;

use super::{
    Answer, Driver, Sent, Stack, World, Wrap,
    drivers::{Actix, Axum},
    refusals::Refusal,
};

const INSISTING: [&str; 2] = ["/customer", "/session"];
const ASKING: [&str; 2] = ["/maybe", "/option"];

async fn both(stack: impl Fn() -> Stack, sent: &Sent) -> [Answer; 2] {
    [
        Axum::send(&stack(), sent).await,
        Actix::send(&stack(), sent).await,
    ]
}

async fn behind(mode: Mode, path: &str, authorization: &str) -> [Answer; 2] {
    let world = World::start().await;
    let sent = world.request("GET", path, &[("authorization", authorization)]);

    both(|| Stack::of([Wrap::new(world.config([]), mode)]), &sent).await
}

#[actix_web::test]
async fn a_good_session_is_given_to_every_extractor() {
    for path in INSISTING.into_iter().chain(ASKING) {
        for answer in behind(Mode::Required, path, "Bearer {good}").await {
            assert_eq!((answer.status, &*answer.body), (200, "served"), "{path}");
        }
    }
}

/// The refusal of an extractor has the challenge that the layer's would have had.
#[actix_web::test]
async fn a_handler_that_insists_refuses_a_request_without_a_token() {
    for path in INSISTING {
        for answer in behind(Mode::Optional, path, "").await {
            Refusal::MISSING.assert(&answer, path);
        }
    }
}

#[actix_web::test]
async fn a_handler_that_insists_says_what_is_wrong_with_a_bad_token() {
    for path in INSISTING {
        for answer in behind(Mode::Lenient, path, "Bearer {canary}").await {
            Refusal::UNRECOGNIZED.assert(&answer, path);
        }
        for answer in behind(Mode::Lenient, path, "Bearer {foreign}").await {
            Refusal::NOT_OURS.assert(&answer, path);
        }
    }
}

#[actix_web::test]
async fn a_handler_that_asks_serves_a_request_without_a_session() {
    for path in ASKING {
        for (mode, authorization) in [(Mode::Optional, ""), (Mode::Lenient, "Bearer {unknown}")] {
            for answer in behind(mode, path, authorization).await {
                assert_eq!((answer.status, &*answer.body), (200, "served"), "{path}");
            }
        }
    }
}

#[actix_web::test]
async fn a_route_without_a_layer_is_told_how_to_mend_it() {
    let world = World::start().await;

    for path in INSISTING.into_iter().chain(["/maybe"]) {
        let sent = world.request("GET", path, &[("authorization", "Bearer {good}")]);
        for answer in both(|| Stack::of([]), &sent).await {
            Refusal::LAYER_MISSING.assert(&answer, path);
        }
    }
}

/// actix-web makes an `Option` of every extractor and drops its error, so only axum can tell.
#[actix_web::test]
async fn an_option_without_a_layer_is_refused_by_axum_and_none_in_actix() {
    let world = World::start().await;
    let sent = world.request("GET", "/option", &[("authorization", "Bearer {good}")]);

    let [axum, actix] = both(|| Stack::of([]), &sent).await;

    Refusal::LAYER_MISSING.assert(&axum, "axum");
    assert_eq!((actix.status, &*actix.body), (200, "served"));
}
