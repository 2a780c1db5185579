//! Bodies of any type: the layer reads none of them, and makes one of its own without their help.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use customer_session_test::StubProvider;
use customer_session_tower::{CustomerSessionLayer, ResponseBody};
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full};
use tower::{ServiceBuilder, ServiceExt, service_fn};

use crate::stub::{config, with_token};

/// Cannot be made, cloned or sent as a body by anybody else.
struct Upload(&'static str);

/// A body that can be neither empty nor made of text.
struct Download(Vec<Frame<&'static [u8]>>);

impl Body for Download {
    type Data = &'static [u8];
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<&'static [u8]>, Infallible>>> {
        Poll::Ready(self.0.pop().map(Ok))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(7)
    }
}

async fn download(request: Request<Upload>) -> Result<Response<Download>, Infallible> {
    assert_eq!(request.body().0, "uploaded");
    let trailers =
        HeaderMap::from_iter([(http::header::ETAG, HeaderValue::from_static("\"end\""))]);
    let frames = vec![Frame::trailers(trailers), Frame::data(&b"1234567"[..])];
    Ok(Response::new(Download(frames)))
}

async fn respond(token: &str) -> Response<ResponseBody<Download>> {
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(config(&StubProvider::new())))
        .service_fn(download);
    service
        .oneshot(with_token(token, Upload("uploaded")))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_handlers_body_passes_frame_by_frame() {
    let body = respond("good").await.into_body();

    assert_eq!(
        (body.size_hint().exact(), body.is_end_stream()),
        (Some(7), false)
    );
    let collected = body.collect().await.unwrap();
    assert_eq!(collected.trailers().unwrap()["etag"], "\"end\"");
    assert_eq!(collected.to_bytes(), "1234567");
}

#[tokio::test]
async fn a_problem_document_is_one_frame_of_known_length() {
    let mut body = respond("bad").await.into_body();
    let length = body.size_hint().exact();

    let frame = body.frame().await.unwrap().unwrap().into_data().unwrap();

    assert_eq!(length, Some(frame.len() as u64));
    assert!(frame.starts_with(b"{\"type\""));
    assert_eq!(
        (body.is_end_stream(), body.size_hint().exact()),
        (true, Some(0))
    );
    assert!(body.frame().await.is_none());
}

#[tokio::test]
async fn a_response_need_not_have_a_body_at_all() {
    let inner = service_fn(|_: Request<()>| async { Ok::<_, ()>(Response::new(42)) });
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(config(&StubProvider::new())))
        .service(inner);

    let response = service.oneshot(with_token("bad", ())).await.unwrap();

    assert_eq!(response.status(), 401);
}

/// Timeouts outside of the layer answer with it.
#[tokio::test]
async fn the_default_body_is_the_handlers() {
    let body = ResponseBody::<Full<Bytes>>::default();

    assert!(body.collect().await.unwrap().to_bytes().is_empty());
}
