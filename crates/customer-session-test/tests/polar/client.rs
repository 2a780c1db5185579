//! An HTTP client that hides nothing: one connection for each request, headers and bodies as they
//! came.

use std::io;

use customer_session::clock::ManualClock;
use customer_session_test::polar::FakePolar;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub(crate) const INTROSPECT: &str = "/v1/customer-portal/customer-session/introspect";
pub(crate) const USER: &str = "/v1/customer-portal/customer-session/user";
pub(crate) const ME: &str = "/v1/customer-portal/customers/me";
pub(crate) const SESSIONS: &str = "/v1/customer-sessions/";

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// Whether the body is as long as was announced, or its last chunk arrived.
    pub(crate) complete: bool,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A request in the making.
#[derive(Debug)]
pub(crate) struct Request {
    url: String,
    head: String,
    body: Option<String>,
}

pub(crate) fn get(polar: &FakePolar, path: &str) -> Request {
    request(polar, "GET", path)
}

pub(crate) fn request(polar: &FakePolar, method: &str, path: &str) -> Request {
    to(&polar.url(), method, path)
}

pub(crate) fn to(url: &str, method: &str, path: &str) -> Request {
    let head = format!("{method} {path} HTTP/1.1\r\nHost: polar.test\r\nConnection: close\r\n");
    Request {
        url: url.to_owned(),
        head,
        body: None,
    }
}

/// Creates a session with an organization's access token.
pub(crate) async fn create(polar: &FakePolar, access_token: &str, body: Value) -> Answer {
    request(polar, "POST", SESSIONS)
        .bearer(access_token)
        .json(&body)
        .send()
        .await
}

/// The fake with a clock that stands still.
pub(crate) async fn still() -> (FakePolar, ManualClock) {
    let clock = ManualClock::new();
    let polar = FakePolar::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    (polar, clock)
}

impl Request {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", &body.to_string())
    }

    pub(crate) fn body(mut self, content_type: &str, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self.header("Content-Type", content_type)
            .header("Content-Length", &body.len().to_string())
    }

    pub(crate) async fn send(self) -> Answer {
        self.try_send().await.unwrap()
    }

    pub(crate) async fn try_send(self) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(self.url.trim_start_matches("http://")).await?;
        let text = format!("{}\r\n{}", self.head, self.body.unwrap_or_default());
        stream.write_all(text.as_bytes()).await?;
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).await?;
        parse(&String::from_utf8(raw).unwrap())
    }
}

fn parse(raw: &str) -> io::Result<Answer> {
    let (head, body) = raw
        .split_once("\r\n\r\n")
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    let headers: Vec<(String, String)> = lines
        .map(|line| {
            line.split_once(": ")
                .unwrap_or_else(|| (line.trim_end_matches(':'), ""))
        })
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut answer = Answer {
        status,
        headers,
        body: body.to_owned(),
        complete: true,
    };
    if answer.header("transfer-encoding") == Some("chunked") {
        (answer.body, answer.complete) = dechunked(body);
    } else if let Some(length) = answer.header("content-length") {
        answer.complete = body.len() == length.parse::<usize>().unwrap();
    }
    Ok(answer)
}

fn dechunked(mut rest: &str) -> (String, bool) {
    let mut body = String::new();
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return (body, true);
        }
        body.push_str(&after[..size]);
        rest = &after[size + 2..];
    }
    (body, false)
}
