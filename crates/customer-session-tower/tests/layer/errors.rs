//! The inner service's error is the layer's: a rejection is a response.

use std::io;

use customer_session_test::StubProvider;
use customer_session_tower::CustomerSessionLayer;
use http::{Request, Response};
use tokio_test::assert_ready;
use tower::{Layer, Service, ServiceExt, service_fn};
use tower_test::mock;

use crate::stub::{config, with_token};

#[derive(Debug, Eq, PartialEq)]
struct Boom;

#[tokio::test]
async fn an_error_of_the_inner_service_passes_as_it_is() {
    let layer = CustomerSessionLayer::new(config(&StubProvider::new()));
    let inner = service_fn(|_: Request<()>| async { Err::<Response<()>, _>(Boom) });
    let mut service = layer.layer(inner);

    let asked = service
        .ready()
        .await
        .unwrap()
        .call(with_token("good", ()))
        .await;
    let remembered = service
        .ready()
        .await
        .unwrap()
        .call(with_token("good", ()))
        .await;

    assert_eq!(asked.map(|_| ()), Err(Boom));
    assert_eq!(remembered.map(|_| ()), Err(Boom));
}

#[tokio::test]
async fn an_error_of_readiness_passes_as_it_is() {
    let layer = CustomerSessionLayer::new(config(&StubProvider::new()));
    let (mut service, mut handle) = mock::spawn_layer::<Request<()>, Response<()>, _>(layer);

    handle.send_error(io::Error::other("boom"));

    let error = assert_ready!(service.poll_ready()).unwrap_err();
    assert_eq!(error.to_string(), "boom");
}
