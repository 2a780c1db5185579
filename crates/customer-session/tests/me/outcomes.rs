//! Every kind of answer, and what becomes of it.

use std::time::Duration;

use customer_session::{
    Reason,
    provider::me::{AnswerRule, Field, MeProvider, MeProviderBuilder, Outcome},
};
use serde_json::Value;

use crate::common::{
    Answer, DENIED, MALFORMED, MISCONFIGURED, Server, TOKEN, UNAVAILABLE, config, refused,
};

const GOOD: &str = r#"{"id":"c1"}"#;

fn builder(server: &Server) -> MeProviderBuilder {
    MeProvider::builder(server.url("/me")).field(Field::CustomerId, "/id")
}

#[tokio::test]
async fn every_answer_has_the_outcome_of_the_table() {
    let rows = [
        // The server's own "no" to the customer's own token.
        (Answer::json(401, "{}"), DENIED),
        (Answer::json(401, GOOD), DENIED),
        (Answer::of(401, "text/plain", "Unauthorized"), DENIED),
        (Answer::of(401, "application/json", ""), DENIED),
        // Nobody's name is no answer, and neither is what is read differently by different readers.
        (Answer::json(200, "{}"), MALFORMED),
        (Answer::json(200, r#"{"id":null}"#), MALFORMED),
        (Answer::json(200, r#"{"id":""}"#), MALFORMED),
        (Answer::json(200, r#"{"id":["c1"]}"#), MALFORMED),
        (Answer::json(200, r#"{"id":1.5}"#), MALFORMED),
        (Answer::json(200, r#"{"id":"c1","id":"c2"}"#), MALFORMED),
        (Answer::json(200, r#"[{"id":"c1"}]"#), MALFORMED),
        (Answer::json(200, r#"{"id":"c1"} {}"#), MALFORMED),
        (Answer::json(200, r#"{"id":"c"#), MALFORMED),
        (Answer::json(200, ""), MALFORMED),
        (Answer::of(200, "text/plain", GOOD), MALFORMED),
        (Answer::html(200), MALFORMED),
        // Nothing but 200 is a "yes".
        (Answer::json(201, GOOD), MALFORMED),
        (Answer::json(206, GOOD), MALFORMED),
        // A proxy's page says nothing about a session.
        (Answer::html(401), UNAVAILABLE),
        (Answer::html(403), UNAVAILABLE),
        // The question was not taken.
        (
            Answer::json(302, GOOD).with("location", "/login"),
            MISCONFIGURED,
        ),
        (Answer::json(400, "{}"), MISCONFIGURED),
        (Answer::json(403, "{}"), MISCONFIGURED),
        (Answer::json(404, "{}"), MISCONFIGURED),
        (Answer::json(405, "{}"), MISCONFIGURED),
        // The customer's own limit, and the server's own trouble.
        (Answer::json(429, "{}"), (429, Reason::RateLimited)),
        (Answer::json(408, "{}"), UNAVAILABLE),
        (Answer::json(500, GOOD), UNAVAILABLE),
        (Answer::html(502), UNAVAILABLE),
        (Answer::json(503, "{}"), UNAVAILABLE),
    ];
    for (answer, expected) in rows {
        let told = format!("{answer:?}");
        let server = Server::saying(answer);
        let (_, config) = config(builder(&server).build().unwrap());

        let rejection = config.verify(TOKEN).await.unwrap_err();
        assert_eq!((rejection.status(), rejection.reason()), expected, "{told}");

        // What is no denial is never remembered: once the server is well, the session is good.
        server.now_says(Answer::json(200, GOOD));
        let next = config.verify(TOKEN).await;
        match expected {
            DENIED => assert_eq!(next.unwrap_err().reason(), Reason::TokenDenied),
            _ => assert!(next.is_ok(), "{told}: {next:?}"),
        }
    }
}

/// What a rule would have found in it is not known.
#[tokio::test]
async fn a_no_that_is_too_long_to_be_read_is_no_denial() {
    for status in [401, 403, 404] {
        let server = Server::saying(Answer::json(status, &"x".repeat(300 * 1024)));
        let provider = builder(&server).rule(AnswerRule::new(403, Outcome::Denied));

        let outcome = refused(provider.build().unwrap()).await;

        assert_eq!(outcome, MALFORMED, "{status}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_no_denial() {
    let (_held, address) = Server::missing();
    let provider =
        MeProvider::builder(format!("http://{address}/me")).field(Field::CustomerId, "/id");

    assert_eq!(refused(provider.build().unwrap()).await, UNAVAILABLE);
}

#[tokio::test]
async fn how_long_the_server_asks_to_wait_is_passed_on() {
    let long = "x".repeat(300 * 1024);
    for (status, reason) in [(429, Reason::RateLimited), (503, Reason::IssuerUnavailable)] {
        for body in ["{}", &long] {
            let server = Server::saying(Answer::json(status, body).with("retry-after", "7"));
            let (_, config) = config(builder(&server).build().unwrap());

            let rejection = config.verify(TOKEN).await.unwrap_err();

            assert_eq!(rejection.reason(), reason);
            assert_eq!(rejection.retry_after(), Some(Duration::from_secs(7)));
        }
    }
}

#[tokio::test]
async fn the_first_rule_that_applies_decides() {
    let ruled = |server: &Server| {
        builder(server)
            .rule(AnswerRule::new(401, Outcome::Expired).when("/error/code", ["expired", "old"]))
            .rule(AnswerRule::new(401, Outcome::CredentialsRefused).when("/key", ["unknown"]))
            .rule(AnswerRule::new(403, Outcome::Denied))
            .rule(AnswerRule::new(302, Outcome::Denied))
            .rule(AnswerRule::new(200, Outcome::Denied).when("/id", [Value::Null]))
            .rule(AnswerRule::new(400, Outcome::RateLimited).when("/code", [7, 8]))
            .build()
            .unwrap()
    };
    for (answer, expected) in [
        (
            Answer::json(401, r#"{"error":{"code":"old"}}"#),
            (401, Reason::TokenExpired),
        ),
        (Answer::json(401, r#"{"error":{"code":"x"}}"#), DENIED),
        (
            Answer::json(401, r#"{"key":"unknown"}"#),
            (500, Reason::CredentialsRefused),
        ),
        (Answer::json(403, "{}"), DENIED),
        (Answer::json(302, "{}").with("location", "/login"), DENIED),
        (Answer::json(200, r#"{"id":null}"#), DENIED),
        (Answer::json(200, "{}"), DENIED),
        (
            Answer::json(400, r#"{"code":8}"#),
            (429, Reason::RateLimited),
        ),
        (Answer::json(400, r#"{"code":"8"}"#), MISCONFIGURED),
        // A status alone is one whatever is said with it; a rule that names a word needs JSON.
        (Answer::html(302), DENIED),
        (Answer::html(403), DENIED),
        (Answer::html(400), MISCONFIGURED),
        (Answer::html(200), MALFORMED),
        (Answer::json(404, "{}"), MISCONFIGURED),
    ] {
        let told = format!("{answer:?}");
        let server = Server::saying(answer);

        assert_eq!(refused(ruled(&server)).await, expected, "{told}");
    }
}

/// Else one customer would have everybody refused, by what they may write of themselves.
#[tokio::test]
async fn what_one_customer_may_write_does_not_have_the_server_left_alone() {
    let deep = format!(
        r#"{{"id":"c1","note":{}{}}}"#,
        "[".repeat(40),
        "]".repeat(40)
    );
    let long = format!(r#"{{"id":"c1","note":"{}"}}"#, "x".repeat(300 * 1024));
    for answer in [
        Answer::json(200, &deep),
        Answer::json(200, &long),
        Answer::json(200, &long).unannounced(),
        Answer::json(200, r#"{"id":"c1","note":{"a":1,"a":2}}"#),
        Answer::json(200, r#"{"id":"c1","name":"\ud800"}"#),
        Answer::json(200, r#"{"id":"c1","note":1e400}"#),
        // A text that was cut within a character, and one in another encoding.
        Answer::of(
            200,
            "application/json",
            b"{\"id\":\"c1\",\"name\":\"Zo\xc3\"}",
        ),
        Answer::of(
            200,
            "application/json",
            b"{\"id\":\"c1\",\"name\":\"Zo\xeb\"}",
        ),
    ] {
        let told = format!("{answer:?}");
        assert_eq!(after_eight_of(answer, MALFORMED).await, None, "{told}");
    }
}

#[tokio::test]
async fn answers_that_are_broken_for_everybody_have_the_server_left_alone() {
    for answer in [
        Answer::html(200),
        Answer::json(200, r#"{"id":"c"#),
        Answer::json(200, "[]"),
        Answer::json(200, "{}"),
        Answer::json(200, r#"{"id":{}}"#),
        Answer::json(201, r#"{"id":"c1","note":{"a":1,"a":2}}"#),
        Answer::of(200, "application/json", b"{\"id\":\"Zo\xc3"),
        Answer::of(200, "application/json", b"{\"id\":\"c1\",\xff}"),
        // In UTF-16.
        Answer::of(200, "application/json", b"{\0\"\0i\0d\0\"\0:\x001\0}\0"),
    ] {
        let told = format!("{answer:?}");
        let outcome = after_eight_of(answer, MALFORMED).await;
        assert_eq!(outcome, Some(Reason::IssuerSuspended), "{told}");
    }
}

/// A server that is down says so by its status, however long its page is.
#[tokio::test]
async fn a_page_of_a_server_that_is_down_counts_whatever_its_length() {
    let page = || Answer::of(502, "text/html", "x".repeat(300 * 1024));
    for answer in [Answer::html(502), page(), page().unannounced()] {
        let told = format!("{answer:?}");
        let outcome = after_eight_of(answer, UNAVAILABLE).await;
        assert_eq!(outcome, Some(Reason::IssuerSuspended), "{told}");
    }
}

/// Why a good session is refused after the server answered so about eight tokens, if it is.
async fn after_eight_of(answer: Answer, expected: (u16, Reason)) -> Option<Reason> {
    let server = Server::saying(answer);
    let (_, config) = config(builder(&server).build().unwrap());
    let first = config.verify("token").await.unwrap_err();
    assert_eq!((first.status(), first.reason()), expected);
    for turn in 0..7 {
        assert!(config.verify(&format!("token-{turn}")).await.is_err());
    }
    server.now_says(Answer::json(200, GOOD));
    let refusal = config.verify(TOKEN).await.err();
    refusal.map(|refusal| refusal.reason())
}
