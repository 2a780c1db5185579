//! Mounts an [`Endpoint`]: one service over any `http::Request<B>`.

use std::{
    convert::Infallible,
    fmt,
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll},
};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use customer_session::endpoint::{
    Endpoint, EndpointProblem, EndpointRequest, EndpointResponse, Mounted,
};
use http::{Request, Response, StatusCode, request};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use tower_service::Service;

/// Answers requests by an [`Endpoint`], such as a webhook: every method and every path that reach
/// it.
///
/// The body is read up to the endpoint's bound: a longer one is a 413, and is not read at all if
/// its length is declared. Mount it **outside** of [`CustomerSessionLayer`], which would refuse a
/// request without a session. Cheap to clone; clones share the endpoint.
///
/// # Example
///
/// ```
/// use axum::Router;
/// use customer_session::endpoint::Endpoint;
/// use customer_session_tower::EndpointService;
///
/// fn app(webhook: impl Endpoint) -> Router {
///     Router::new().route_service("/webhooks/polar", EndpointService::new(webhook))
/// }
/// ```
///
/// [`CustomerSessionLayer`]: crate::CustomerSessionLayer
#[derive(Clone, Debug)]
pub struct EndpointService(Mounted);

impl EndpointService {
    /// Mounts this endpoint.
    pub fn new(endpoint: impl Endpoint) -> Self {
        Self(Mounted::new(endpoint))
    }
}

impl<B> Service<Request<B>> for EndpointService
where
    B: Body<Data: Send> + Send + 'static,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = EndpointFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> EndpointFuture {
        EndpointFuture(Box::pin(serve(self.0.clone(), request)))
    }
}

/// The future of an [`EndpointService`].
///
/// # Cancellation
///
/// Dropped, it stops reading the body, or drops the endpoint's own future.
#[must_use = "futures do nothing unless polled"]
pub struct EndpointFuture(Pin<Box<dyn Future<Output = Response<Full<Bytes>>> + Send>>);

impl Future for EndpointFuture {
    type Output = Result<Response<Full<Bytes>>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx).map(Ok)
    }
}

impl fmt::Debug for EndpointFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointFuture").finish_non_exhaustive()
    }
}

async fn serve<B: Body>(endpoint: Mounted, request: Request<B>) -> Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let head = head(&parts);
    let read = match endpoint.limit(&head) {
        Ok(limit) => read(body, limit).await.map_err(EndpointResponse::problem),
        Err(refusal) => Err(refusal),
    };
    response(match read {
        Ok(body) => endpoint.answer(head.with_body(body)).await,
        Err(refusal) => refusal,
    })
}

fn head(parts: &request::Parts) -> EndpointRequest {
    let head = EndpointRequest::new(parts.method.as_str());
    parts.headers.iter().fold(head, |head, (name, value)| {
        head.with_header(name.as_str(), value.as_bytes())
    })
}

async fn read<B: Body>(body: B, limit: usize) -> Result<Bytes, EndpointProblem> {
    let mut body = pin!(body);
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| EndpointProblem::BodyIncomplete)?;
        // What is no data are trailers, which nobody here reads.
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if data.remaining() > limit - whole.len() {
            return Err(EndpointProblem::BodyTooLarge);
        }
        whole.put(data);
    }
    Ok(whole.freeze())
}

fn response(answer: EndpointResponse) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(answer.body));
    // `Mounted` lets out what can be written as HTTP only.
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let Ok(value) = value.try_into() {
            response.headers_mut().append(name, value);
        }
    }
    response
}
