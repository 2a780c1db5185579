//! A server that answers from a script, on a loopback port.

use std::{
    collections::HashMap,
    fmt,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use tokio::net::TcpSocket;

/// Says the same to every question, until it is told to say something else, or to say it at one path.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    script: Arc<Mutex<Script>>,
}

#[derive(Debug)]
struct Script {
    answer: Answer,
    asked: Vec<Asked>,
    at: HashMap<String, Answer>,
}

/// What the server says.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    /// Whether its length stands above it; without, it ends where the connection does.
    is_announced: bool,
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

    pub(crate) fn of(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type", media_type.to_owned())],
            body: body.into(),
            is_announced: true,
        }
    }

    /// Does not say how long it is.
    pub(crate) fn unannounced(mut self) -> Self {
        self.is_announced = false;
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.body);
        let start: String = body.chars().take(200).collect();
        write!(f, "{} {:?} {start}", self.status, self.headers)
    }
}

impl Asked {
    pub(crate) fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    /// The one value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} was sent twice");
        value
    }
}

impl Server {
    /// None: a port that refuses connections for as long as it is held, since nobody listens on it
    /// and nobody else gets it.
    pub(crate) fn missing() -> (TcpSocket, SocketAddr) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let address = socket.local_addr().unwrap();
        (socket, address)
    }

    pub(crate) fn saying(answer: Answer) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            script: Arc::new(Mutex::new(Script {
                answer,
                asked: Vec::new(),
                at: HashMap::new(),
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

    /// Says something else at this path.
    pub(crate) fn says_at(&self, path: &str, answer: Answer) {
        let mut script = self.script.lock().unwrap();
        script.at.insert(path.to_owned(), answer);
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
    let asked = Asked {
        line,
        headers,
        body: String::from_utf8(body).unwrap(),
    };
    let answer = {
        let mut script = script.lock().unwrap();
        let answer = script.at.get(asked.path()).unwrap_or(&script.answer);
        let answer = answer.clone();
        script.asked.push(asked);
        answer
    };
    let mut head = format!("HTTP/1.1 {} X\r\nconnection: close\r\n", answer.status);
    if answer.is_announced {
        head += &format!("content-length: {}\r\n", answer.body.len());
    }
    for (name, value) in answer.headers {
        head += &format!("{name}: {value}\r\n");
    }
    let mut stream = stream;
    stream.write_all(format!("{head}\r\n").as_bytes()).ok()?;
    // Whoever reads no further than it must hangs up.
    stream.write_all(&answer.body).ok()
}
