//! The layer around a plain service.

use std::convert::Infallible;

use bytes::Bytes;
use customer_session::{Customer, Rejection, Requirement, VerifiedSession, session::Anonymous};
use customer_session_tower::{CustomerSessionLayer, RequireLayer, ResponseBody};
use http::{HeaderValue, Request, Response, header};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use tower::{Layer, ServiceBuilder, ServiceExt, service_fn, util::BoxCloneSyncService};

use super::{Answer, Driver};
use crate::adapters::{
    Sent, Stack, Wrap,
    identity::forge,
    stack::{INNER, REPLACED, cache_control, configured, describe},
};

/// The layer around a plain service.
pub(in crate::adapters) struct Tower;

type Body = BoxBody<Bytes, Infallible>;
type Service = BoxCloneSyncService<Request<()>, Response<Body>, Infallible>;

impl Driver for Tower {
    const NAME: &'static str = "tower";

    async fn send(stack: &Stack, sent: &Sent) -> Answer {
        let mut service = BoxCloneSyncService::new(service_fn(handle).map_response(decorate));
        service = required(service, stack.asked_outside_of(0));
        for (inside, layer) in stack.wraps.iter().rev().enumerate() {
            service = wrap(service, layer);
            service = required(service, stack.asked_outside_of(inside + 1));
        }
        if stack.forged {
            service = BoxCloneSyncService::new(service.map_request(forge_into));
        }
        let response = service.oneshot(request(sent)).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer::new(
            parts.status.as_u16(),
            parts
                .headers
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_bytes())),
            &body.collect().await.unwrap().to_bytes(),
            parts.extensions.get::<Rejection>().map(Rejection::reason),
        )
    }
}

fn required(inner: Service, requirement: Option<&Requirement>) -> Service {
    match requirement {
        Some(asked) => boxed(RequireLayer::new(asked.clone()).layer(inner)),
        None => inner,
    }
}

fn wrap(inner: Service, wrap: &Wrap) -> Service {
    let layer = configured!(CustomerSessionLayer::new, wrap);
    if wrap.replaced {
        let layer = layer.with_rejection_response(replace);
        return BoxCloneSyncService::new(ServiceBuilder::new().layer(layer).service(inner));
    }
    boxed(ServiceBuilder::new().layer(layer).service(inner))
}

fn boxed<S>(service: S) -> Service
where
    S: tower::Service<
            Request<()>,
            Response = Response<ResponseBody<Body>>,
            Error = Infallible,
            Future: Send,
        > + Clone
        + Send
        + Sync
        + 'static,
{
    BoxCloneSyncService::new(service.map_response(|response| response.map(BodyExt::boxed)))
}

fn replace(rejection: &Rejection) -> Response<Body> {
    Response::builder()
        .status(418)
        .header(REPLACED.0, REPLACED.1)
        .body(Full::from(rejection.code()).boxed())
        .unwrap()
}

async fn handle(request: Request<()>) -> Result<Response<Body>, Infallible> {
    let extensions = request.extensions();
    let customer = extensions.get::<Customer>();
    let body = describe(
        customer,
        customer.and_then(VerifiedSession::of).as_ref(),
        extensions.get::<Anonymous>(),
        &request.uri().to_string(),
    );
    let mut response = Response::new(Full::from(body).boxed());
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    if let Some(value) = cache_control(request.uri().path()) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    }
    Ok(response)
}

fn decorate(mut response: Response<Body>) -> Response<Body> {
    for value in INNER.1 {
        response
            .headers_mut()
            .append(INNER.0, HeaderValue::from_static(value));
    }
    response
}

fn forge_into(mut request: Request<()>) -> Request<()> {
    request.extensions_mut().insert(forge().into_customer());
    request
}

fn request(sent: &Sent) -> Request<()> {
    let mut request = Request::builder().method(sent.method).uri(&sent.target);
    for (name, value) in &sent.headers {
        request = request.header(*name, HeaderValue::from_bytes(value).unwrap());
    }
    request.body(()).unwrap()
}
