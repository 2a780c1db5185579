//! Futures and services have names, and go where their inner service can go.

use std::convert::Infallible;

use customer_session::Rejection;
use customer_session_test::StubProvider;
use customer_session_tower::{
    CustomerSessionLayer, CustomerSessionService, Problem, ResponseFuture,
};
use http::{Request, Response};
use tower::{Layer, Service, ServiceExt, service_fn, util::BoxCloneSyncService};

use crate::stub::{config, with_token};

type Inner = BoxCloneSyncService<Request<()>, Response<String>, Infallible>;

/// A service of the user's own that keeps the future in a field.
struct Holder {
    future: ResponseFuture<Inner, Problem, (), String>,
}

fn goes_anywhere<T: Clone + Send + Sync + 'static>(_: &T) {}

fn may_be_sent<T: Send + 'static>(_: &T) {}

fn inner() -> Inner {
    BoxCloneSyncService::new(service_fn(serve))
}

async fn serve(_: Request<()>) -> Result<Response<String>, Infallible> {
    Ok(Response::new("served".to_owned()))
}

#[tokio::test]
async fn the_future_has_a_name_and_may_be_sent() {
    let layer = CustomerSessionLayer::new(config(&StubProvider::new()));
    let mut service: CustomerSessionService<Inner, Problem> = layer.layer(inner());
    goes_anywhere(&layer);
    goes_anywhere(&service);

    let future = service.ready().await.unwrap().call(with_token("good", ()));
    let holder = Holder { future };
    may_be_sent(&holder);

    assert_eq!(holder.future.await.unwrap().status(), 200);
}

#[test]
fn a_layer_with_a_closure_goes_anywhere_too() {
    let layer = CustomerSessionLayer::new(config(&StubProvider::new()))
        .with_rejection_response(|_: &Rejection| Response::new(String::new()));

    goes_anywhere(&layer);
    goes_anywhere(&layer.layer(inner()));
}
