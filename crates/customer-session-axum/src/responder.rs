//! Who answers with what to a rejection. Every response leaves with axum's own body.

use std::fmt;

use axum_core::{
    BoxError,
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use customer_session::Rejection;
use customer_session_tower::ResponseForRejection;

/// The default response: a problem document (RFC 9457) with the headers of [`Rejection::headers`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Problem;

impl Problem {
    /// The default response.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl<B> ResponseForRejection<B> for Problem
where
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Body = Body;

    fn response_for_rejection(&self, rejection: &Rejection) -> Response {
        customer_session_tower::Problem::response(rejection, Body::from)
    }

    /// axum's own body passes as it is; any other is boxed here, as axum would do next.
    fn body(&self, inner: B) -> Body {
        Body::new(inner)
    }

    /// Extractors answer with the same document.
    fn response_for_inner(&self, _: &Rejection) -> Option<Response> {
        None
    }
}

/// The response that a function makes; see
/// [`with_rejection_response`](crate::CustomerSessionLayer::with_rejection_response).
#[derive(Clone, Copy)]
pub struct Custom<F>(F);

impl<F> Custom<F> {
    pub(crate) const fn new(respond: F) -> Self {
        Self(respond)
    }
}

impl<F, T, B> ResponseForRejection<B> for Custom<F>
where
    F: Fn(&Rejection) -> T + Clone,
    T: IntoResponse,
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Body = Body;

    fn response_for_rejection(&self, rejection: &Rejection) -> Response {
        (self.0)(rejection).into_response()
    }

    fn body(&self, inner: B) -> Body {
        Body::new(inner)
    }
}

impl<F> fmt::Debug for Custom<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Custom").finish_non_exhaustive()
    }
}
