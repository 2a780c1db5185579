//! Mounts an [`Endpoint`]: one handler for every method.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    Handler, HttpRequest, HttpResponse,
    body::BoxBody,
    http::{StatusCode, header::HeaderName, header::HeaderValue},
    web::{Bytes, Payload},
};
use customer_session::endpoint::{
    Endpoint, EndpointProblem, EndpointRequest, EndpointResponse, Mounted,
};

/// Answers requests by an [`Endpoint`], such as a webhook: give it to [`web::to`], which hands
/// every method over.
///
/// The body is read up to the endpoint's bound: a longer one is a 413, and is not read at all if
/// its length is declared. Mount it **outside** of
/// [`CustomerSessionMiddleware`](crate::CustomerSessionMiddleware), which would refuse a request
/// without a session. Build the endpoint outside of `HttpServer::new`'s closure and clone the
/// handler into it, so that all workers share one endpoint.
///
/// # Example
///
/// ```
/// use actix_web::{App, web};
/// use customer_session::endpoint::Endpoint;
/// use customer_session_actix::EndpointHandler;
///
/// fn app(webhook: impl Endpoint) {
///     let handler = EndpointHandler::new(webhook);
///     let app = App::new().route("/webhooks/polar", web::to(handler.clone()));
/// }
/// ```
///
/// [`web::to`]: actix_web::web::to
#[derive(Clone, Debug)]
pub struct EndpointHandler(Mounted);

impl EndpointHandler {
    /// Mounts this endpoint.
    pub fn new(endpoint: impl Endpoint) -> Self {
        Self(Mounted::new(endpoint))
    }
}

impl Handler<(HttpRequest, Payload)> for EndpointHandler {
    type Output = HttpResponse;
    type Future = EndpointFuture;

    fn call(&self, (request, payload): (HttpRequest, Payload)) -> EndpointFuture {
        EndpointFuture(Box::pin(serve(self.0.clone(), head(&request), payload)))
    }
}

/// The future of an [`EndpointHandler`].
///
/// # Cancellation
///
/// Dropped, it stops reading the body, or drops the endpoint's own future.
#[must_use = "futures do nothing unless polled"]
pub struct EndpointFuture(Pin<Box<dyn Future<Output = HttpResponse>>>);

impl Future for EndpointFuture {
    type Output = HttpResponse;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<HttpResponse> {
        self.0.as_mut().poll(cx)
    }
}

impl fmt::Debug for EndpointFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointFuture").finish_non_exhaustive()
    }
}

fn head(request: &HttpRequest) -> EndpointRequest {
    let head = EndpointRequest::new(request.method().as_str());
    request.headers().iter().fold(head, |head, (name, value)| {
        head.with_header(name.as_str(), value.as_bytes())
    })
}

async fn serve(endpoint: Mounted, head: EndpointRequest, payload: Payload) -> HttpResponse {
    let read = match endpoint.limit(&head) {
        Ok(limit) => read(payload, limit)
            .await
            .map_err(EndpointResponse::problem),
        Err(refusal) => Err(refusal),
    };
    response(match read {
        Ok(body) => endpoint.answer(head.with_body(body)).await,
        Err(refusal) => refusal,
    })
}

async fn read(payload: Payload, limit: usize) -> Result<Bytes, EndpointProblem> {
    match payload.to_bytes_limited(limit).await {
        Ok(body) => body.map_err(|_| EndpointProblem::BodyIncomplete),
        Err(_) => Err(EndpointProblem::BodyTooLarge),
    }
}

fn response(answer: EndpointResponse) -> HttpResponse {
    // `Mounted` lets out what can be written as HTTP only.
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::with_body(status, BoxBody::new(answer.body));
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            response
                .headers_mut()
                .append(HeaderName::from_static(name), value);
        }
    }
    response
}
