//! An app with the handler as a route.

use std::pin::Pin;

use actix_web::{
    App,
    body::to_bytes,
    dev::Payload,
    error::PayloadError,
    http::header::HeaderValue,
    test::{TestRequest, call_service, init_service},
    web,
};
use customer_session::endpoint::Endpoint;
use customer_session_actix::EndpointHandler;
use futures_util::{Stream, TryStreamExt};

use super::{Answer, Driver, Sent};

/// An app with the handler as a route.
pub(super) struct Actix;

impl Driver for Actix {
    const NAME: &'static str = "actix-web";

    async fn send(endpoint: impl Endpoint + Clone, sent: &Sent) -> Answer {
        let handler = EndpointHandler::new(endpoint);
        let app = App::new().route("/hook", web::to(handler));
        let app = init_service(app).await;
        let body: Pin<Box<dyn Stream<Item = _>>> = Box::pin(sent.body().map_err(PayloadError::Io));
        let request = request(sent).to_request();
        let request = request.replace_payload(Payload::from(body)).0;
        let response = call_service(&app, request).await;
        let (response, body) = response.into_parts().1.into_parts();
        Answer::new(
            response.status().as_u16(),
            response
                .headers()
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_bytes())),
            &to_bytes(body).await.map_err(|_| "a body of bytes").unwrap(),
        )
    }
}

fn request(sent: &Sent) -> TestRequest {
    let request = TestRequest::with_uri("/hook").method(sent.method.parse().unwrap());
    sent.headers.iter().fold(request, |request, (name, value)| {
        request.append_header((*name, HeaderValue::from_bytes(value).unwrap()))
    })
}
