//! How a request travels through each adapter.

mod actix;
mod axum;
mod tower;

use std::collections::BTreeMap;

use customer_session::Reason;

pub(super) use self::{actix::Actix, axum::Axum, tower::Tower};
use super::{Sent, Stack, stack::INNER};

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

    /// The answer without what the stacks set themselves: all that the adapters must agree in.
    pub(super) fn ours(&self) -> Self {
        let mut ours = self.clone();
        ours.headers.retain(|name, _| !STACKS.contains(&&**name));
        ours
    }

    /// Asserts that the response has no other headers than these, the application's, and the
    /// stack's.
    pub(super) fn assert_holds_only(&self, names: &[&str], place: &str) {
        let ours = self.ours();
        let mut unknown = ours.headers.keys().filter(|name| {
            let name = name.as_str();
            name != INNER.0 && !names.contains(&name)
        });
        assert_eq!(unknown.next(), None, "{place}: {self:?}");
    }

    /// Whether the text stands anywhere in the response.
    pub(super) fn holds(&self, text: &str) -> bool {
        self.body.contains(text)
            || self.headers.iter().any(|(name, values)| {
                name.contains(text) || values.iter().any(|v| v.contains(text))
            })
    }
}

/// The headers that a stack sets by itself. They are few, since no server is part of these tests:
/// it is servers that write `date`, `connection` and `transfer-encoding`.
const STACKS: [&str; 1] = [
    // axum's router writes the length of a body that it knows; actix-web and hyper do so when they
    // send it.
    "content-length",
];
