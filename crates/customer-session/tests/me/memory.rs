//! What is remembered of an answer, and for how long.

use std::time::Duration;

use customer_session::{
    Reason,
    provider::me::{Field, MeProvider, TimeFormat},
    revoke::Sessions,
};

use crate::common::{Answer, Server, TOKEN, config};

const SECOND: Duration = Duration::from_secs(1);

fn provider(server: &Server) -> MeProvider {
    MeProvider::builder(server.url("/me"))
        .field(Field::CustomerId, "/id")
        .field(Field::SessionId, "/sid")
        .field(Field::Subject, "/sub")
        .field(Field::TokenId, "/jti")
        .expires_at("/end", TimeFormat::Seconds)
        .build()
        .unwrap()
}

#[tokio::test]
async fn an_answer_is_remembered_and_asked_for_anew_when_it_is_stale() {
    let server = Server::stating(r#"{"id":"c1"}"#);
    let (clock, config) = config(provider(&server));
    assert!(config.verify(TOKEN).await.is_ok());

    server.now_says(Answer::json(401, "{}"));
    clock.advance(59 * SECOND);
    assert!(config.verify(TOKEN).await.is_ok());
    assert_eq!(server.asked().len(), 1);
    clock.advance(SECOND);

    let rejection = config.verify(TOKEN).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::TokenDenied);
}

#[tokio::test]
async fn the_end_is_judged_at_every_request() {
    let server = Server::stating(r#"{"id":"c1","end":1800000010}"#);
    let (clock, config) = config(provider(&server));
    assert!(config.verify(TOKEN).await.is_ok());

    clock.advance(9 * SECOND);
    assert!(config.verify(TOKEN).await.is_ok());
    assert_eq!(server.asked().len(), 1);
    clock.advance(SECOND);

    let rejection = config.verify(TOKEN).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::TokenExpired);
}

#[tokio::test]
async fn a_no_is_remembered_for_a_while() {
    let server = Server::saying(Answer::json(401, "{}"));
    let (clock, config) = config(provider(&server));
    for _ in 0..3 {
        assert!(config.verify(TOKEN).await.is_err());
    }
    assert_eq!(server.asked().len(), 1);

    server.now_says(Answer::json(200, r#"{"id":"c1"}"#));
    clock.advance(11 * SECOND);
    assert!(config.verify(TOKEN).await.is_ok());
}

/// Else whoever sends garbage would have everybody else refused.
#[tokio::test]
async fn what_the_server_says_to_bad_tokens_does_not_have_it_left_alone() {
    for status in [302, 400, 401, 403, 404, 429] {
        let server = Server::saying(Answer::json(status, "{}"));
        let (_, config) = config(provider(&server));
        for turn in 0..8 {
            assert!(config.verify(&format!("garbage-{turn}")).await.is_err());
        }

        server.now_says(Answer::json(200, r#"{"id":"c1"}"#));
        let outcome = config.verify(TOKEN).await;
        assert!(outcome.is_ok(), "{status}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_session_is_ended_by_what_the_server_calls_it() {
    for sessions in [
        Sessions::of_session("me", "s1"),
        Sessions::of_subject("me", "u1"),
        Sessions::of_token_id("me", "t1"),
    ] {
        let server = Server::stating(r#"{"id":"c1","sid":"s1","sub":"u1","jti":"t1"}"#);
        let (_, config) = config(provider(&server));
        assert!(config.verify(TOKEN).await.is_ok());

        config.revocations().end(&sessions).unwrap();

        let rejection = config.verify(TOKEN).await.unwrap_err();
        assert_eq!(rejection.reason(), Reason::SessionEnded);
    }
}
