//! The request's address without its token, in every form that an address may have.

use std::convert::Infallible;

use customer_session::Rejection;
use customer_session_test::StubProvider;
use customer_session_tower::CustomerSessionLayer;
use http::{Request, Response};
use tower::{ServiceBuilder, ServiceExt};

use crate::stub::config;

async fn address(request: Request<()>) -> Result<Response<String>, Infallible> {
    Ok(Response::new(request.uri().to_string()))
}

/// The address as the handler sees it.
async fn seen(uri: &str) -> String {
    let layer = CustomerSessionLayer::new(config(&StubProvider::new()))
        .optional()
        .with_rejection_response(|rejection: &Rejection| Response::new(rejection.to_string()));
    let service = ServiceBuilder::new().layer(layer).service_fn(address);
    let request = Request::builder().uri(uri).body(()).unwrap();
    service.oneshot(request).await.unwrap().into_body()
}

#[tokio::test]
async fn a_path_keeps_its_encoding() {
    assert_eq!(seen("/a%2Fb?token=good").await, "/a%2Fb");
    assert_eq!(seen("/a%2Fb?x=%20&token=good&y").await, "/a%2Fb?x=%20&y");
}

/// As HTTP/2 and proxies send it.
#[tokio::test]
async fn an_absolute_address_keeps_scheme_and_authority() {
    assert_eq!(
        seen("https://shop.example:8443/orders?token=good&a=1").await,
        "https://shop.example:8443/orders?a=1"
    );
    assert_eq!(
        seen("https://shop.example?token=good").await,
        "https://shop.example/"
    );
}

#[tokio::test]
async fn an_address_without_a_token_is_not_touched() {
    for uri in ["/", "/?", "/?a=1&&b", "*", "https://shop.example/?tokens=1"] {
        assert_eq!(
            seen(uri).await,
            uri.parse::<http::Uri>().unwrap().to_string()
        );
    }
}
