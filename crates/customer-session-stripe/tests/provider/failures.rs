//! Every answer that is not a yes to the look-up of a customer: exactly one outcome, none of which
//! blames the customer but Stripe's own "no", and nothing remembered but that.

use customer_session::{
    CustomerId, Reason, Rejection,
    provider::registry::{SessionRecord, SessionStore, StoreError},
    token::TokenDigest,
};
use customer_session_test::stripe::{Endpoint, Fault};

use crate::world::{SECOND, World, own_token, pointed_at, rejected, secret};

/// What a client sees and an operator reads: reason, status, public code, seconds of `Retry-After`.
type Outcome = (Reason, u16, &'static str, Option<u64>);

const FOREIGN: Outcome = (Reason::NotOurCustomer, 401, "token_invalid", None);
const MALFORMED: Outcome = (Reason::IssuerAnswerMalformed, 503, "unavailable", Some(5));
const MISCONFIGURED: Outcome = (Reason::Misconfigured, 500, "server_error", None);
const REFUSED: Outcome = (Reason::CredentialsRefused, 500, "server_error", None);
const TIMEOUT: Outcome = (Reason::IssuerTimeout, 503, "unavailable", Some(5));
const UNAVAILABLE: Outcome = (Reason::IssuerUnavailable, 503, "unavailable", Some(5));

const fn limited(wait: u64) -> Outcome {
    (Reason::OwnRateLimited, 503, "unavailable", Some(wait))
}

fn outcome(rejection: &Rejection) -> Outcome {
    (
        rejection.reason(),
        rejection.status(),
        rejection.code(),
        rejection.retry_after().map(|wait| wait.as_secs()),
    )
}

fn json(status: u16, body: &str) -> Fault {
    Fault::Status(status, "application/json".to_owned(), body.to_owned())
}

fn error(status: u16, kind: &str, code: &str) -> Fault {
    let body = format!(r#"{{"error":{{"type":"{kind}","code":"{code}","message":"x"}}}}"#);
    json(status, &body)
}

fn table() -> Vec<(&'static str, Fault, Outcome)> {
    let invalid = "invalid_request_error";
    let rate_limited = |retry_after| Fault::RateLimited { retry_after };
    vec![
        // Stripe's own answers.
        (
            "deleted",
            json(200, r#"{"id":"@","object":"customer","deleted":true}"#),
            FOREIGN,
        ),
        (
            "404 resource_missing",
            error(404, invalid, "resource_missing"),
            FOREIGN,
        ),
        (
            "404 of another kind",
            error(404, invalid, "url_invalid"),
            MISCONFIGURED,
        ),
        (
            "400",
            error(400, invalid, "parameter_unknown"),
            MISCONFIGURED,
        ),
        (
            "400 resource_missing",
            error(400, invalid, "resource_missing"),
            MISCONFIGURED,
        ),
        (
            "400 rate_limit",
            error(400, invalid, "rate_limit"),
            limited(5),
        ),
        (
            "400 idempotency_error",
            error(400, "idempotency_error", ""),
            MISCONFIGURED,
        ),
        ("401", error(401, invalid, ""), REFUSED),
        ("402", error(402, "card_error", ""), MISCONFIGURED),
        (
            "403",
            error(403, invalid, "more_permissions_required"),
            REFUSED,
        ),
        ("409", error(409, invalid, "lock_timeout"), UNAVAILABLE),
        ("429", rate_limited(None), limited(5)),
        ("429, 60 s", rate_limited(Some(60)), limited(60)),
        ("429, a day", rate_limited(Some(86_400)), limited(3600)),
        ("500", error(500, "api_error", ""), UNAVAILABLE),
        // Proxies in front of it.
        ("400 HTML", Fault::Html(400), MALFORMED),
        ("401 HTML", Fault::Html(401), UNAVAILABLE),
        ("403 HTML", Fault::Html(403), UNAVAILABLE),
        ("404 HTML", Fault::Html(404), MISCONFIGURED),
        ("429 HTML", Fault::Html(429), limited(5)),
        ("200 HTML", Fault::Html(200), MALFORMED),
        ("502 HTML", Fault::Html(502), UNAVAILABLE),
        ("520 HTML", Fault::Html(520), UNAVAILABLE),
        // Statuses that have no meaning here.
        ("201", json(201, "{}"), MALFORMED),
        ("204", json(204, ""), MALFORMED),
        ("302", json(302, "{}"), MISCONFIGURED),
        ("405", json(405, "{}"), MALFORMED),
        ("410", json(410, "{}"), MALFORMED),
        ("418", json(418, "{}"), MALFORMED),
        ("401, JSON of somebody else", json(401, "{}"), UNAVAILABLE),
        (
            "403, JSON of somebody else",
            json(403, r#"{"error":"no"}"#),
            UNAVAILABLE,
        ),
        // Bodies that are no answer.
        ("cut JSON", Fault::TruncatedJson, MALFORMED),
        ("no JSON by its type", Fault::WrongContentType, MALFORMED),
        ("JSON of nothing", json(200, ""), MALFORMED),
        ("JSON of something else", json(200, "{}"), MALFORMED),
        ("JSON null", json(200, "null"), MALFORMED),
        (
            "an error with status 200",
            json(200, r#"{"error":{"type":"x"}}"#),
            MALFORMED,
        ),
        (
            "another customer",
            json(200, r#"{"id":"cus_Other","livemode":false}"#),
            MALFORMED,
        ),
        (
            "the other mode",
            json(200, r#"{"id":"@","livemode":true}"#),
            MALFORMED,
        ),
        ("no mode", json(200, r#"{"id":"@"}"#), MALFORMED),
        (
            "another who is deleted",
            json(200, r#"{"id":"cus_Other","deleted":true}"#),
            MALFORMED,
        ),
        ("never ends", Fault::Endless, MALFORMED),
        // The wire.
        ("cut body", Fault::Truncated, UNAVAILABLE),
        ("dropped", Fault::Drop, UNAVAILABLE),
        ("hangs", Fault::Hang, TIMEOUT),
        ("30 s", Fault::Delay(30 * SECOND), TIMEOUT),
        (
            "redirect",
            Fault::Redirect("http://127.0.0.1:9/".to_owned()),
            MISCONFIGURED,
        ),
    ]
}

/// Answers are about this customer.
fn about(fault: Fault, customer: &str) -> Fault {
    match fault {
        Fault::Status(status, kind, body) => {
            Fault::Status(status, kind, body.replace('@', customer))
        }
        other => other,
    }
}

#[tokio::test]
async fn every_failure_of_the_look_up_has_one_outcome_and_only_denials_are_remembered() {
    let world = World::start().await;
    for (what, fault, expected) in table() {
        let warm = world.issue(&world.ada()).await;
        world.accept(own_token(&warm)).await;
        let ada = world.ada();
        let issued = world.issue(&ada).await;
        let token = own_token(&issued);
        let silent = matches!(fault, Fault::Hang | Fault::Delay(_));
        world.fake.fault_on(Endpoint::Customer, about(fault, &ada));

        let rejection = if silent {
            world.refuse_after(5 * SECOND, token).await
        } else {
            world.refuse(token).await
        };

        assert_eq!(outcome(&rejection), expected, "{what}");
        assert_eq!(rejection.challenge().is_some(), expected.1 == 401, "{what}");
        world.accept(own_token(&warm)).await;
        world.fake.clear_faults();
        let before = world.look_ups();
        if expected.1 == 401 {
            assert_eq!(outcome(&world.refuse(token).await), expected, "{what}");
            assert_eq!(world.look_ups(), before, "{what}: remembered");
        } else {
            if let Some(wait) = rejection.retry_after() {
                world.clock.advance(wait.min(60 * SECOND));
            }
            world.accept(token).await;
        }
        // Past all that was asked to be left alone.
        world.clock.advance(60 * SECOND);
    }
}

#[tokio::test]
async fn a_key_that_was_taken_out_of_service_is_our_failure() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    world.fake.roll_key(&world.fake.secret_key());

    assert_eq!(outcome(&world.refuse(own_token(&issued)).await), REFUSED);
}

#[tokio::test]
async fn a_server_that_refuses_connections_is_an_outage() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    world.fake.fault(Fault::Refuse);

    assert_eq!(
        outcome(&world.refuse(own_token(&issued)).await),
        UNAVAILABLE
    );
    world.fake.clear_faults();
    world.clock.advance(5 * SECOND);
    world.accept(own_token(&issued)).await;
}

/// A store that is out of order.
#[derive(Debug)]
struct Down;

impl SessionStore for Down {
    async fn insert(&self, _: TokenDigest, _: &SessionRecord) -> Result<(), StoreError> {
        Err(StoreError::unavailable("down"))
    }

    async fn find(&self, _: TokenDigest) -> Result<Option<SessionRecord>, StoreError> {
        Err(StoreError::unavailable("down"))
    }

    async fn revoke_session(&self, _: TokenDigest) -> Result<u64, StoreError> {
        Err(StoreError::unavailable("down"))
    }

    async fn revoke_id(&self, _: &str, _: &str) -> Result<u64, StoreError> {
        Err(StoreError::unavailable("down"))
    }

    async fn revoke_customer(&self, _: &str, _: &CustomerId) -> Result<u64, StoreError> {
        Err(StoreError::unavailable("down"))
    }

    async fn purge(&self) -> Result<u64, StoreError> {
        Err(StoreError::unavailable("down"))
    }
}

#[tokio::test]
async fn a_store_that_fails_is_a_fault_and_no_denial_and_not_remembered() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    let stripe = pointed_at(&world.fake, &world.store)
        .store(Down, secret())
        .build()
        .unwrap();

    let rejection = rejected(
        world
            .config_of(stripe.clone())
            .verify(own_token(&issued))
            .await,
    );

    assert_eq!(outcome(&rejection), UNAVAILABLE);
    let registry = stripe.registry();
    assert!(registry.revoke_session(own_token(&issued)).await.is_err());
    assert!(registry.purge().await.is_err());
    world.accept(own_token(&issued)).await;
}
