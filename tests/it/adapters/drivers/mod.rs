//! How a request travels through each adapter.

mod actix;
mod axum;
mod tower;

use std::collections::BTreeMap;

use customer_session::Reason;

pub(super) use self::{actix::Actix, axum::Axum, tower::Tower};
use super::{Sent, Stack};

/// Sends requests through one adapter.
pub(super) trait Driver {
    const NAME: &'static str;

    /// Builds the stack around the handlers and sends one request through it. The stack's
    /// configurations keep their cache.
    async fn send(stack: &Stack, sent: &Sent) -> Answer;
}

/// A response, as plain data.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case, values in order.
    pub(super) headers: BTreeMap<String, Vec<String>>,
    pub(super) body: String,
    /// The reason of the rejection in the response's extensions.
    pub(super) reason: Option<Reason>,
}

impl Answer {
    fn new<'a>(
        status: u16,
        headers: impl Iterator<Item = (&'a str, &'a [u8])>,
        body: &[u8],
        reason: Option<Reason>,
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
            reason,
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

    /// Whether the text stands anywhere in the response.
    pub(super) fn holds(&self, text: &str) -> bool {
        self.body.contains(text)
            || self.headers.iter().any(|(name, values)| {
                name.contains(text) || values.iter().any(|v| v.contains(text))
            })
    }
}
