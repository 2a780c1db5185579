//! What becomes of a token that is presented.

use std::convert::Infallible;

use axum::body::Body;
use customer_session::{Customer, CustomerSessionConfig, Reason, Rejection, VerifiedSession};
use customer_session_tower::CustomerSessionLayer;
use http::{Request, Response};
use tower::{Layer, ServiceExt, service_fn};

/// Presents a token to a layer of this configuration: the session that a handler is given, or why
/// there is none.
pub(super) async fn present(
    config: &CustomerSessionConfig,
    token: &str,
) -> Result<VerifiedSession, Reason> {
    let layer = CustomerSessionLayer::new(config.clone());
    let service = layer.layer(service_fn(async |request: Request<Body>| {
        let mut response = Response::new(Body::empty());
        *response.extensions_mut() = request.into_parts().0.extensions;
        Ok::<_, Infallible>(response)
    }));
    let request = Request::get("/").header("authorization", format!("Bearer {token}"));
    let response = service
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    match response.extensions().get::<Rejection>() {
        Some(rejection) => Err(rejection.reason()),
        None => Ok(response
            .extensions()
            .get::<Customer>()
            .and_then(VerifiedSession::of)
            .unwrap()),
    }
}
