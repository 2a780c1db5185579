//! Every kind of answer, and what becomes of it.

use std::time::Duration;

use customer_session::{
    Reason,
    provider::verify_call::{
        AnswerRule, Field, Outcome, TimeFormat, VerifyCallProvider, VerifyCallProviderBuilder,
    },
};

use crate::common::{
    Answer, DENIED, MALFORMED, MISCONFIGURED, Server, TOKEN, UNAVAILABLE, config, refused, verify,
};

const GOOD: &str = r#"{"ok":true,"id":"c1"}"#;
const OUR_SECRET: (u16, Reason) = (500, Reason::CredentialsRefused);

fn builder(server: &Server) -> VerifyCallProviderBuilder {
    VerifyCallProvider::builder(server.url("/verify"))
        .bearer("ours")
        .token_in_json("token")
        .active("/ok")
        .field(Field::CustomerId, "/id")
        .rule(AnswerRule::new(404, Outcome::Denied).when("/error", ["unknown", "revoked"]))
        .rule(AnswerRule::new(401, Outcome::Expired).when("/error", ["token_expired"]))
}

#[tokio::test]
async fn every_answer_has_the_outcome_of_the_table() {
    let rows = [
        // The issuer's own "no", whatever else stands there.
        (Answer::json(200, r#"{"ok":false}"#), DENIED),
        (Answer::json(200, r#"{"ok":false,"id":"c1"}"#), DENIED),
        (Answer::json(404, r#"{"error":"unknown"}"#), DENIED),
        (Answer::json(404, r#"{"error":"revoked"}"#), DENIED),
        (
            Answer::json(401, r#"{"error":"token_expired"}"#),
            (401, Reason::TokenExpired),
        ),
        // A session of nobody.
        (
            Answer::json(200, r#"{"ok":true}"#),
            (401, Reason::ClaimsMissing),
        ),
        (
            Answer::json(200, r#"{"ok":true,"id":""}"#),
            (401, Reason::ClaimsMissing),
        ),
        // No boolean is no answer, and neither is what is read differently by different readers.
        (Answer::json(200, "{}"), MALFORMED),
        (Answer::json(200, r#"{"id":"c1"}"#), MALFORMED),
        (Answer::json(200, r#"{"ok":"false"}"#), MALFORMED),
        (Answer::json(200, r#"{"ok":1,"id":"c1"}"#), MALFORMED),
        (Answer::json(200, r#"{"ok":null,"id":"c1"}"#), MALFORMED),
        (Answer::json(200, r#"{"ok":true,"id":{}}"#), MALFORMED),
        (
            Answer::json(200, r#"{"ok":false,"ok":true,"id":"c1"}"#),
            MALFORMED,
        ),
        (Answer::json(200, r#"{"ok":tr"#), MALFORMED),
        (Answer::of(200, "text/plain", GOOD), MALFORMED),
        (Answer::html(200), MALFORMED),
        (Answer::json(201, GOOD), MALFORMED),
        // A status without the word is about us.
        (Answer::json(404, "{}"), MISCONFIGURED),
        (
            Answer::json(404, r#"{"error":"no_such_route"}"#),
            MISCONFIGURED,
        ),
        (Answer::html(404), MISCONFIGURED),
        (Answer::json(400, r#"{"ok":false}"#), MISCONFIGURED),
        (Answer::json(302, GOOD), MISCONFIGURED),
        (Answer::json(401, r#"{"ok":false}"#), OUR_SECRET),
        (Answer::json(401, r#"{"error":"unknown"}"#), OUR_SECRET),
        (Answer::json(403, "{}"), OUR_SECRET),
        (Answer::json(429, "{}"), (503, Reason::OwnRateLimited)),
        (Answer::json(408, "{}"), UNAVAILABLE),
        (Answer::json(500, r#"{"ok":false}"#), UNAVAILABLE),
        (Answer::html(502), UNAVAILABLE),
        (Answer::json(503, GOOD), UNAVAILABLE),
    ];
    for (answer, expected) in rows {
        let told = format!("{answer:?}");
        let server = Server::saying(answer);
        let (_, config) = config(builder(&server).build().unwrap());

        let rejection = config.verify(TOKEN).await.unwrap_err();
        assert_eq!((rejection.status(), rejection.reason()), expected, "{told}");

        // What is no denial is never remembered: once the issuer is well, the session is good.
        server.now_says(Answer::json(200, GOOD));
        let next = config.verify(TOKEN).await;
        match expected {
            (401, reason) => assert_eq!(next.unwrap_err().reason(), reason, "{told}"),
            (_, Reason::OwnRateLimited) => {}
            _ => assert!(next.is_ok(), "{told}: {next:?}"),
        }
    }
}

#[tokio::test]
async fn how_long_the_issuer_asks_to_wait_is_passed_on() {
    for (status, reason) in [
        (429, Reason::OwnRateLimited),
        (503, Reason::IssuerUnavailable),
    ] {
        let server = Server::saying(Answer::json(status, "{}").with("retry-after", "7"));
        let (_, config) = config(builder(&server).build().unwrap());

        let rejection = config.verify(TOKEN).await.unwrap_err();

        assert_eq!(rejection.reason(), reason);
        assert_eq!(rejection.retry_after(), Some(Duration::from_secs(7)));
    }
}

#[tokio::test]
async fn a_rule_beats_what_else_the_answer_says() {
    let server = Server::stating(r#"{"ok":true,"id":"c1","state":"locked"}"#);
    let provider = builder(&server)
        .rule(AnswerRule::new(200, Outcome::RateLimited).when("/state", ["locked"]));

    let outcome = refused(provider.build().unwrap()).await;

    assert_eq!(outcome, (429, Reason::RateLimited));
}

/// Else whoever holds many tokens of nobody would have everybody else refused.
#[tokio::test]
async fn refusals_do_not_have_the_issuer_left_alone_and_broken_answers_do() {
    let cut = b"{\"ok\":true,\"id\":\"c1\",\"name\":\"Zo\xc3\"}";
    let page = "x".repeat(300 * 1024);
    for (answer, reason) in [
        (Answer::json(200, r#"{"ok":false}"#), None),
        (Answer::json(200, r#"{"ok":true}"#), None),
        (
            Answer::json(200, r#"{"ok":true,"id":"c1","note":{"a":1,"a":2}}"#),
            None,
        ),
        (Answer::of(200, "application/json", cut), None),
        (
            Answer::json(200, r#"{"ok":"true"}"#),
            Some(Reason::IssuerSuspended),
        ),
        (
            Answer::of(502, "text/html", page),
            Some(Reason::IssuerSuspended),
        ),
    ] {
        let told = format!("{answer:?}");
        let server = Server::saying(answer);
        let (_, config) = config(builder(&server).build().unwrap());
        for turn in 0..8 {
            assert!(config.verify(&format!("token-{turn}")).await.is_err());
        }

        server.now_says(Answer::json(200, GOOD));
        let refusal = config.verify(TOKEN).await.err();
        assert_eq!(refusal.map(|refusal| refusal.reason()), reason, "{told}");
    }
}

#[tokio::test]
async fn a_session_ends_when_the_answer_says_so() {
    let server = Server::stating(r#"{"ok":true,"id":"c1","until":1800000010000}"#);
    let provider = builder(&server).expires_at("/until", TimeFormat::Milliseconds);
    let (clock, config) = config(provider.build().unwrap());
    assert!(config.verify(TOKEN).await.is_ok());

    clock.advance(Duration::from_secs(10));

    let rejection = config.verify(TOKEN).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::TokenExpired);
}

#[tokio::test]
async fn without_a_place_for_it_200_says_that_it_is_good() {
    let server = Server::stating(r#"{"id":"c1"}"#);
    let provider = VerifyCallProvider::builder(server.url("/verify"))
        .header("x-api-key", "ours")
        .token_in_json("token")
        .field(Field::CustomerId, "/id");

    assert!(verify(provider.build().unwrap()).await.is_ok());
}

fn without_active(server: &Server) -> VerifyCallProviderBuilder {
    VerifyCallProvider::builder(server.url("/verify"))
        .bearer("ours")
        .token_in_json("token")
        .field(Field::CustomerId, "/id")
        .must_be("/shop", 7)
}

/// Anything may be answered with 200: only what says that it is about a session is a "no".
#[tokio::test]
async fn what_is_missing_is_a_denial_only_beside_what_says_that_the_session_is_good() {
    const MISSING: (u16, Reason) = (401, Reason::ClaimsMissing);
    const ANOTHER: (u16, Reason) = (401, Reason::ClaimsRefused);
    for (body, without, with) in [
        (r#"{"ok":true,"status":"maintenance"}"#, MALFORMED, MISSING),
        (r#"{"ok":true,"id":"c1"}"#, MALFORMED, MISSING),
        (r#"{"ok":true,"id":"c1","shop":null}"#, MALFORMED, MISSING),
        (r#"{"ok":true,"shop":7}"#, MALFORMED, MISSING),
        (r#"{"ok":true,"id":"","shop":7}"#, MALFORMED, MISSING),
        (r#"{"ok":true,"id":"c1","shop":8}"#, ANOTHER, ANOTHER),
    ] {
        let server = Server::stating(body);
        for (provider, expected) in [
            (without_active(&server), without),
            (without_active(&server).active("/ok"), with),
        ] {
            server.now_says(Answer::json(200, body));
            let (_, config) = config(provider.build().unwrap());
            let rejection = config.verify(TOKEN).await.unwrap_err();
            assert_eq!((rejection.status(), rejection.reason()), expected, "{body}");

            server.now_says(Answer::json(200, r#"{"ok":true,"id":"c1","shop":7}"#));
            let next = config.verify(TOKEN).await;
            assert_eq!(next.is_ok(), expected == MALFORMED, "{body}");
        }
    }
}

/// Of one who is somebody something may be missing, which says nothing of the issuer.
#[tokio::test]
async fn customers_of_whom_a_value_is_missing_do_not_have_the_issuer_left_alone() {
    for (body, reason) in [
        (r#"{"id":"c1"}"#, None),
        (r#"{"status":"maintenance"}"#, Some(Reason::IssuerSuspended)),
    ] {
        let server = Server::stating(body);
        let (_, config) = config(without_active(&server).build().unwrap());
        for turn in 0..8 {
            assert!(config.verify(&format!("token-{turn}")).await.is_err());
        }

        server.now_says(Answer::json(200, r#"{"id":"c1","shop":7}"#));
        let refusal = config.verify(TOKEN).await.err();
        assert_eq!(refusal.map(|refusal| refusal.reason()), reason, "{body}");
    }
}
