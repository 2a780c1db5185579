//! Requests that this family answers itself, such as webhooks.
//!
//! An [`Endpoint`] takes a whole request as plain data and gives a whole response back. It names no
//! web framework, so that it answers alike wherever it is mounted, which each adapter does in one
//! line:
//!
//! | with | line |
//! |---|---|
//! | axum | `.route_service("/webhooks/polar", EndpointService::new(endpoint))` |
//! | actix-web | `.route("/webhooks/polar", web::to(EndpointHandler::new(endpoint)))` |
//! | any tower | `EndpointService::new(endpoint)`, a service over `http::Request<B>` |
//!
//! # Example
//!
//! ```
//! use customer_session::endpoint::{Endpoint, EndpointRequest, EndpointResponse};
//!
//! /// Says that the process is alive.
//! #[derive(Debug)]
//! struct Alive;
//!
//! impl Endpoint for Alive {
//!     fn max_body_bytes(&self) -> usize {
//!         0
//!     }
//!
//!     async fn answer(&self, _: EndpointRequest) -> EndpointResponse {
//!         EndpointResponse::new(204)
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! assert_eq!(Alive.answer(EndpointRequest::new("GET")).await.status, 204);
//! # }
//! ```
//!
//! # Deployment caveats
//!
//! - **Mount endpoints outside of the session layer.** A webhook carries no session, and a layer
//!   around it refuses it with 401.
//! - **Nothing may rewrite the body on the way**: a signature is over the bytes as they were sent.
//!   Do not mount an endpoint inside of a layer that decompresses or parses requests.
//! - **A body that arrives slowly** is bounded in bytes here and not in time: bound that in the
//!   server, or by a timeout layer around the endpoint.

#[cfg(feature = "jwt")]
mod document;
#[cfg(feature = "jwt")]
pub mod logout;
mod mounted;
mod problem;
mod request;
mod response;
#[cfg(any(feature = "jwt", feature = "webhook"))]
mod seen;
#[cfg(feature = "webhook")]
pub mod webhook;

use std::{fmt, future::Future};

#[cfg(feature = "jwt")]
pub(crate) use self::document::Document;
pub use self::{
    mounted::{Answering, Mounted},
    problem::EndpointProblem,
    request::EndpointRequest,
    response::EndpointResponse,
};

/// Answers whole requests, whichever web framework they came through.
///
/// # What you must guarantee
///
/// - An endpoint is open to everybody: it finds out by itself whom it talks to.
/// - It answers every method. The adapters hand all of them over, so that a wrong one is answered
///   alike everywhere.
/// - A response that cannot be written as HTTP is replaced by a 500.
pub trait Endpoint: fmt::Debug + Send + Sync + 'static {
    /// How many bytes a request's body may have. A longer one is refused with 413 while it is read,
    /// and before that if its length is declared; [`answer`](Self::answer) never sees it.
    fn max_body_bytes(&self) -> usize;

    /// Answers one request.
    ///
    /// # Cancellation
    ///
    /// The future is dropped when the client hangs up.
    fn answer(&self, request: EndpointRequest) -> impl Future<Output = EndpointResponse> + Send;
}
