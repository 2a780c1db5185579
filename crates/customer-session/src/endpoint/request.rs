//! A request to an endpoint, as plain data.

use std::fmt;

use bytes::Bytes;

/// A request to an [`Endpoint`](super::Endpoint).
#[derive(Clone)]
#[non_exhaustive]
pub struct EndpointRequest {
    /// The method, as it was sent: methods are case-sensitive (RFC 9110 §9.1).
    pub method: String,
    /// The field lines in the order in which they were sent, names in lower case. A name may occur
    /// several times, and a value need not be text.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body: every byte as it was sent.
    pub body: Bytes,
}

impl EndpointRequest {
    /// A request without headers and body.
    #[must_use]
    pub fn new(method: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// Adds a field line.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// The values of this header, whose name is in lower case: one for each field line.
    pub fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.headers
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_slice())
    }

    /// The value of this header, whose name is in lower case, if there is exactly one field line of
    /// it and it is ASCII. Where two lines stand, two readers may see two different requests.
    #[must_use]
    pub fn sole_header(&self, name: &str) -> Option<&str> {
        let mut lines = self.header(name);
        let line = lines.next().filter(|line| line.is_ascii())?;
        match lines.next() {
            None => str::from_utf8(line).ok(),
            Some(_) => None,
        }
    }
}

/// Shows neither values of headers nor the body, which hold secrets and personal data.
impl fmt::Debug for EndpointRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("EndpointRequest")
            .field("method", &self.method)
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_stands_twice_or_is_no_ascii_is_no_sole_header() {
        let request = EndpointRequest::new("POST")
            .with_header("Once", "1")
            .with_header("twice", "1")
            .with_header("Twice", "1")
            .with_header("binary", [0xFF]);

        assert_eq!(request.sole_header("once"), Some("1"));
        assert_eq!(request.sole_header("twice"), None);
        assert_eq!(request.sole_header("binary"), None);
        assert_eq!(request.sole_header("absent"), None);
        assert_eq!(request.header("twice").count(), 2);
    }

    #[test]
    fn debug_shows_neither_values_nor_the_body() {
        let request = EndpointRequest::new("POST")
            .with_header("webhook-id", "canary")
            .with_body("canary");

        let printed = format!("{request:?}");

        assert!(printed.contains("webhook-id") && printed.contains('6'));
        assert!(!printed.contains("canary"));
    }
}
