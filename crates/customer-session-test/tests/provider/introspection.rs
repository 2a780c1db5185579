//! The core's own provider that asks an OAuth server keeps every rule (RFC 7662).

use customer_session::provider::introspection::IntrospectionProvider;
use customer_session_test::provider::{Bench, Reply, Rule, Session, conformance};
use serde_json::{Value, json};

use crate::untried;

#[tokio::test]
async fn the_provider_that_asks_an_oauth_server_keeps_every_rule() {
    let bench = Bench::new(|address: &str| {
        IntrospectionProvider::builder(format!("{address}/introspect"))
            .client_secret_basic("shop", SECRET)
            .build()
            .unwrap()
    });

    let report = conformance(server(bench)).await;

    println!("{report}");
    report.assert();
    // The server knows nothing of merchants, and says everything in one answer.
    assert_eq!(
        untried(&report),
        [Rule::RefusesForeignCustomers, Rule::BelievesNoOther]
    );
}

#[tokio::test]
async fn so_it_does_with_its_secret_beside_the_token() {
    let bench = Bench::new(|address: &str| {
        IntrospectionProvider::builder(format!("{address}/introspect"))
            .client_secret_post("shop", SECRET)
            .build()
            .unwrap()
    });

    let report = conformance(server(bench)).await;

    report.assert();
}

fn server<P>(bench: Bench<P>) -> Bench<P> {
    bench
        .secret(SECRET)
        .private("Ada")
        .good("ada", about("opaque-ada", &active("ada")))
        .good("bo", about("opaque-bo", &active("bo")))
        .denied(
            "a token that is not active",
            about("opaque-eve", &json!({ "active": false })),
        )
        .expired(about(
            "opaque-old",
            &json!({ "active": true, "sub": "ada", "exp": 1_700_000_000 }),
        ))
}

fn about(token: &str, answer: &Value) -> Session {
    Session::new(token).answer("POST", "/introspect", Reply::json(200, answer))
}

fn active(subject: &str) -> Value {
    json!({
        "active": true, "sub": subject, "scope": "orders carts", "client_id": "app",
        "token_type": "Bearer", "iat": 1_700_000_000, "exp": 4_000_000_000_u64, "jti": "t1",
        "iss": "https://login.shop.example", "aud": "https://api.shop.example",
        "email": "ada@shop.example", "email_verified": true, "name": "Ada",
    })
}

/// With characters that the header encodes (RFC 6749 §2.3.1).
const SECRET: &str = "s3cret+/%:&=";
