//! A router, the layer around it, and extractors in its handlers.

use axum::{
    Router,
    body::{self, Body},
    extract::{OriginalUri, Request},
    http::{Extensions, HeaderValue, header},
    middleware,
    response::{AppendHeaders, IntoResponse, Response},
    routing::get,
};
use customer_session::{Customer, Rejection, Requirement, session::Anonymous};
use customer_session_axum::{
    CurrentCustomer, CurrentSession, CustomerSessionLayer, MaybeCustomer, RequireLayer,
};
use tower::ServiceExt;

use super::{Answer, Driver};
use crate::adapters::{
    Sent, Stack, Wrap,
    identity::forge,
    stack::{INNER, REPLACED, cache_control, configured, describe},
};

/// A router, the layer around it, and extractors in its handlers.
pub(in crate::adapters) struct Axum;

impl Driver for Axum {
    const NAME: &'static str = "axum";

    async fn send(stack: &Stack, sent: &Sent) -> Answer {
        let mut router = required(routes(), stack.asked_outside_of(0));
        for (inside, layer) in stack.wraps.iter().rev().enumerate() {
            router = wrap(router, layer);
            router = required(router, stack.asked_outside_of(inside + 1));
        }
        if stack.forged {
            router = router.layer(middleware::map_request(forge_into));
        }
        let response = router.oneshot(request(sent)).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer::new(
            parts.status.as_u16(),
            parts
                .headers
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_bytes())),
            &body::to_bytes(body, usize::MAX).await.unwrap(),
            parts.extensions.get::<Rejection>().map(Rejection::reason),
        )
    }
}

fn routes() -> Router {
    Router::new()
        .route("/customer", get(async |_: CurrentCustomer| "served"))
        .route("/session", get(async |_: CurrentSession| "served"))
        .route("/maybe", get(async |_: MaybeCustomer| "served"))
        .route("/option", get(async |_: Option<CurrentCustomer>| "served"))
        .fallback(handle)
        .layer(middleware::map_response(decorate))
}

fn required(router: Router, requirement: Option<&Requirement>) -> Router {
    match requirement {
        Some(asked) => router.layer(RequireLayer::new(asked.clone())),
        None => router,
    }
}

fn wrap(router: Router, wrap: &Wrap) -> Router {
    let layer = configured!(CustomerSessionLayer::new, wrap);
    if wrap.replaced {
        router.layer(layer.with_rejection_response(replace))
    } else {
        router.layer(layer)
    }
}

fn replace(rejection: &Rejection) -> Response {
    Response::builder()
        .status(418)
        .header(REPLACED.0, REPLACED.1)
        .body(Body::from(rejection.code()))
        .unwrap()
}

async fn handle(
    OriginalUri(original): OriginalUri,
    customer: Option<CurrentCustomer>,
    session: Option<CurrentSession>,
    request: Request,
) -> Response {
    assert_eq!(original, *request.uri());
    let extensions: &Extensions = request.extensions();
    let customer = customer.map(|CurrentCustomer(customer)| customer);
    let session = session.map(|CurrentSession(session)| session);
    assert_eq!(customer.is_some(), extensions.get::<Customer>().is_some());
    let body = describe(
        customer.as_ref(),
        session.as_ref(),
        extensions.get::<Anonymous>(),
        &request.uri().to_string(),
    );
    let mut response = body.into_response();
    if let Some(value) = cache_control(request.uri().path()) {
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    }
    response
}

async fn decorate(response: Response) -> impl IntoResponse {
    (
        AppendHeaders(INNER.1.map(|value| (INNER.0, value))),
        response,
    )
}

async fn forge_into(mut request: Request) -> Request {
    request.extensions_mut().insert(forge().into_customer());
    request
}

fn request(sent: &Sent) -> Request {
    let mut request = Request::builder().method(sent.method).uri(&sent.target);
    for (name, value) in &sent.headers {
        request = request.header(*name, HeaderValue::from_bytes(value).unwrap());
    }
    request.body(Body::empty()).unwrap()
}
