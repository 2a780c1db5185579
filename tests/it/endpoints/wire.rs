//! Endpoints behind real servers, where a body may never come.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{
    Probe,
    servers::{actix, axum},
};

/// Sends the head, and then as much of a body as there is; reads what the server answers.
#[expect(
    clippy::disallowed_methods,
    reason = "a server that waits for a body would wait for ever"
)]
pub(crate) async fn exchange(address: SocketAddr, request: &str) -> String {
    let talk = async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = Vec::new();
        let mut piece = [0; 1024];
        // Until the server hangs up, or waits for the rest of a body that it has answered.
        while !response.ends_with(b"}") {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => break,
                Ok(read) => response.extend_from_slice(&piece[..read]),
            }
        }
        String::from_utf8(response).unwrap()
    };
    let response = tokio::time::timeout(Duration::from_secs(5), talk).await;
    response.expect("the server answers without the rest of the body")
}

#[actix_web::test]
async fn a_body_that_is_declared_too_long_is_refused_though_it_never_comes() {
    let probe = Probe::default();
    for address in [axum(probe.clone()).await, actix(probe.clone())] {
        let head = "POST /hook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n";

        let response = exchange(address, head).await;

        assert!(response.starts_with("HTTP/1.1 413 "), "{response}");
        assert!(response.ends_with(r#""code":"body_too_large"}"#));
    }
    assert_eq!(probe.reached(), 0);
}

#[actix_web::test]
async fn a_body_without_end_is_refused_at_the_bound() {
    let probe = Probe::default();
    for address in [axum(probe.clone()).await, actix(probe.clone())] {
        let endless = format!(
            "POST /hook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            "1\r\nx\r\n".repeat(100)
        );

        let response = exchange(address, &endless).await;

        assert!(response.starts_with("HTTP/1.1 413 "), "{response}");
    }
    assert_eq!(probe.reached(), 0);
}

#[actix_web::test]
async fn a_chunked_body_within_the_bound_arrives_whole() {
    let probe = Probe::default();
    for address in [axum(probe.clone()).await, actix(probe.clone())] {
        let request = "POST /hook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";

        let response = exchange(address, request).await;

        assert!(response.starts_with("HTTP/1.1 207 "), "{response}");
        assert!(response.ends_with("POST [] [97, 98, 99]"), "{response}");
    }
}
