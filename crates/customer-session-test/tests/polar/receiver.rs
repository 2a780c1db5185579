//! A server that takes webhooks, keeps them as they came, and answers as it is told.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// What came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) request_line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Answers everything with 204, except for what it was told otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
    received: watch::Sender<Vec<Received>>,
}

/// An answer that never comes.
pub(crate) const HANG: &str = "hang";
/// The connection is closed instead.
pub(crate) const DROP: &str = "";
/// Announces more than it sends.
pub(crate) const CUT: &str = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ncut";
pub(crate) const ERROR: &str =
    "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 5\r\n\r\nerror";

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            url: format!("http://{}/hooks", listener.local_addr().unwrap()),
            answers: Arc::default(),
            received: watch::Sender::default(),
        };
        let serving = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let serving = serving.clone();
                tokio::spawn(async move { serving.serve(stream).await });
            }
        });
        receiver
    }

    /// Answers the next requests so, one each.
    pub(crate) fn answer(&self, answers: impl IntoIterator<Item = &'static str>) {
        self.answers.lock().unwrap().extend(answers);
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.borrow().clone()
    }

    /// Waits until so many requests have come in all.
    pub(crate) async fn wait_for(&self, requests: usize) {
        let mut received = self.received.subscribe();
        received
            .wait_for(|received| received.len() >= requests)
            .await
            .unwrap();
    }

    /// The types of the events, as they came.
    pub(crate) fn kinds(&self) -> Vec<String> {
        let kinds = self.received().into_iter().map(|it| it.kind());
        kinds.collect()
    }

    async fn serve(self, mut stream: TcpStream) {
        let received = read(&mut stream).await;
        let answer = self.answers.lock().unwrap().pop_front();
        self.received.send_modify(|all| all.push(received));
        let answer = answer.unwrap_or("HTTP/1.1 204 No Content\r\n\r\n");
        if answer == HANG {
            std::future::pending::<()>().await;
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let (_, value) = found
            .next()
            .unwrap_or_else(|| panic!("no {name}: {self:?}"));
        assert!(found.next().is_none(), "{name} came twice: {self:?}");
        value
    }

    pub(crate) fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

async fn read(stream: &mut TcpStream) -> Received {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.trim_end().split("\r\n");
    let request_line = lines.next().unwrap().to_owned();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let mut received = Received {
        request_line,
        headers,
        body: Vec::new(),
    };
    received.body = vec![0; received.header("content-length").parse().unwrap()];
    stream.read_exact(&mut received.body).await.unwrap();
    received
}
