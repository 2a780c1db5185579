//! A server that answers from a script, on a loopback port, and a configuration that asks it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, SystemTime},
};

use customer_session::{
    CustomerSessionConfig, Reason, Rejection, VerifiedSession, clock::ManualClock,
    provider::SessionProvider, upstream::RetryShare,
};

/// Says the same to every question, until it is told to say something else.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    script: Arc<Mutex<Script>>,
}

#[derive(Debug)]
struct Script {
    answer: Answer,
    asked: Vec<Asked>,
}

/// What the server says.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// What it was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::of(status, "application/json; charset=utf-8", body)
    }

    pub(crate) fn html(status: u16) -> Self {
        Self::of(status, "text/html", "<html>canary</html>")
    }

    pub(crate) fn of(status: u16, media_type: &str, body: &str) -> Self {
        Self {
            status,
            headers: vec![("content-type", media_type.to_owned())],
            body: body.to_owned(),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl Asked {
    /// The one value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} was sent twice");
        value
    }
}

impl Server {
    pub(crate) fn saying(answer: Answer) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            script: Arc::new(Mutex::new(Script {
                answer,
                asked: Vec::new(),
            })),
        };
        let script = server.script.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that went away leaves nothing to be said.
                let _ = stream.map(|stream| serve(stream, &script));
            }
        });
        server
    }

    /// A server that answers 200 and this JSON.
    pub(crate) fn stating(body: &str) -> Self {
        Self::saying(Answer::json(200, body))
    }

    pub(crate) fn now_says(&self, answer: Answer) {
        self.script.lock().unwrap().answer = answer;
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.script.lock().unwrap().asked.clone()
    }

    /// The one question that it was asked.
    pub(crate) fn question(&self) -> Asked {
        let mut asked = self.asked();
        assert_eq!(asked.len(), 1);
        asked.remove(0)
    }
}

/// Answers one request and closes the connection.
fn serve(stream: TcpStream, script: &Mutex<Script>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        lines.push(line.to_owned());
    }
    let mut lines = lines.into_iter();
    let line = lines.next()?;
    let headers: Vec<_> = lines
        .filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    let answer = {
        let mut script = script.lock().unwrap();
        script.asked.push(Asked {
            line,
            headers,
            body: String::from_utf8(body).unwrap(),
        });
        script.answer.clone()
    };
    let Answer {
        status,
        headers,
        body,
    } = answer;
    let mut head = format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    let mut stream = stream;
    stream
        .write_all(format!("{head}\r\n{body}").as_bytes())
        .ok()
}

/// A configuration that never asks twice by itself, at the usual time.
pub(crate) fn config(provider: impl SessionProvider) -> (ManualClock, CustomerSessionConfig) {
    let clock = ManualClock::at(at(NOW));
    let config = CustomerSessionConfig::builder()
        .clock(clock.clone())
        .provider(provider)
        .retries(RetryShare::new().percent(0).most(0))
        .lifetime_jitter(0)
        .refresh_ahead(0)
        .build()
        .unwrap();
    (clock, config)
}

/// What becomes of a token.
pub(crate) async fn verify(provider: impl SessionProvider) -> Result<VerifiedSession, Rejection> {
    let (_, config) = config(provider);
    config.verify(TOKEN).await
}

/// How and why it is refused.
pub(crate) async fn refused(provider: impl SessionProvider) -> (u16, Reason) {
    match verify(provider).await {
        Ok(session) => panic!("it was taken: {session:?}"),
        Err(rejection) => (rejection.status(), rejection.reason()),
    }
}

pub(crate) fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// All that is printed of a refusal, its causes included.
pub(crate) fn printed(rejection: &Rejection) -> String {
    let mut printed = format!("{rejection} {rejection:?}");
    let mut source = std::error::Error::source(rejection);
    while let Some(error) = source {
        printed.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    printed
}

pub(crate) const DENIED: (u16, Reason) = (401, Reason::TokenDenied);
pub(crate) const MALFORMED: (u16, Reason) = (503, Reason::IssuerAnswerMalformed);
pub(crate) const MISCONFIGURED: (u16, Reason) = (500, Reason::Misconfigured);
pub(crate) const UNAVAILABLE: (u16, Reason) = (503, Reason::IssuerUnavailable);

/// 2027-01-15T08:00:00Z.
pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const TOKEN: &str = "mF_9.B5f-4.1JqM";
