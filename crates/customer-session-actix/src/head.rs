//! Shows a request's head to the core.

use actix_web::{
    dev::ServiceRequest,
    http::{Method, header},
};
use customer_session::token::RequestHead;

/// The head of a request.
pub(crate) struct Head<'a>(pub(crate) &'a ServiceRequest);

impl RequestHead for Head<'_> {
    fn is_options(&self) -> bool {
        self.0.method() == Method::OPTIONS
    }

    fn authorization(&self) -> impl Iterator<Item = &[u8]> {
        self.0
            .headers()
            .get_all(header::AUTHORIZATION)
            .map(|value| value.as_bytes())
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0.headers().get_all(name).map(|value| value.as_bytes())
    }

    fn query(&self) -> Option<&str> {
        self.0.uri().query()
    }
}
