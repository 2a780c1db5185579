//! Responses of the application's own making.

use customer_session::{Reason, Rejection};
use customer_session_test::StubProvider;
use customer_session_tower::{CustomerSessionLayer, RefusedInside, ResponseForRejection};
use http::{HeaderValue, Request, Response, StatusCode, header};
use tower::{ServiceBuilder, ServiceExt, service_fn};

use crate::stub::{config, with_token};

/// Something of the application's that outer layers look for.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Mark(&'static str);

/// Something of an inner layer's.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Inner;

fn sign_in(rejection: &Rejection) -> Response<String> {
    let mut response = Response::new(rejection.code().to_owned());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::from_static("/sign-in"));
    headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    response.extensions_mut().insert(Mark("ours"));
    response
}

/// What an extractor's refusal looks like after layers between it and this one have had it.
async fn refused_further_in(_: Request<()>) -> Result<Response<String>, ()> {
    let mut response = Response::new("compressed problem".to_owned());
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_ENCODING, "gzip"),
        (header::CONTENT_LENGTH, "18"),
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::RETRY_AFTER, "5"),
        (header::SET_COOKIE, "a=1"),
        (header::SET_COOKIE, "b=2"),
        (header::VARY, "origin"),
        (header::WWW_AUTHENTICATE, "Bearer realm=\"customer\""),
    ] {
        headers.append(name, HeaderValue::from_static(value));
    }
    response.extensions_mut().insert(Rejection::layer_missing());
    response.extensions_mut().insert(RefusedInside);
    response.extensions_mut().insert(Inner);
    Ok(response)
}

#[tokio::test]
async fn a_refusal_further_in_keeps_only_what_is_not_about_it() {
    let layer =
        CustomerSessionLayer::new(config(&StubProvider::new())).with_rejection_response(sign_in);
    let service = ServiceBuilder::new()
        .layer(layer)
        .service_fn(refused_further_in);

    let response = service.oneshot(with_token("good", ())).await.unwrap();

    let mut headers: Vec<_> = response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .collect();
    headers.sort_unstable();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        headers,
        [
            ("location", "/sign-in"),
            ("set-cookie", "a=1"),
            ("set-cookie", "b=2"),
            ("vary", "cookie"),
        ]
    );
}

#[tokio::test]
async fn a_refusal_further_in_keeps_the_extensions_of_both_responses() {
    let layer =
        CustomerSessionLayer::new(config(&StubProvider::new())).with_rejection_response(sign_in);
    let service = ServiceBuilder::new()
        .layer(layer)
        .service_fn(refused_further_in);

    let response = service.oneshot(with_token("good", ())).await.unwrap();

    let extensions = response.extensions();
    assert_eq!(extensions.get(), Some(&Mark("ours")));
    assert_eq!(extensions.get(), Some(&Inner));
    assert_eq!(
        extensions.get().map(Rejection::reason),
        Some(Reason::LayerMissing)
    );
    assert!(extensions.get::<RefusedInside>().is_none());
}

#[tokio::test]
async fn a_refusal_of_the_layer_keeps_the_extensions_of_the_response() {
    let layer =
        CustomerSessionLayer::new(config(&StubProvider::new())).with_rejection_response(sign_in);
    let service = ServiceBuilder::new()
        .layer(layer)
        .service_fn(refused_further_in);

    let response = service.oneshot(with_token("bad", ())).await.unwrap();

    let extensions = response.extensions();
    assert_eq!(extensions.get(), Some(&Mark("ours")));
    assert_eq!(
        extensions.get().map(Rejection::reason),
        Some(Reason::TokenDenied)
    );
}

/// A responder that is a type, and that makes bodies of another type than the inner service's.
#[derive(Clone)]
struct Lengths;

impl ResponseForRejection<String> for Lengths {
    type Body = usize;

    fn response_for_rejection(&self, rejection: &Rejection) -> Response<usize> {
        Response::new(rejection.body().len())
    }

    fn body(&self, inner: String) -> usize {
        inner.len()
    }
}

#[tokio::test]
async fn a_type_may_answer_with_bodies_of_another_type() {
    let layer =
        CustomerSessionLayer::new(config(&StubProvider::new())).with_rejection_response(Lengths);
    let inner =
        service_fn(|_: Request<()>| async { Ok::<_, ()>(Response::new("four".to_owned())) });
    let service = ServiceBuilder::new().layer(layer).service(inner);

    let good = service
        .clone()
        .oneshot(with_token("good", ()))
        .await
        .unwrap();
    let bad = service.oneshot(with_token("bad", ())).await.unwrap();

    assert_eq!(good.into_body(), 4);
    assert!(bad.into_body() > 100);
}
