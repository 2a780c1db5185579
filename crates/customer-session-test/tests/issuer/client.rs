//! A client that says what arrived, byte by byte.

use std::io;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// An answer, as it came over the wire.
pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
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
}

/// Asks for an address, with one header more.
pub(crate) async fn get(url: &str, header: &str) -> io::Result<Answer> {
    send("GET", url, &[header], "").await
}

/// Posts a form, with these headers more.
pub(crate) async fn post(url: &str, headers: &[&str], form: &str) -> io::Result<Answer> {
    let kind = "Content-Type: application/x-www-form-urlencoded";
    send("POST", url, &[headers, &[kind]].concat(), form).await
}

/// Sends a request with these headers more.
pub(crate) async fn send(
    method: &str,
    url: &str,
    headers: &[&str],
    body: &str,
) -> io::Result<Answer> {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host).await?;
    let (headers, length) = (headers.join("\r\n"), body.len());
    let request = format!(
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Length: {length}\r\n{headers}\r\n\r\n{body}"
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
