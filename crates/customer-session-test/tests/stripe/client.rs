//! A client that says what arrived.

use std::io;

use customer_session_test::stripe::FakeStripe;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// An answer, as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Type, code and parameter of an error.
    pub(crate) fn error(&self) -> [String; 3] {
        let json = self.json();
        ["type", "code", "param"]
            .map(|name| json["error"][name].as_str().unwrap_or_default().to_owned())
    }
}

/// A request in the making, with the account's key of test mode.
pub(crate) struct Request<'a> {
    authorization: String,
    body: &'a str,
    fake: &'a FakeStripe,
    headers: String,
    line: String,
}

impl<'a> Request<'a> {
    pub(crate) fn get(fake: &'a FakeStripe, path: &str) -> Self {
        Self::new(fake, "GET", path, "")
    }

    /// Asks for a session.
    pub(crate) fn create(fake: &'a FakeStripe, form: &'a str) -> Self {
        Self::new(fake, "POST", "/v1/customer_sessions", form)
    }

    pub(crate) fn new(fake: &'a FakeStripe, method: &str, path: &str, body: &'a str) -> Self {
        Self {
            authorization: format!("Bearer {}", fake.secret_key()),
            body,
            fake,
            headers: String::new(),
            line: format!("{method} {path}"),
        }
    }

    pub(crate) fn authorization(mut self, value: impl Into<String>) -> Self {
        self.authorization = value.into();
        self
    }

    pub(crate) fn key(self, key: &str) -> Self {
        self.authorization(format!("Bearer {key}"))
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers += &format!("{name}: {value}\r\n");
        self
    }

    pub(crate) async fn send(self) -> Answer {
        self.try_send().await.unwrap()
    }

    /// An error where the connection ends without an answer.
    pub(crate) async fn try_send(self) -> io::Result<Answer> {
        let url = self.fake.url();
        let host = url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).await?;
        let authorization = match self.authorization.as_str() {
            "" => String::new(),
            value => format!("authorization: {value}\r\n"),
        };
        let request = format!(
            "{} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{authorization}{}content-length: {}\r\n\r\n{}",
            self.line,
            self.headers,
            self.body.len(),
            self.body
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .ok_or_else(|| io::Error::other("the connection was closed"))?;
        Ok(Answer {
            head: head.to_owned(),
            body: body.to_owned(),
        })
    }
}
