//! The head of a request, without any framework.

use customer_session::token::RequestHead;

/// A `GET` with one `Authorization` field line, or without any.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tests make it as it is")]
pub struct Head<'a>(pub Option<&'a str>);

impl RequestHead for Head<'_> {
    fn is_options(&self) -> bool {
        false
    }

    fn authorization(&self) -> impl Iterator<Item = &[u8]> {
        self.0.map(str::as_bytes).into_iter()
    }

    fn header(&self, _: &str) -> impl Iterator<Item = &[u8]> {
        std::iter::empty()
    }

    fn query(&self) -> Option<&str> {
        None
    }
}
