//! One request, read whole.

use std::{net::IpAddr, time::Duration};

use bytes::Bytes;
use hyper::{HeaderMap, Method, header::HOST};

use super::time::Moment;

/// A request as the routes see it.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// The path, with the old root replaced by the present one.
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) headers: HeaderMap,
    pub(super) body: RequestBody,
    pub(super) peer: IpAddr,
    pub(super) now: Moment,
    pub(super) monotonic: Duration,
}

/// The body of a request, or why it was not read.
#[derive(Debug)]
pub(super) enum RequestBody {
    LengthMissing,
    Read(Bytes),
    TooLarge,
}

impl Call {
    /// The body's bytes; those of a body that was not read are never asked for.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.body {
            RequestBody::Read(bytes) => bytes,
            RequestBody::LengthMissing | RequestBody::TooLarge => &[],
        }
    }

    /// The first value of a query parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let query = self.query.as_deref()?;
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// This request's address with another path.
    pub(super) fn address_of(&self, path: &str) -> String {
        let host = self
            .headers
            .get(HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or("127.0.0.1");
        let query = self
            .query
            .as_ref()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        format!("http://{host}{path}{query}")
    }
}
