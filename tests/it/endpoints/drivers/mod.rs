//! How a request to an endpoint travels through each adapter.

mod actix;
mod axum;
mod tower;

use std::{
    collections::BTreeMap,
    io, iter,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use ::axum::body::Bytes;
use customer_session::endpoint::Endpoint;
use futures_util::stream::{self, Stream};

use self::{actix::Actix, axum::Axum, tower::Tower};

/// Sends requests to an endpoint through one adapter.
pub(super) trait Driver {
    const NAME: &'static str;

    /// Mounts the endpoint at `/hook` and sends it one request.
    async fn send(endpoint: impl Endpoint + Clone, sent: &Sent) -> Answer;
}

/// Sends one request through every adapter. The answers must be equal, and this is the one.
pub(super) async fn everywhere(endpoint: impl Endpoint + Clone, sent: &Sent) -> Answer {
    let answer = Tower::send(endpoint.clone(), sent).await;
    let others = [
        (Axum::NAME, Axum::send(endpoint.clone(), sent).await),
        (Actix::NAME, Actix::send(endpoint, sent).await),
    ];
    for (name, other) in others {
        assert_eq!(other, answer, "{name} is unlike {}", Tower::NAME);
    }
    answer
}

/// A request to `/hook`, as plain data.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    method: &'static str,
    headers: Vec<(&'static str, Vec<u8>)>,
    pieces: Vec<Bytes>,
    breaks_off: bool,
    was_read: Arc<AtomicBool>,
}

impl Sent {
    /// A `POST` without headers and body.
    pub(super) fn post() -> Self {
        Self::by("POST")
    }

    pub(super) fn by(method: &'static str) -> Self {
        Self {
            method,
            headers: Vec::new(),
            pieces: Vec::new(),
            breaks_off: false,
            was_read: Arc::default(),
        }
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds a piece to the body, which arrives by itself.
    pub(super) fn piece(mut self, piece: impl Into<Bytes>) -> Self {
        self.pieces.push(piece.into());
        self
    }

    /// Lets the connection fail after the last piece.
    pub(super) fn breaking_off(mut self) -> Self {
        self.breaks_off = true;
        self
    }

    /// Whether anybody looked at the body.
    pub(super) fn was_read(&self) -> bool {
        self.was_read.load(SeqCst)
    }

    /// The body as it arrives.
    fn body(&self) -> impl Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static {
        let failure = self
            .breaks_off
            .then(|| Err(io::Error::from(io::ErrorKind::ConnectionReset)));
        let mut pieces = self.pieces.clone().into_iter().map(Ok).chain(failure);
        let was_read = self.was_read.clone();
        stream::iter(iter::from_fn(move || {
            was_read.store(true, SeqCst);
            pieces.next()
        }))
    }
}

/// A response, as plain data.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case, values in order.
    headers: BTreeMap<String, Vec<String>>,
    pub(super) body: String,
}

impl Answer {
    fn new<'a>(
        status: u16,
        headers: impl Iterator<Item = (&'a str, &'a [u8])>,
        body: &[u8],
    ) -> Self {
        let mut sorted = BTreeMap::<_, Vec<_>>::new();
        for (name, value) in headers {
            let value = String::from_utf8_lossy(value).into_owned();
            sorted.entry(name.to_owned()).or_default().push(value);
        }
        Self {
            status,
            headers: sorted,
            body: String::from_utf8_lossy(body).into_owned(),
        }
    }

    /// The values of the header.
    pub(super) fn header(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get(name).map(Vec::as_slice);
        values
            .unwrap_or_default()
            .iter()
            .map(String::as_str)
            .collect()
    }

    /// The `code` of the problem document, whose form is checked: it agrees with the status, and
    /// nobody stores it.
    pub(super) fn problem(&self) -> String {
        let document: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(self.header("content-type"), ["application/problem+json"]);
        assert_eq!(self.header("cache-control"), ["no-store"]);
        assert_eq!(document["status"], self.status);
        document["code"].as_str().unwrap().to_owned()
    }
}
