//! Every answer that is not a yes, on each of the calls: exactly one outcome, and nothing
//! remembered but a "no".

use std::{net::TcpListener, time::Duration};

use customer_session::{CustomerSessionConfig, Reason, Rejection};
use customer_session_polar::Polar;
use customer_session_test::polar::{Endpoint, FakePolar, Fault, NewCustomer, RateLimits};
use serde_json::json;

use crate::world::{Calls, SECOND, World, accepted, bo, decide, pointed_at, rejected, verdict};

/// What a client sees and an operator reads: reason, status, public code, seconds of `Retry-After`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Outcome(Reason, u16, &'static str, Option<u64>);

impl Outcome {
    fn of(rejection: &Rejection) -> Self {
        Self(
            rejection.reason(),
            rejection.status(),
            rejection.code(),
            rejection.retry_after().map(|wait| wait.as_secs()),
        )
    }

    fn is_denial(self) -> bool {
        self.1 == 401
    }
}

const DENIED: Outcome = Outcome(Reason::TokenDenied, 401, "token_invalid", None);
const FOREIGN: Outcome = Outcome(Reason::NotOurCustomer, 401, "token_invalid", None);
const MALFORMED: Outcome = Outcome(Reason::IssuerAnswerMalformed, 503, "unavailable", Some(5));
const MISCONFIGURED: Outcome = Outcome(Reason::Misconfigured, 500, "server_error", None);
const REFUSED: Outcome = Outcome(Reason::CredentialsRefused, 500, "server_error", None);
const TIMEOUT: Outcome = Outcome(Reason::IssuerTimeout, 503, "unavailable", Some(5));
const UNAVAILABLE: Outcome = Outcome(Reason::IssuerUnavailable, 503, "unavailable", Some(5));

/// The customer's own limit: nothing to wait for is known unless Polar says so.
const fn limited(wait: Option<u64>) -> Outcome {
    Outcome(Reason::RateLimited, 429, "rate_limited", wait)
}

/// The limit of our access token, which is no business of the customer's.
const fn own_limited(wait: u64) -> Outcome {
    Outcome(Reason::OwnRateLimited, 503, "unavailable", Some(wait))
}

fn json(status: u16, body: &str) -> Fault {
    Fault::Status(status, "application/json".to_owned(), body.to_owned())
}

fn rate_limited(retry_after: Option<u32>) -> Fault {
    Fault::RateLimited { retry_after }
}

const INSUFFICIENT_SCOPE: &str = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token."}"#;
const INVALID_TOKEN: &str = r#"{"error":"invalid_token","error_description":"The access token provided is expired, revoked, malformed, or invalid for other reasons."}"#;
const NOT_FOUND: &str = r#"{"detail":"Not Found"}"#;
const NOT_PERMITTED: &str = r#"{"error":"NotPermitted","detail":"Only owners and billing managers can access billing features."}"#;
const RESOURCE_NOT_FOUND: &str = r#"{"error":"ResourceNotFound","detail":"Not found"}"#;
const METHOD_NOT_ALLOWED: &str = r#"{"detail":"Method Not Allowed"}"#;
const LENGTH_REQUIRED: &str =
    r#"{"error":"LengthRequired","detail":"Content-Length header is required."}"#;

/// Name, what goes wrong, its outcome on a call with the session's token, and on the call with
/// ours.
fn table() -> Vec<(&'static str, Fault, Outcome, Outcome)> {
    let same = |name, fault, outcome| (name, fault, outcome, outcome);
    let html = Fault::Html;
    vec![
        // Polar's own answers.
        ("401 invalid_token", Fault::InvalidToken, DENIED, REFUSED),
        (
            "401 invalid_token, bare",
            json(401, INVALID_TOKEN),
            DENIED,
            REFUSED,
        ),
        ("401 Unauthorized", Fault::Unauthorized, MALFORMED, REFUSED),
        (
            "403 NotPermitted",
            json(403, NOT_PERMITTED),
            MALFORMED,
            REFUSED,
        ),
        (
            "403 insufficient_scope",
            json(403, INSUFFICIENT_SCOPE),
            MALFORMED,
            REFUSED,
        ),
        (
            "404 ResourceNotFound",
            json(404, RESOURCE_NOT_FOUND),
            MALFORMED,
            FOREIGN,
        ),
        same(
            "404 Not Found, with and without the version",
            json(404, NOT_FOUND),
            MISCONFIGURED,
        ),
        same("405", json(405, METHOD_NOT_ALLOWED), MALFORMED),
        same("411", json(411, LENGTH_REQUIRED), MALFORMED),
        ("429", rate_limited(None), limited(None), own_limited(5)),
        (
            "429, 60 s",
            rate_limited(Some(60)),
            limited(Some(60)),
            own_limited(60),
        ),
        (
            "429, 900 s",
            rate_limited(Some(900)),
            limited(Some(900)),
            own_limited(900),
        ),
        (
            "429, a day",
            rate_limited(Some(86_400)),
            limited(Some(3600)),
            own_limited(3600),
        ),
        same("500 text/plain", Fault::ServerError, UNAVAILABLE),
        // Proxies in front of it.
        same("401 HTML", html(401), UNAVAILABLE),
        same("403 HTML", html(403), UNAVAILABLE),
        same("404 HTML", html(404), MISCONFIGURED),
        same("502 HTML", html(502), UNAVAILABLE),
        same("503 HTML", html(503), UNAVAILABLE),
        same("520 HTML", html(520), UNAVAILABLE),
        same("200 HTML", html(200), MALFORMED),
        ("429 HTML", html(429), limited(None), own_limited(5)),
        // Statuses that have no meaning here.
        same("202", json(202, "{}"), MALFORMED),
        same("204", json(204, ""), MALFORMED),
        same("206", json(206, "{}"), MALFORMED),
        same("300", json(300, "{}"), MISCONFIGURED),
        same("304", json(304, ""), MISCONFIGURED),
        same("400", json(400, "{}"), MALFORMED),
        same("402", json(402, "{}"), MALFORMED),
        same("409", json(409, "{}"), MALFORMED),
        same("410", json(410, "{}"), MALFORMED),
        same("418", json(418, "{}"), MALFORMED),
        same("451", json(451, "{}"), MALFORMED),
        same("999", json(999, "{}"), UNAVAILABLE),
        // Bodies that are no answer.
        same("cut JSON", Fault::TruncatedJson, MALFORMED),
        same("no JSON by its type", Fault::WrongContentType, MALFORMED),
        same("JSON of nothing", json(200, ""), MALFORMED),
        same("JSON of something else", json(200, "{}"), MALFORMED),
        same("JSON null", json(200, "null"), MALFORMED),
        same("a JSON list", json(200, "[]"), MALFORMED),
        same(
            "a denial with status 200",
            json(200, INVALID_TOKEN),
            MALFORMED,
        ),
        same("never ends", Fault::Endless, MALFORMED),
        // The wire.
        same("cut body", Fault::Truncated, UNAVAILABLE),
        same("dropped", Fault::Drop, UNAVAILABLE),
        same("hangs", Fault::Hang, TIMEOUT),
        same("30 s", Fault::Delay(30 * SECOND), TIMEOUT),
        same(
            "redirect",
            Fault::Redirect("http://127.0.0.1:9/".to_owned()),
            MISCONFIGURED,
        ),
    ]
}

fn is_silent(fault: &Fault) -> bool {
    matches!(fault, Fault::Hang | Fault::Delay(_))
}

/// One row of the table on one endpoint, with a token that was never used.
struct Case<'a> {
    what: String,
    endpoint: Endpoint,
    fault: &'a Fault,
    expected: Outcome,
    token: String,
}

impl Case<'_> {
    async fn prove(self, world: &World) {
        let Self {
            what,
            endpoint,
            fault,
            expected,
            token,
        } = self;
        let warm = world.ada().mint();
        world.accept(&warm).await;
        world.fake.fault_on(endpoint, fault.clone());

        let rejection = if is_silent(fault) {
            world.refuse_after(5 * SECOND, endpoint, &token).await
        } else {
            world.refuse(&token).await
        };

        assert_eq!(Outcome::of(&rejection), expected, "{what}");
        assert_eq!(
            rejection.challenge().is_some(),
            expected.is_denial(),
            "{what}"
        );
        let (_, calls) = world.calls_of(world.accept(&warm)).await;
        assert_eq!(
            calls,
            Calls::NONE,
            "{what}: a remembered session is served meanwhile"
        );
        if expected.is_denial() {
            let (again, calls) = world.calls_of(world.refuse(&token)).await;
            assert_eq!(
                (again.reason(), calls),
                (expected.0, Calls::NONE),
                "{what}: remembered"
            );
            // Past both lifetimes of denials, and within that of the session.
            world.clock.advance(600 * SECOND);
        }
        world.fake.clear_faults();
        if let Some(wait) = rejection.retry_after() {
            // Whoever asked to be left alone is, for a minute at most.
            world.clock.advance(wait.min(60 * SECOND));
        }
        world.accept(&token).await;
    }
}

#[tokio::test]
async fn every_failure_of_a_call_has_one_outcome_and_only_denials_are_remembered() {
    let world = World::start().await;
    for (name, fault, session, own) in table() {
        for endpoint in [Endpoint::Introspect, Endpoint::User, Endpoint::Customer] {
            let expected = if endpoint == Endpoint::Customer {
                own
            } else {
                session
            };
            let case = Case {
                what: format!("{name} on {endpoint:?}"),
                endpoint,
                fault: &fault,
                expected,
                // A customer of its own, so that the call with our token is made.
                token: world.ada().mint(),
            };

            case.prove(&world).await;
        }
    }
}

/// The fourth call, which customer sessions of teams need.
#[tokio::test]
async fn every_failure_of_the_teams_fourth_call_has_the_outcome_of_a_sessions_call() {
    let world = World::start().await;
    for (name, fault, expected, _) in table() {
        let case = Case {
            what: format!("{name} on Me"),
            endpoint: Endpoint::Me,
            fault: &fault,
            expected,
            token: world.team().mint_customer_session(),
        };

        case.prove(&world).await;
    }
}

/// On `/user` a 422 is a question of the kind of session and asks `/me`; elsewhere it is a broken
/// answer.
#[tokio::test]
async fn a_422_is_no_denial_anywhere() {
    let refused = json(
        422,
        r#"{"error":"PolarRequestValidationError","detail":[]}"#,
    );
    let world = World::start().await;
    for endpoint in [Endpoint::Introspect, Endpoint::Customer] {
        let token = world.ada().mint();
        world.fake.fault_on(endpoint, refused.clone());

        assert_eq!(
            Outcome::of(&world.refuse(&token).await),
            MALFORMED,
            "{endpoint:?}"
        );

        world.fake.clear_faults();
        world.accept(&token).await;
    }
    world.fake.fault_on(Endpoint::User, refused);

    let (_, calls) = world.calls_of(world.accept(&world.ada().mint())).await;

    assert_eq!(
        calls,
        Calls {
            me: 1,
            total: 4,
            ..Calls::COLD
        }
    );
}

#[tokio::test]
async fn a_refused_connection_is_an_outage() {
    let world = World::start().await;
    let (warm, token) = (world.ada().mint(), world.ada().mint());
    world.accept(&warm).await;
    world.fake.fault(Fault::Refuse);

    assert_eq!(Outcome::of(&world.refuse(&token).await), UNAVAILABLE);

    let (_, calls) = world.calls_of(world.accept(&warm)).await;
    assert_eq!(calls, Calls::NONE);
    world.fake.clear_faults();
    world.accept(&token).await;
}

#[tokio::test]
async fn a_failed_call_is_made_once() {
    let world = World::start().await;
    for fault in [
        Fault::Drop,
        Fault::ServerError,
        Fault::Truncated,
        rate_limited(Some(60)),
    ] {
        world.fake.fault_on(Endpoint::Introspect, fault.clone());

        let (_, calls) = world.calls_of(world.refuse(&world.ada().mint())).await;

        assert_eq!(calls, Calls::SESSION, "{fault:?}");
    }
}

/// What is no answer must not hide a "no", on whichever of the two calls it came.
#[tokio::test]
async fn a_denial_of_one_call_outweighs_the_failure_of_the_other() {
    for (no, fails) in [
        (Endpoint::Introspect, Endpoint::User),
        (Endpoint::User, Endpoint::Introspect),
    ] {
        let world = World::start().await;
        world.fake.fault_on(no, Fault::InvalidToken);
        world.fake.fault_on(fails, Fault::ServerError);

        assert_eq!(
            Outcome::of(&world.refuse(&world.ada().mint()).await),
            DENIED,
            "{no:?}"
        );
    }
}

#[tokio::test]
async fn a_session_that_ended_by_our_clock_is_expired() {
    let world = World::start().await;
    let body = r#"{"expires_at":"2025-12-31T23:59:59.999999Z","return_url":null}"#;
    world.fake.fault_on(Endpoint::Introspect, json(200, body));

    let rejection = world.refuse(&world.ada().mint()).await;

    assert_eq!(
        Outcome::of(&rejection),
        Outcome(Reason::TokenExpired, 401, "token_expired", None)
    );
}

#[tokio::test]
async fn a_customer_id_that_could_change_the_address_is_never_asked_for() {
    let world = World::start().await;
    for id in ["../../v1/members", "a/b", "a?b", "", "..", "%2e%2e", "é"] {
        let user = json!({ "type": "customer", "customer_id": id });
        world
            .fake
            .fault_on(Endpoint::User, json(200, &user.to_string()));

        let (rejection, calls) = world.calls_of(world.refuse(&world.ada().mint())).await;

        assert_eq!(Outcome::of(&rejection), MALFORMED, "{id}");
        assert_eq!(calls, Calls::SESSION, "{id}");
    }
}

#[tokio::test]
async fn an_outage_past_the_session_lifetime_blames_nobody_and_ends_by_itself() {
    let world = World::start().await;
    let token = world.ada().mint();
    world.accept(&token).await;
    world.clock.advance(60 * SECOND);
    world.fake.fault(Fault::Html(502));

    assert_eq!(Outcome::of(&world.refuse(&token).await), UNAVAILABLE);

    world.fake.clear_faults();
    world.accept(&token).await;
}

#[tokio::test]
async fn the_configured_timeout_bounds_the_wait_and_not_more() {
    let world = World::configured(|config| config.verification_timeout(SECOND)).await;
    for silent in [Endpoint::Introspect, Endpoint::User, Endpoint::Customer] {
        world.fake.fault_on(silent, Fault::Hang);

        let rejection = world
            .refuse_after(SECOND, silent, &world.ada().mint())
            .await;

        assert_eq!(Outcome::of(&rejection), TIMEOUT, "{silent:?}");
        world.fake.clear_faults();
    }
}

#[tokio::test]
async fn an_answer_just_within_the_timeout_is_an_answer() {
    let world = World::start().await;
    let token = world.ada().mint();
    world
        .fake
        .fault_on(Endpoint::Customer, Fault::Delay(4 * SECOND));
    let decision = world.decide(&token);
    while world.fake.calls(Endpoint::Customer) == 0 {
        tokio::task::yield_now().await;
    }

    world.clock.advance(4 * SECOND);

    accepted(verdict(decision).await);
}

/// On the system's clock, over a socket that stays silent.
#[tokio::test]
async fn a_silent_polar_is_given_up_in_real_time_too() {
    let world = World::start().await;
    let config = CustomerSessionConfig::builder()
        .provider(world.polar.clone())
        .verification_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    world.fake.fault(Fault::Hang);

    let rejection = rejected(verdict(decide(&config, &world.ada().mint())).await);

    assert_eq!(Outcome::of(&rejection), TIMEOUT);
}

#[tokio::test]
async fn a_redirect_takes_no_token_anywhere() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let address = format!("http://{}/v1/", elsewhere.local_addr().unwrap());
    let world = World::start().await;
    for endpoint in [Endpoint::Introspect, Endpoint::User, Endpoint::Customer] {
        world
            .fake
            .fault_on(endpoint, Fault::Redirect(address.clone()));

        let (rejection, _) = world.calls_of(world.refuse(&world.ada().mint())).await;

        assert_eq!(Outcome::of(&rejection), MISCONFIGURED, "{endpoint:?}");
        world.fake.clear_faults();
    }
    let nobody = elsewhere.accept().unwrap_err();
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock);
}

/// Seen on Polar's wire: an unknown path is the same 404 as a retired version, but with the version
/// header.
#[tokio::test]
async fn a_server_address_with_a_wrong_path_is_a_fault_of_the_configuration() {
    let world = World::start().await;
    let organization = world.fake.organization();
    let polar = Polar::server(format!("{}/v2", world.fake.url()))
        .access_token(organization.access_token())
        .organization_id(organization.id())
        .build()
        .unwrap();
    let config = world.config_of(polar);

    let rejection = rejected(verdict(decide(&config, &world.ada().mint())).await);

    assert_eq!(Outcome::of(&rejection), MISCONFIGURED);
    assert_eq!(world.fake.total_calls(), 2);
}

#[tokio::test]
async fn an_access_token_without_customers_read_is_our_own_fault() {
    let world = World::start().await;
    let organization = world.fake.organization();
    let polar = pointed_at(&world.fake)
        .access_token(organization.access_token_with_scopes(&["customer_sessions:write"]))
        .build()
        .unwrap();
    let config = world.config_of(polar);

    let rejection = rejected(verdict(decide(&config, &world.ada().mint())).await);

    assert_eq!(Outcome::of(&rejection), REFUSED);
    let cause = std::error::Error::source(&rejection).unwrap().to_string();
    assert!(cause.contains("customers:read"), "{cause}");
}

/// Polar's own limit: 500 calls a minute for all sessions of one customer in production.
#[tokio::test]
async fn a_customer_over_polars_limit_is_told_to_wait_and_nobody_else_is() {
    let fake = FakePolar::builder()
        .rate_limits(RateLimits::Sandbox)
        .start()
        .await
        .unwrap();
    let organization = fake.organization();
    let config = CustomerSessionConfig::builder()
        .provider(pointed_at(&fake).build().unwrap())
        .build()
        .unwrap();
    let new = || NewCustomer::individual("ada@shop.example");
    let ada = organization.add_customer(new());
    let other = organization.add_customer(new());
    // A token's first call is not counted for its customer, and its second one is.
    for _ in 0..100 {
        accepted(verdict(decide(&config, &ada.mint())).await);
    }

    let rejection = rejected(verdict(decide(&config, &ada.mint())).await);

    assert_eq!(Outcome::of(&rejection), limited(Some(60)));
    accepted(verdict(decide(&config, &other.mint())).await);
}

#[tokio::test]
async fn a_members_failures_are_a_persons() {
    let world = World::start().await;
    let team = world.team();
    let bo = team.add_member(bo());
    world.fake.fault_on(Endpoint::User, Fault::InvalidToken);

    assert_eq!(
        Outcome::of(&world.refuse(&team.mint_member(&bo)).await),
        DENIED
    );
}
