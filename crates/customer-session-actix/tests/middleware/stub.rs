//! Configurations on a stub, and requests to apps behind them.

use actix_web::{
    Error,
    body::{self, MessageBody},
    dev::{Service, ServiceResponse},
    http::header,
    test::TestRequest,
};
use customer_session::{CustomerSessionConfig, token::TokenSource};
use customer_session_test::StubProvider;

/// A configuration that asks this stub, with nothing in its cache, and looks at the `Authorization`
/// header and the query parameter `token`.
pub(crate) fn config(stub: &StubProvider) -> CustomerSessionConfig {
    CustomerSessionConfig::builder()
        .provider(stub.clone())
        .source(TokenSource::Query("token".into()))
        .build()
        .unwrap()
}

/// A `GET`; an empty token is no token.
pub(crate) fn get(uri: &str, token: &str) -> TestRequest {
    let request = TestRequest::with_uri(uri);
    if token.is_empty() {
        request
    } else {
        request.insert_header((header::AUTHORIZATION, format!("Bearer {token}")))
    }
}

/// The status and the body of the response.
pub(crate) async fn answer<R, B: MessageBody>(
    app: &impl Service<R, Response = ServiceResponse<B>, Error = Error>,
    request: R,
) -> (u16, String) {
    let response = app.call(request).await.unwrap();
    let status = response.status().as_u16();
    let body = body::to_bytes(response.into_body()).await.ok().unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}
