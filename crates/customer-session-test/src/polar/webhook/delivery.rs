//! One signed delivery, as data.

use std::fmt;

use super::secret::Secret;
use crate::hashed;

/// The headers and the body of one attempt to deliver an event.
///
/// A test may change either, and put them through the receiver under test without a socket.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, exactly as it was signed.
    pub body: Vec<u8>,
}

impl Delivery {
    /// The delivery of an event, signed with each of `secrets`.
    pub(super) fn signed(
        secrets: &[Secret],
        id: &str,
        unix_seconds: i64,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let body = body.into();
        let signatures: Vec<String> = secrets
            .iter()
            .map(|secret| secret.sign(id, unix_seconds, &body))
            .collect();
        let headers = [
            ("content-type", "application/json".to_owned()),
            ("user-agent", "polar.sh webhooks".to_owned()),
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", unix_seconds.to_string()),
            ("webhook-signature", signatures.join(" ")),
            ("traceparent", traceparent()),
        ];
        Self {
            headers: headers.map(|(name, value)| (name.to_owned(), value)).into(),
            body,
        }
    }

    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Sets a header in the place of all that have its name.
    pub fn set_header(&mut self, name: &str, value: impl Into<String>) {
        self.remove_header(name);
        self.headers.push((name.to_lowercase(), value.into()));
    }

    /// Removes all headers of this name.
    pub fn remove_header(&mut self, name: &str) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    }
}

impl fmt::Debug for Delivery {
    /// Shows which event it is; the body is about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("webhook-id", &self.header("webhook-id"))
            .field("webhook-timestamp", &self.header("webhook-timestamp"))
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A sampled trace of its own (W3C Trace Context, section 3.2).
fn traceparent() -> String {
    let mut ids = [0; 24];
    hashed::fill(&mut ids);
    let hex: String = ids.iter().map(|byte| format!("{byte:02x}")).collect();
    let (trace, parent) = hex.split_at(32);
    format!("00-{trace}-{parent}-01")
}
