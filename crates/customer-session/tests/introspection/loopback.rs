//! The whole way over real HTTP, on a loopback port.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use customer_session::{
    Reason,
    issuer::SigningKey,
    provider::{
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder, SignedAnswers},
        jwt::Algorithm,
    },
};
use serde_json::json;

use crate::{
    mint::{key, token_of},
    server::{NOW, TOKEN, config},
};

/// An answer: status, further header lines, body.
type Answer = (u16, String, Vec<u8>);

/// A server that says what it was told to say at each path, and 404 elsewhere.
struct Loopback {
    address: String,
    answers: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Loopback {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            answers: Arc::default(),
            asked: Arc::default(),
        };
        let (answers, asked) = (server.answers.clone(), server.asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let path = answer(&mut stream.unwrap(), &answers.lock().unwrap());
                asked.lock().unwrap().push(path);
            }
        });
        server
    }

    fn says(&self, path: &str, status: u16, lines: &str, body: impl Into<Vec<u8>>) {
        let answer = (status, lines.to_owned(), body.into());
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    fn metadata(&self) -> String {
        let issuer = &self.address;
        json!({"issuer": issuer, "introspection_endpoint": format!("{issuer}/introspect")})
            .to_string()
    }

    fn provider(&self) -> IntrospectionProviderBuilder {
        IntrospectionProvider::discover(&self.address).client_secret_basic("shop", "secret")
    }

    async fn refused(&self) -> (u16, Reason) {
        let (_, config) = config(self.provider());
        let rejection = config.verify(TOKEN).await.unwrap_err();
        (rejection.status(), rejection.reason())
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Reads one request, answers it, and says at which path it was.
fn answer(stream: &mut TcpStream, answers: &HashMap<String, Answer>) -> String {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while reader.read_line(&mut head).unwrap() > 2 {}
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse().unwrap())
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let nothing = (404, String::new(), Vec::new());
    let (status, lines, body) = answers.get(&path).unwrap_or(&nothing);
    let head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n{lines}\r\n",
        body.len()
    );
    // Whoever reads no further than it must hangs up.
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
    path
}

const JSON: &str = "content-type: application/json\r\n";
const METADATA: &str = "/.well-known/openid-configuration";
const OAUTH_METADATA: &str = "/.well-known/oauth-authorization-server";

#[tokio::test]
async fn a_signed_answer_of_a_server_that_was_found_vouches_for_a_session() {
    let server = Loopback::new();
    server.says(OAUTH_METADATA, 200, JSON, server.metadata());
    let header = r#"{"alg":"ES256","kid":"k","typ":"token-introspection+jwt"}"#;
    let claims = json!({
        "iss": server.address, "aud": "shop", "iat": NOW,
        "token_introspection": {"active": true, "sub": "c1"},
    });
    let text = token_of(Algorithm::ES256, header, claims.to_string());
    let kind = "content-type: application/token-introspection+jwt\r\n";
    server.says("/introspect", 200, kind, text);
    let key_of_ours = SigningKey::generate(Algorithm::ES256).unwrap();
    let provider = IntrospectionProvider::discover(&server.address)
        .private_key_jwt("shop", key_of_ours)
        .signed_answers(SignedAnswers::required().key(key(Algorithm::ES256)));
    let (_, config) = config(provider);

    let session = config.verify(TOKEN).await.unwrap();

    assert_eq!(session.customer().id().as_str(), "c1");
    assert_eq!(server.asked(), [METADATA, OAUTH_METADATA, "/introspect"]);
}

#[tokio::test]
async fn metadata_are_not_looked_for_where_somebody_redirects_to() {
    let server = Loopback::new();
    let elsewhere = Loopback::new();
    let location = format!("location: {}{METADATA}\r\n", elsewhere.address);
    server.says(METADATA, 302, &location, "");
    elsewhere.says(METADATA, 200, JSON, server.metadata());

    assert_eq!(server.refused().await, (500, Reason::Misconfigured));
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn metadata_that_never_end_are_read_no_further_than_they_may_be() {
    let server = Loopback::new();
    let long = [server.metadata().into_bytes(), vec![b' '; 8 << 20]].concat();
    server.says(METADATA, 200, JSON, long);

    let (status, reason) = server.refused().await;

    assert_eq!(status, 503, "{reason}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_outage() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let provider = IntrospectionProvider::discover(address).bearer("x");
    let (_, config) = config(provider);

    let rejection = config.verify(TOKEN).await.unwrap_err();

    assert_eq!(
        (rejection.status(), rejection.reason()),
        (503, Reason::IssuerUnavailable)
    );
}
