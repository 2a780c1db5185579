//! The service that was ready is the one that is called: a mock panics if it is called without
//! having been asked.

use std::convert::Infallible;

use customer_session::{Customer, CustomerSessionConfig};
use customer_session_test::StubProvider;
use customer_session_tower::{CustomerSessionLayer, CustomerSessionService, Problem, ResponseBody};
use http::{Request, Response, StatusCode};
use tokio::task::JoinHandle;
use tokio_test::{assert_pending, assert_ready_ok, task};
use tower::{BoxError, Layer, Service, ServiceExt, service_fn};
use tower_test::mock::{self, Handle, Mock, Spawn};

use crate::stub::{config, with_token};

type Inner = Mock<Request<()>, Response<String>>;
type Outer = Spawn<CustomerSessionService<Inner, Problem>>;

fn spawn(config: CustomerSessionConfig) -> (Outer, Handle<Request<()>, Response<String>>) {
    mock::spawn_layer(CustomerSessionLayer::new(config))
}

/// Lets the inner service answer the request that waits, and returns whom it came with.
///
/// A mock that is called without having been ready panics, which ends the response; nobody must
/// wait for the request then.
async fn serve(
    handle: &mut Handle<Request<()>, Response<String>>,
    response: &mut JoinHandle<Result<Response<ResponseBody<String>>, BoxError>>,
) -> Option<String> {
    let (request, respond) = tokio::select! {
        biased;
        Err(panicked) = response => panic!("the service that was called was not ready: {panicked}"),
        request = handle.next_request() => request.unwrap(),
    };
    respond.send_response(Response::new("served".to_owned()));
    let customer = request.extensions().get::<Customer>();
    customer.map(|customer| customer.id().to_string())
}

async fn remember(config: &CustomerSessionConfig, token: &str) {
    let layer = CustomerSessionLayer::new(config.clone());
    let service = layer.layer(service_fn(ignore));
    service.oneshot(with_token(token, ())).await.unwrap();
}

async fn ignore(_: Request<()>) -> Result<Response<()>, Infallible> {
    Ok(Response::new(()))
}

#[tokio::test]
async fn readiness_is_the_inner_services() {
    let (mut service, mut handle) = spawn(config(&StubProvider::new()));

    handle.allow(0);
    assert_pending!(service.poll_ready());
    handle.allow(1);

    assert!(service.is_woken());
    assert_ready_ok!(service.poll_ready());
}

#[tokio::test]
async fn the_ready_service_is_called_at_once_for_a_remembered_session() {
    let config = config(&StubProvider::new());
    remember(&config, "good").await;
    let (mut service, mut handle) = spawn(config);

    assert_ready_ok!(service.poll_ready());
    let mut response = tokio::spawn(service.call(with_token("good", ())));
    let customer = serve(&mut handle, &mut response).await;

    assert_eq!(customer.as_deref(), Some("ada"));
    assert_eq!(response.await.unwrap().unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn the_ready_service_is_called_after_asking() {
    let stub = StubProvider::gated();
    let (mut service, mut handle) = spawn(config(&stub));

    assert_ready_ok!(service.poll_ready());
    let mut response = tokio::spawn(service.call(with_token("good", ())));
    stub.arrived().await;
    stub.open();
    let customer = serve(&mut handle, &mut response).await;

    assert_eq!(customer.as_deref(), Some("ada"));
    assert_eq!(response.await.unwrap().unwrap().status(), StatusCode::OK);
}

/// What was left behind while the ready service waits has to become ready by itself.
#[tokio::test]
async fn the_service_serves_others_while_a_request_waits_for_the_issuer() {
    let stub = StubProvider::gated();
    let (mut service, mut handle) = spawn(config(&stub));

    assert_ready_ok!(service.poll_ready());
    let mut first = tokio::spawn(service.call(with_token("good", ())));
    stub.arrived().await;
    assert_ready_ok!(service.poll_ready());
    let mut second = tokio::spawn(service.call(with_token("good", ())));
    stub.open();
    let customers = [
        serve(&mut handle, &mut first).await,
        serve(&mut handle, &mut second).await,
    ];

    assert_eq!(customers, [Some("ada".to_owned()), Some("ada".to_owned())]);
    assert_eq!(first.await.unwrap().unwrap().status(), StatusCode::OK);
    assert_eq!(second.await.unwrap().unwrap().status(), StatusCode::OK);
    assert_eq!(stub.asked(), 1);
}

#[tokio::test]
async fn a_refused_request_never_reaches_the_inner_service() {
    let (mut service, mut handle) = spawn(config(&StubProvider::new()));

    for token in ["bad", "bad", "not a token"] {
        assert_ready_ok!(service.poll_ready());
        let response = service.call(with_token(token, ())).await.unwrap();
        assert!(response.status().is_client_error());
    }

    let mut reached = task::spawn(handle.next_request());
    assert_pending!(reached.poll());
}

/// A service that was readied for a request that is then refused stays ready for the next one.
#[tokio::test]
async fn a_refusal_at_once_does_not_use_up_readiness() {
    let config = config(&StubProvider::new());
    remember(&config, "good").await;
    let (mut service, mut handle) = spawn(config);
    handle.allow(1);

    assert_ready_ok!(service.poll_ready());
    let refused = service.get_mut().call(Request::new(())).await.unwrap();
    assert_ready_ok!(service.poll_ready());
    let mut response = tokio::spawn(service.call(with_token("good", ())));

    let customer = serve(&mut handle, &mut response).await;

    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(customer.as_deref(), Some("ada"));
    assert_eq!(response.await.unwrap().unwrap().status(), StatusCode::OK);
}
