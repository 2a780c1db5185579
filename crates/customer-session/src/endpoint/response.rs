//! A response of an endpoint, as plain data.

use bytes::Bytes;

use super::EndpointProblem;

/// A response of an [`Endpoint`](super::Endpoint).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct EndpointResponse {
    /// The status, 200 to 599.
    pub status: u16,
    /// The headers, names in lower case, values visible ASCII.
    pub headers: Vec<(&'static str, String)>,
    /// The body, whole.
    pub body: Bytes,
}

impl EndpointResponse {
    /// A response without headers and body.
    #[must_use]
    pub const fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// A problem document (RFC 9457) with its status and headers: the media type,
    /// `Cache-Control: no-store`, and the challenge that a 401 must have.
    #[must_use]
    pub fn problem(problem: EndpointProblem) -> Self {
        let response = Self::new(problem.status())
            .with_header("content-type", "application/problem+json")
            .with_header("cache-control", "no-store")
            .with_body(problem.body());
        match problem.challenge() {
            None => response,
            Some(challenge) => response.with_header("www-authenticate", challenge),
        }
    }

    /// Adds a header; `name` in lower case.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Whether every framework can write it.
    pub(super) fn is_writable(&self) -> bool {
        (200..=599).contains(&self.status)
            && self
                .headers
                .iter()
                .all(|(name, value)| is_lower_case_token(name) && is_visible(value))
    }
}

/// RFC 9110 §5.6.2, in lower case as HTTP/2 wants it.
fn is_lower_case_token(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&byte)
        })
}

/// RFC 9110 §5.5, without what is obsolete there: nothing that could split a header.
fn is_visible(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_split_a_header_or_is_no_final_status_is_not_writable() {
        let fine = EndpointResponse::new(200).with_header("allow", "GET, POST");
        let unwritable = [
            EndpointResponse::new(101),
            EndpointResponse::new(0),
            EndpointResponse::new(600),
            EndpointResponse::new(200).with_header("Allow", "POST"),
            EndpointResponse::new(200).with_header("", "POST"),
            EndpointResponse::new(200).with_header("a b", "POST"),
            EndpointResponse::new(200).with_header("allow", "POST\r\nx: y"),
            EndpointResponse::new(200).with_header("allow", "é"),
        ];

        assert!(fine.is_writable());
        for response in unwritable {
            assert!(!response.is_writable(), "{response:?}");
        }
    }
}
