//! Shows a request's head to the core.

use customer_session::token::RequestHead;
use http::{Method, Request, header};

/// The head of a request.
pub(crate) struct Head<'a, B>(pub(crate) &'a Request<B>);

impl<B> RequestHead for Head<'_, B> {
    fn is_options(&self) -> bool {
        self.0.method() == Method::OPTIONS
    }

    fn authorization(&self) -> impl Iterator<Item = &[u8]> {
        self.0
            .headers()
            .get_all(header::AUTHORIZATION)
            .iter()
            .map(|value| value.as_bytes())
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0
            .headers()
            .get_all(name)
            .iter()
            .map(|value| value.as_bytes())
    }

    fn query(&self) -> Option<&str> {
        self.0.uri().query()
    }
}
