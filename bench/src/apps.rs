//! The same route behind different middleware.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    Extension, Router,
    extract::Request,
    routing::{MethodRouter, get},
};
use customer_session::CustomerSessionConfig;
use customer_session_axum::{CurrentCustomer, CustomerSessionLayer};
use tower::{Layer, Service};

/// A router that serves a route, ready as `axum::serve` makes it: left as it is, it would build
/// handler and layers anew for every request.
pub fn router(route: MethodRouter) -> Router {
    Router::new().route("/me", route).with_state(())
}

/// Nothing in the middleware's place, and a handler that wants nothing.
pub fn noop() -> MethodRouter {
    get(|| async { "ok" }).layer(Noop)
}

/// axum's own `Extension` layer and extractor: what handing a handler any shared value costs.
pub fn extension() -> MethodRouter {
    let value = Arc::new("customer".to_owned());
    let handler = |Extension(value): Extension<Arc<String>>| async move {
        assert!(!value.is_empty());
        "ok"
    };
    get(handler).layer(Extension(value))
}

/// The customer of a session.
pub fn session(config: CustomerSessionConfig) -> MethodRouter {
    let handler = |CurrentCustomer(customer): CurrentCustomer| async move {
        assert!(!customer.id().as_str().is_empty());
        "ok"
    };
    get(handler).layer(CustomerSessionLayer::new(config))
}

/// A layer that does nothing.
#[derive(Clone, Copy, Debug)]
pub struct Noop;

impl<S> Layer<S> for Noop {
    type Service = NoopService<S>;

    fn layer(&self, inner: S) -> NoopService<S> {
        NoopService(inner)
    }
}

/// The service of a layer that does nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoopService<S>(S);

impl<S: Service<Request>> Service<Request> for NoopService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> S::Future {
        self.0.call(request)
    }
}
