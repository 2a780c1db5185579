//! What a request asks for.

use hyper::Method;

/// What a request asks for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Endpoint {
    /// `POST /v1/customer_sessions`.
    CreateSession,
    /// `GET /v1/customers/{id}`.
    Customer,
    /// `DELETE /v1/customers/{id}`.
    DeleteCustomer,
    /// Anything else.
    Other,
}

impl Endpoint {
    /// What a request asks for, and the id in its path.
    pub(super) fn of<'a>(method: &Method, path: &'a str) -> (Self, &'a str) {
        if method == Method::POST && path == "/v1/customer_sessions" {
            return (Self::CreateSession, "");
        }
        let id = path.strip_prefix("/v1/customers/").unwrap_or_default();
        if id.is_empty() || id.contains('/') {
            return (Self::Other, "");
        }
        match *method {
            Method::GET => (Self::Customer, id),
            Method::DELETE => (Self::DeleteCustomer, id),
            _ => (Self::Other, ""),
        }
    }
}
