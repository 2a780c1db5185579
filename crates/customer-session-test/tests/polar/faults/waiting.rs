//! Answers that come late, never, or without end.

use std::time::Duration;

use customer_session_test::polar::{Endpoint, Fault, NewCustomer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{address, with_token};
use crate::client::{INTROSPECT, get, still};

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
    while polar.calls(Endpoint::Introspect) == 0 {
        tokio::task::yield_now().await;
    }

    let mut read = Vec::new();
    let waited =
        tokio::time::timeout(Duration::from_millis(100), stream.read_to_end(&mut read)).await;

    assert!(waited.is_err(), "the connection ended");
    assert_eq!(read, expected);
    assert_eq!(polar.calls(Endpoint::Introspect), 1);
}
