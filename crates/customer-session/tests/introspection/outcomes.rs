//! Every kind of answer, and what becomes of it.

use std::time::Duration;

use customer_session::{Reason, upstream::HttpAnswer};

use crate::{
    common::{DENIED, MALFORMED, MISCONFIGURED, TOKEN, UNAVAILABLE},
    server::{Server, config, json},
};

const OUR_CREDENTIALS: (u16, Reason) = (500, Reason::CredentialsRefused);

#[tokio::test]
async fn every_answer_has_the_outcome_of_the_table() {
    let good = r#"{"active":true,"sub":"c1"}"#;
    let html = |status| HttpAnswer::new(status, "<html>").with_header("content-type", "text/html");
    let rows = [
        // The server's own "no", whatever else stands there.
        (json(200, r#"{"active":false}"#), DENIED),
        (json(200, r#"{"active":false,"sub":"c1","exp":1}"#), DENIED),
        // No boolean is no answer.
        (json(200, "{}"), MALFORMED),
        (json(200, r#"{"sub":"c1"}"#), MALFORMED),
        (json(200, r#"{"active":"true","sub":"c1"}"#), MALFORMED),
        (json(200, r#"{"active":"false"}"#), MALFORMED),
        (json(200, r#"{"active":1,"sub":"c1"}"#), MALFORMED),
        (json(200, r#"{"active":0}"#), MALFORMED),
        (json(200, r#"{"active":null}"#), MALFORMED),
        (json(200, r#"{"active":[true],"sub":"c1"}"#), MALFORMED),
        (json(200, r#"{"Active":true,"sub":"c1"}"#), MALFORMED),
        // Nor is what is read differently by different readers.
        (
            json(200, r#"{"active":false,"active":true,"sub":"c1"}"#),
            MALFORMED,
        ),
        (
            json(200, r#"{"active":true,"sub":"c1","sub":"c2"}"#),
            MALFORMED,
        ),
        (json(200, r#"[{"active":true,"sub":"c1"}]"#), MALFORMED),
        (json(200, r#"{"active":true,"sub":"c1"} {}"#), MALFORMED),
        (json(200, r#"{"active":tr"#), MALFORMED),
        (json(200, ""), MALFORMED),
        (HttpAnswer::new(200, good), MALFORMED),
        (html(200), MALFORMED),
        (
            HttpAnswer::new(200, "eyJ.eyJ.x")
                .with_header("content-type", "application/token-introspection+jwt"),
            MALFORMED,
        ),
        // Only 200 is an answer, and nothing else is a "no".
        (json(201, good), MALFORMED),
        (json(204, ""), MALFORMED),
        (json(206, good), MALFORMED),
        (json(302, good), MISCONFIGURED),
        (json(307, r#"{"active":false}"#), MISCONFIGURED),
        (json(400, r#"{"error":"invalid_request"}"#), MISCONFIGURED),
        (json(400, r#"{"active":false}"#), MISCONFIGURED),
        (json(401, r#"{"error":"invalid_client"}"#), OUR_CREDENTIALS),
        (json(401, r#"{"active":false}"#), OUR_CREDENTIALS),
        (json(401, r#"{"error":"invalid_token"}"#), OUR_CREDENTIALS),
        (json(403, "{}"), OUR_CREDENTIALS),
        (html(404), MISCONFIGURED),
        (json(405, "{}"), MISCONFIGURED),
        (json(408, "{}"), UNAVAILABLE),
        (json(429, "{}"), (503, Reason::OwnRateLimited)),
        (json(500, r#"{"active":false}"#), UNAVAILABLE),
        (html(502), UNAVAILABLE),
        (json(503, good), UNAVAILABLE),
    ];
    for (answer, expected) in rows {
        let told = format!("{} {:?}", answer.status, answer.body);
        let server = Server::saying(answer);
        let (_, config) = config(server.builder());

        let rejection = config.verify(TOKEN).await.unwrap_err();
        assert_eq!((rejection.status(), rejection.reason()), expected, "{told}");

        // What is no denial is never remembered: once the server is well, the session is good.
        server.now_states(good);
        let next = config.verify(TOKEN).await;
        match expected {
            DENIED => assert_eq!(next.unwrap_err().reason(), Reason::TokenDenied),
            (_, Reason::OwnRateLimited) => {}
            _ => assert!(next.is_ok(), "{told}: {next:?}"),
        }
    }
}

#[tokio::test]
async fn how_long_the_server_asks_to_wait_is_passed_on() {
    for (status, reason) in [
        (429, Reason::OwnRateLimited),
        (503, Reason::IssuerUnavailable),
    ] {
        let answer = json(status, "{}").with_header("Retry-After", " 7 ");
        let (_, config) = config(Server::saying(answer).builder());

        let rejection = config.verify(TOKEN).await.unwrap_err();

        assert_eq!(rejection.reason(), reason);
        assert_eq!(rejection.retry_after(), Some(Duration::from_secs(7)));
    }
}
