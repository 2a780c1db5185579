//! What an issuer of signed sessions publishes, as HTTP clients get it from real servers.

use std::net::SocketAddr;

use customer_session::{
    issuer::{JwtIssuer, SigningKey},
    provider::jwt::Algorithm,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::servers::{actix, axum, tower};

/// Asks, and reads until the server hangs up.
async fn ask(address: SocketAddr, method: &str, lines: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("{method} /hook HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{lines}\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    (head.to_ascii_lowercase(), body.to_owned())
}

fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

#[actix_web::test]
async fn a_key_set_is_got_looked_at_and_not_sent_again_to_who_has_it() {
    let issuer = JwtIssuer::builder("https://shop.example")
        .audience("orders")
        .key(SigningKey::generate(Algorithm::EdDSA).unwrap())
        .build()
        .unwrap();
    let keys = issuer.jwks_endpoint();
    for address in [
        axum(keys.clone()).await,
        tower(keys.clone()).await,
        actix(keys.clone()),
    ] {
        let (got, body) = ask(address, "GET", "").await;
        assert!(got.starts_with("http/1.1 200 "), "{got}");
        assert_eq!(body, issuer.jwks().to_string());
        assert_eq!(
            value(&got, "content-type"),
            Some("application/jwk-set+json")
        );
        assert_eq!(
            value(&got, "content-length"),
            Some(&*body.len().to_string())
        );

        let (looked, nothing) = ask(address, "HEAD", "").await;
        assert_eq!(nothing, "");
        for name in ["content-type", "content-length", "etag", "cache-control"] {
            assert_eq!(value(&looked, name), value(&got, name), "{name}");
        }

        // The tag in its own letters.
        let tag = issuer_tag(&keys).await;
        for method in ["GET", "HEAD"] {
            let (known, nothing) = ask(address, method, &format!("if-none-match: {tag}\r\n")).await;
            assert!(known.starts_with("http/1.1 304 "), "{known}");
            assert_eq!(nothing, "");
            assert_eq!(value(&known, "etag"), value(&got, "etag"));
        }

        let (refused, _) = ask(address, "DELETE", "").await;
        assert!(refused.starts_with("http/1.1 405 "), "{refused}");
        assert_eq!(value(&refused, "allow"), Some("get, head"));
    }
}

async fn issuer_tag(endpoint: &impl customer_session::endpoint::Endpoint) -> String {
    let request = customer_session::endpoint::EndpointRequest::new("GET");
    let response = endpoint.answer(request).await;
    let mut tags = response.headers.into_iter();
    tags.find(|(name, _)| *name == "etag").unwrap().1
}
