//! A port that refuses connections.

use std::io::ErrorKind;

use customer_session_test::polar::Fault;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use super::{ADA, address, introspect, with_token};
use crate::client::{INTROSPECT, to};

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
