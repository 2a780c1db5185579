//! Faults.

use std::{io::ErrorKind, net::SocketAddr, time::Duration};

use customer_session_test::polar::{Endpoint, FakePolar, Fault, NewCustomer};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use crate::client::{Answer, INTROSPECT, ME, USER, create, get, still, to};

const ADA: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";

async fn with_token() -> (FakePolar, String) {
    let (polar, _) = still().await;
    let ada = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example").id(ADA));
    let token = ada.mint();
    (polar, token)
}

async fn introspect(polar: &FakePolar, token: &str) -> std::io::Result<Answer> {
    get(polar, INTROSPECT).bearer(token).try_send().await
}

/// What the fault makes of an introspection.
async fn faulted(fault: Fault) -> std::io::Result<Answer> {
    let (polar, token) = with_token().await;
    polar.fault(fault);
    introspect(&polar, &token).await
}

fn address(polar: &FakePolar) -> SocketAddr {
    polar.url().trim_start_matches("http://").parse().unwrap()
}

#[tokio::test]
async fn a_refusing_port_refuses_connections_and_answers_again_when_cleared() {
    let (polar, token) = with_token().await;
    let url = polar.url();

    for _ in 0..3 {
        polar.fault(Fault::Refuse);
        let refused = introspect(&polar, &token).await.unwrap_err();
        polar.clear_faults();
        let answer = introspect(&polar, &token).await.unwrap();

        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
        assert_eq!(answer.status, 200);
        assert_eq!(polar.url(), url);
    }
}

#[tokio::test]
async fn another_fault_ends_refusing() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::Refuse);

    polar.fault(Fault::ServerError);

    assert_eq!(introspect(&polar, &token).await.unwrap().status, 500);
}

#[tokio::test]
async fn refusing_kills_connections_that_live() {
    let (polar, token) = with_token().await;
    let mut stream = TcpStream::connect(address(&polar)).await.unwrap();
    let ask = format!(
        "GET {INTROSPECT} HTTP/1.1\r\nHost: polar\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let calls = polar.total_calls();

    polar.fault(Fault::Refuse);

    // Either the write or the read may be the one that notices.
    let _ = stream.write_all(ask.as_bytes()).await;
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(
        !String::from_utf8_lossy(&rest).contains("HTTP/1.1"),
        "a second answer arrived"
    );
    assert_eq!(polar.total_calls(), calls);
}

#[tokio::test]
async fn nobody_else_gets_the_port_while_it_refuses() {
    let (polar, _) = with_token().await;
    polar.fault(Fault::Refuse);

    let plain = TcpSocket::new_v4()
        .unwrap()
        .bind(address(&polar))
        .unwrap_err();
    let reusing = std::net::TcpListener::bind(address(&polar)).unwrap_err();

    assert_eq!(
        (plain.kind(), reusing.kind()),
        (ErrorKind::AddrInUse, ErrorKind::AddrInUse)
    );
}

#[tokio::test]
async fn the_back_office_answers_while_the_front_refuses() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::Refuse);

    let answer = to(&polar.back_office_url(), "GET", INTROSPECT)
        .bearer(&token)
        .send()
        .await;
    let minted = to(&polar.back_office_url(), "POST", "/v1/customer-sessions/")
        .bearer(&polar.organization().access_token())
        .json(&json!({ "customer_id": ADA }))
        .send()
        .await;

    assert_eq!((answer.status, minted.status), (200, 201));
}

#[tokio::test]
async fn a_port_can_be_made_to_answer_again_from_outside_the_runtime() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::Refuse);

    let other = polar.clone();
    std::thread::spawn(move || other.clear_faults())
        .join()
        .unwrap();

    assert_eq!(introspect(&polar, &token).await.unwrap().status, 200);
}

#[tokio::test]
async fn minting_goes_on_while_verification_fails() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::ServerError);

    let minted = create(
        &polar,
        &polar.organization().access_token(),
        json!({ "customer_id": ADA }),
    )
    .await;

    assert_eq!(minted.status, 201);
    for path in [
        INTROSPECT,
        USER,
        ME,
        &format!("/v1/customers/{ADA}"),
        &format!("/v1/customers/{ADA}/state"),
    ] {
        assert_eq!(
            get(&polar, path).bearer(&token).send().await.status,
            500,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_fault_can_be_set_on_one_endpoint_only() {
    let (polar, token) = with_token().await;
    polar.fault_on(Endpoint::User, Fault::ServerError);

    assert_eq!(get(&polar, USER).bearer(&token).send().await.status, 500);
    assert_eq!(introspect(&polar, &token).await.unwrap().status, 200);
}

#[tokio::test]
async fn an_endpoint_can_be_exempted() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::ServerError);
    polar.fault_on(Endpoint::Introspect, Fault::None);

    assert_eq!(introspect(&polar, &token).await.unwrap().status, 200);
    assert_eq!(get(&polar, USER).bearer(&token).send().await.status, 500);
}

#[tokio::test]
async fn a_faulted_call_is_counted() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::Drop);

    let _ = introspect(&polar, &token).await;

    assert_eq!(polar.calls(Endpoint::Introspect), 1);
    assert_eq!(polar.requests()[0].status, None);
}

#[tokio::test]
async fn dropping_closes_the_connection_without_an_answer() {
    let error = faulted(Fault::Drop).await.unwrap_err();

    assert!(
        matches!(
            error.kind(),
            ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_truncated_answer_announces_more_than_it_sends() {
    let answer = faulted(Fault::Truncated).await.unwrap();

    let whole = r#"{"expires_at":"2026-01-01T01:00:00Z","return_url":null}"#;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-length"),
        Some(&*whole.len().to_string())
    );
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.body, whole[..whole.len() / 2]);
    assert!(!answer.complete);
}

#[tokio::test]
async fn truncated_json_is_a_complete_answer() {
    let answer = faulted(Fault::TruncatedJson).await.unwrap();

    assert!(answer.complete);
    assert_eq!(answer.status, 200);
    assert!(serde_json::from_str::<serde_json::Value>(&answer.body).is_err());
}

#[tokio::test]
async fn the_wrong_content_type_changes_nothing_else() {
    let answer = faulted(Fault::WrongContentType).await.unwrap();

    assert_eq!(answer.header("content-type"), Some("text/plain"));
    assert_eq!(
        answer.json(),
        json!({ "expires_at": "2026-01-01T01:00:00Z", "return_url": null })
    );
}

#[tokio::test]
async fn a_crash_is_plain_text_without_a_version() {
    let answer = faulted(Fault::ServerError).await.unwrap();

    assert_eq!(answer.status, 500);
    assert!(
        answer
            .header("content-type")
            .unwrap()
            .starts_with("text/plain")
    );
    assert_eq!(answer.header("polar-version"), None);
    assert_eq!(answer.body, "Internal Server Error");
}

#[tokio::test]
async fn a_proxys_page_is_html_with_any_status() {
    for status in [200, 502] {
        let answer = faulted(Fault::Html(status)).await.unwrap();

        assert_eq!(answer.status, status);
        assert!(
            answer
                .header("content-type")
                .unwrap()
                .starts_with("text/html")
        );
        assert!(answer.body.starts_with("<!DOCTYPE html>"));
        assert_eq!(answer.header("polar-version"), None);
    }
}

#[tokio::test]
async fn a_rate_limit_has_an_empty_body_and_says_when_to_retry() {
    let answer = faulted(Fault::RateLimited {
        retry_after: Some(60),
    })
    .await
    .unwrap();

    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("retry-after"), Some("60"));
    assert_eq!(answer.header("content-type"), None);
    assert_eq!(answer.body, "");
}

#[tokio::test]
async fn a_rate_limit_may_not_say_when_to_retry() {
    let answer = faulted(Fault::RateLimited { retry_after: None })
        .await
        .unwrap();

    assert_eq!((answer.status, answer.header("retry-after")), (429, None));
}

#[tokio::test]
async fn a_redirect_names_its_target() {
    let answer = faulted(Fault::Redirect("http://evil.example/".to_owned()))
        .await
        .unwrap();

    assert_eq!(
        (answer.status, answer.header("location")),
        (307, Some("http://evil.example/"))
    );
}

#[tokio::test]
async fn any_status_type_and_body_can_be_sent() {
    let fault = Fault::Status(
        418,
        "application/problem+json".to_owned(),
        r#"{"title":"teapot"}"#.to_owned(),
    );
    let answer = faulted(fault).await.unwrap();

    assert_eq!(
        (answer.status, answer.header("content-type")),
        (418, Some("application/problem+json"))
    );
    assert_eq!(answer.json(), json!({ "title": "teapot" }));
}

#[tokio::test]
async fn a_good_token_can_be_called_invalid() {
    let answer = faulted(Fault::InvalidToken).await.unwrap();

    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (401, &json!("invalid_token"))
    );
}

#[tokio::test]
async fn a_good_token_can_go_unnoticed() {
    let answer = faulted(Fault::Unauthorized).await.unwrap();

    assert_eq!(
        (answer.status, answer.header("www-authenticate")),
        (401, Some(r#"Bearer realm="polar""#))
    );
}

#[tokio::test]
async fn a_delayed_answer_arrives_when_the_clock_has_moved() {
    let (polar, clock) = still().await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();
    polar.fault(Fault::Delay(Duration::from_secs(5)));

    let asked = tokio::spawn(get(&polar, INTROSPECT).bearer(&token).send());
    while polar.calls(Endpoint::Introspect) == 0 {
        tokio::task::yield_now().await;
    }
    assert!(!asked.is_finished());
    // The sleeper may only now be about to ask for the time, so time goes on until it wakes.
    while !asked.is_finished() {
        clock.advance(Duration::from_secs(5));
        tokio::task::yield_now().await;
    }

    assert_eq!(asked.await.unwrap().status, 200);
}

#[tokio::test]
async fn a_hanging_endpoint_never_answers() {
    assert_no_answer(Fault::Hang, b"").await;
}

#[tokio::test]
async fn an_endless_body_begins_and_does_not_end() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::Endless);
    let mut stream = TcpStream::connect(address(&polar)).await.unwrap();
    let ask = format!(
        "GET {INTROSPECT} HTTP/1.1\r\nHost: polar\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(ask.as_bytes()).await.unwrap();

    let mut read = vec![0; 4 * 1024 * 1024];
    stream.read_exact(&mut read).await.unwrap();

    assert!(read.starts_with(b"HTTP/1.1 200 OK"));
    assert!(!read.ends_with(b"0\r\n\r\n"));
}

#[expect(
    clippy::disallowed_methods,
    reason = "that nothing comes can only be seen by waiting for it"
)]
async fn assert_no_answer(fault: Fault, expected: &[u8]) {
    let (polar, token) = with_token().await;
    polar.fault(fault);
    let mut stream = TcpStream::connect(address(&polar)).await.unwrap();
    let ask = format!(
        "GET {INTROSPECT} HTTP/1.1\r\nHost: polar\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(ask.as_bytes()).await.unwrap();

    let mut read = Vec::new();
    let waited =
        tokio::time::timeout(Duration::from_millis(100), stream.read_to_end(&mut read)).await;

    assert!(waited.is_err(), "the connection ended");
    assert_eq!(read, expected);
    assert_eq!(polar.calls(Endpoint::Introspect), 1);
}
