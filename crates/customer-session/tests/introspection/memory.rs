//! What is remembered of an answer, and for how long.

use std::time::Duration;

use customer_session::{CustomerSessionConfig, Reason, revoke::Sessions, upstream::HttpAnswer};

use crate::{
    common::TOKEN,
    server::{Server, config},
};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn an_answer_is_remembered_and_asked_for_anew_when_it_is_stale() {
    let server = Server::stating(r#"{"active":true,"sub":"c1"}"#);
    let (clock, config) = config(server.builder());
    assert!(config.verify(TOKEN).await.is_ok());

    server.now_states(r#"{"active":false}"#);
    clock.advance(59 * SECOND);
    assert!(config.verify(TOKEN).await.is_ok());
    assert_eq!(server.questions().len(), 1);
    clock.advance(SECOND);

    let rejection = config.verify(TOKEN).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::TokenDenied);
}

/// RFC 7662 §4: an answer is not kept beyond the expiry that it states.
#[tokio::test]
async fn the_expiry_is_judged_at_every_request() {
    let server = Server::stating(r#"{"active":true,"sub":"c1","exp":1800000010}"#);
    let (clock, config) = config(server.builder());
    assert!(config.verify(TOKEN).await.is_ok());

    clock.advance(9 * SECOND);
    assert!(config.verify(TOKEN).await.is_ok());
    assert_eq!(server.questions().len(), 1);
    clock.advance(SECOND);

    let rejection = config.verify(TOKEN).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::TokenExpired);
}

#[tokio::test]
async fn a_denial_and_a_failed_check_are_remembered_for_a_while() {
    for (body, reason) in [
        (r#"{"active":false}"#, Reason::TokenDenied),
        (
            r#"{"active":true,"sub":"c1","cnf":{}}"#,
            Reason::TokenTypeRefused,
        ),
        (
            r#"{"active":true,"sub":"c1","nbf":1800000100}"#,
            Reason::ClaimsNotYetValid,
        ),
        (r#"{"active":true}"#, Reason::ClaimsMissing),
    ] {
        let server = Server::stating(body);
        let (clock, config) = config(server.builder());
        for _ in 0..3 {
            let rejection = config.verify(TOKEN).await.unwrap_err();
            assert_eq!((rejection.status(), rejection.reason()), (401, reason));
        }
        assert_eq!(server.questions().len(), 1, "{body}");

        server.now_states(r#"{"active":true,"sub":"c1"}"#);
        clock.advance(11 * SECOND);
        assert!(config.verify(TOKEN).await.is_ok(), "{body}");
    }
}

/// Answers that fail a check say nothing against the server: others are not refused for them.
#[tokio::test]
async fn failed_checks_do_not_open_the_breaker_and_broken_answers_do() {
    for (body, reason) in [
        (
            r#"{"active":true,"sub":"c1","cnf":{}}"#,
            Reason::TokenTypeRefused,
        ),
        (r#"{"active":"true"}"#, Reason::IssuerSuspended),
    ] {
        let (_, config) = config(Server::stating(body).builder());
        for turn in 0..6 {
            let _ = config.verify(&format!("token-{turn}")).await;
        }
        let rejection = config.verify("token-last").await.unwrap_err();
        assert_eq!(rejection.reason(), reason);
    }
}

/// What a customer may write of themselves has nobody else refused, and is not remembered.
#[tokio::test]
async fn an_answer_that_only_our_limits_refuse_says_nothing_of_the_server() {
    for body in [
        &br#"{"active":true,"sub":"c1","note":{"a":1,"a":2}}"#[..],
        b"{\"active\":true,\"sub\":\"c1\",\"name\":\"Zo\xc3\"}",
    ] {
        let answer = HttpAnswer::new(200, body).with_header("content-type", "application/json");
        let server = Server::saying(answer);
        let (_, config) = config(server.builder());
        for turn in 0..8 {
            let rejection = config.verify(&format!("token-{turn}")).await.unwrap_err();
            assert_eq!(rejection.reason(), Reason::IssuerAnswerMalformed);
        }

        server.now_states(r#"{"active":true,"sub":"c1"}"#);
        assert!(config.verify("token-0").await.is_ok());
    }
}

#[tokio::test]
async fn a_session_is_ended_by_what_the_server_calls_it() {
    let body = r#"{"active":true,"sub":"u1","sid":"s1","jti":"t1"}"#;
    let (_, by_subject) = config(Server::stating(body).builder());
    let (_, by_session) = config(Server::stating(body).builder());
    let (_, by_token) = config(Server::stating(body).builder());
    for config in [&by_subject, &by_session, &by_token] {
        assert!(config.verify(TOKEN).await.is_ok());
    }

    let provider = "introspection";
    let end = |config: &CustomerSessionConfig, sessions: Sessions| {
        config.revocations().end(&sessions).unwrap();
    };
    end(&by_subject, Sessions::of_subject(provider, "u1"));
    end(&by_session, Sessions::of_session(provider, "s1"));
    end(&by_token, Sessions::of_token_id(provider, "t1"));

    for config in [by_subject, by_session, by_token] {
        let rejection = config.verify(TOKEN).await.unwrap_err();
        assert_eq!(rejection.reason(), Reason::SessionEnded);
    }
}
