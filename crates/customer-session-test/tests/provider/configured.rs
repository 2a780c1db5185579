//! The core's own providers for servers that follow no standard keep every rule: the one that asks
//! with the customer's own token, and the one that asks with our own secret.

use customer_session::provider::{
    me::{AnswerRule, Field, MeProvider, MeProviderBuilder, Outcome, TimeFormat},
    verify_call::{VerifyCallProvider, VerifyCallProviderBuilder},
};
use customer_session_test::provider::{Bench, Reply, Rule, Session, conformance};
use serde_json::{Value, json};

use crate::untried;

#[tokio::test]
async fn the_provider_that_asks_who_the_customer_is_keeps_every_rule() {
    let bench = Bench::new(|address: &str| me(address).build().unwrap());
    let bench = sessions(bench, "GET", "/me").denied(
        "a token that is no session",
        about(
            "GET",
            "/me",
            "t-no",
            401,
            &json!({ "error": "unauthorized" }),
        ),
    );

    let report = conformance(bench).await;

    println!("{report}");
    report.assert();
    // It has no credentials, and every 401 that is JSON is a "no".
    assert_eq!(
        untried(&report),
        [
            Rule::OwnsItsCredentials,
            Rule::RefusesForeignCustomers,
            Rule::FaultsAreNoDenials,
            Rule::BelievesNoOther
        ]
    );
}

#[tokio::test]
async fn so_it_does_with_a_key_beside_the_token_and_rules_for_what_is_said() {
    let bench = Bench::new(|address: &str| {
        me(address)
            .post(json!({ "customer": "self" }))
            .token_header("x-customer-token")
            .header("x-channel-key", KEY)
            .active("/active")
            .must_be("/shop", 7)
            .rule(AnswerRule::new(401, Outcome::CredentialsRefused).when("/key", ["unknown"]))
            .rule(AnswerRule::new(403, Outcome::Denied).when("/error", ["signed_out"]))
            .build()
            .unwrap()
    });
    let denied = |token, status, answer: Value| about("POST", "/me", token, status, &answer);
    // The question is the customer's own, as is a limit that it meets.
    let bench = sessions(bench, "POST", "/me")
        .private(KEY)
        .denied("another", denied("t-1", 401, json!({ "error": "unknown" })))
        .denied(
            "one that is over",
            denied("t-2", 403, json!({ "error": "signed_out" })),
        )
        .denied(
            "one that is not active",
            denied("t-3", 200, json!({ "active": false })),
        )
        .denied("another shop's", denied("t-4", 200, of_another_shop()));

    let report = conformance(bench).await;

    println!("{report}");
    report.assert();
}

#[tokio::test]
async fn the_provider_that_has_tokens_verified_keeps_every_rule() {
    let bench = Bench::new(|address: &str| {
        verify_call(address)
            .basic("shop", SECRET)
            .token_in_form("token")
            .member("kind", "session")
            .active("/active")
            .must_be("/shop", 7)
            .build()
            .unwrap()
    });
    let denied = |token, answer: Value| about("POST", "/verify", token, 200, &answer);
    let bench = sessions(bench, "POST", "/verify")
        .secret(SECRET)
        .denied(
            "one that is not active",
            denied("t-1", json!({ "active": false })),
        )
        .denied("another shop's", denied("t-2", of_another_shop()));

    let report = conformance(bench).await;

    println!("{report}");
    report.assert();
    // The issuer knows nothing of merchants, and says everything in one answer.
    assert_eq!(
        untried(&report),
        [Rule::RefusesForeignCustomers, Rule::BelievesNoOther]
    );
}

#[tokio::test]
async fn so_it_does_with_json_and_rules_for_what_is_said() {
    let bench = Bench::new(|address: &str| {
        verify_call(address)
            .bearer(SECRET)
            .token_in_json("token")
            .rule(AnswerRule::new(404, Outcome::Denied).when("/error", ["unknown"]))
            .rule(AnswerRule::new(401, Outcome::Expired).when("/error", ["expired"]))
            .build()
            .unwrap()
    });
    let said = |token, status, word| {
        let answer = json!({ "error": word });
        about("POST", "/verify", token, status, &answer)
    };
    let bench = sessions(bench, "POST", "/verify")
        .secret(SECRET)
        .denied("one that nobody knows", said("t-1", 404, "unknown"))
        .expired(said("t-2", 401, "expired"));

    let report = conformance(bench).await;

    println!("{report}");
    report.assert();
}

/// Says where all that is read stands.
macro_rules! reads {
    ($builder:expr) => {
        $builder
            .field(Field::CustomerId, "/user/id")
            .field(Field::Email, "/user/email")
            .field(Field::EmailVerified, "/user/verified")
            .field(Field::Name, "/user/name")
            .field(Field::Roles, "/roles")
            .field(Field::Scopes, "/scope")
            .field(Field::SessionId, "/session")
            .issued_at("/begin", TimeFormat::Seconds)
            .expires_at("/end", TimeFormat::Rfc3339)
            .details("/user")
    };
}

fn me(address: &str) -> MeProviderBuilder {
    reads!(MeProvider::builder(format!("{address}/me")))
}

fn verify_call(address: &str) -> VerifyCallProviderBuilder {
    reads!(VerifyCallProvider::builder(format!("{address}/verify")))
}

fn sessions<P>(bench: Bench<P>, method: &str, path: &str) -> Bench<P> {
    let good = |token, answer: &Value| about(method, path, token, 200, answer);
    let mut old = answer("ada");
    old["end"] = json!("2023-11-14T22:13:20Z");
    bench
        .private("Ada")
        .good("ada", good("t-ada", &answer("ada")))
        .good("bo", good("t-bo", &answer("bo")))
        .expired(good("t-old", &old))
}

fn about(method: &str, path: &str, token: &str, status: u16, answer: &Value) -> Session {
    Session::new(token).answer(method, path, Reply::json(status, answer))
}

fn of_another_shop() -> Value {
    let mut answer = answer("eve");
    answer["shop"] = json!(8);
    answer
}

fn answer(id: &str) -> Value {
    json!({
        "active": true, "shop": 7, "roles": ["buyer"], "scope": "orders carts", "session": 11,
        "begin": 1_700_000_000, "end": "2096-10-02T07:06:40Z",
        "user": { "id": id, "email": "ada@shop.example", "verified": true, "name": "Ada" },
    })
}

const KEY: &str = "key-of-the-channel";
/// With characters that forms and JSON encode.
const SECRET: &str = "s3cret+/%&=";
