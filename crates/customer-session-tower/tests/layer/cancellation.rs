//! A client that hangs up cancels nothing.

use std::fmt;

use customer_session_test::StubProvider;
use customer_session_tower::CustomerSessionLayer;
use http::{Request, Response, StatusCode};
use tokio_test::{assert_pending, task};
use tower::{Layer, Service, ServiceExt, service_fn};

use crate::stub::{config, with_token};

/// Sends a request, waits until the issuer is asked, and drops the response's future.
async fn hang_up<S>(service: &mut S, stub: &StubProvider)
where
    S: Service<Request<()>, Response: fmt::Debug, Error: fmt::Debug>,
{
    let call = service.ready().await.unwrap().call(with_token("good", ()));
    let mut response = task::spawn(call);
    assert_pending!(response.poll());
    stub.arrived().await;
}

#[tokio::test]
async fn whoever_comes_while_the_question_is_out_waits_for_its_answer() {
    let stub = StubProvider::gated();
    let config = config(&stub);
    let inner = service_fn(|_: Request<()>| async { Ok::<_, ()>(Response::new(())) });
    let mut service = CustomerSessionLayer::new(config.clone()).layer(inner);

    hang_up(&mut service, &stub).await;
    let mut next = task::spawn(service.ready().await.unwrap().call(with_token("good", ())));
    assert_pending!(next.poll());
    stub.open();

    assert_eq!(next.await.unwrap().status(), StatusCode::OK);
    assert_eq!((stub.asked(), config.stats().coalesced), (1, 1));
}

#[tokio::test]
async fn an_answer_that_nobody_waited_for_is_remembered() {
    let stub = StubProvider::gated();
    let config = config(&stub);
    let inner = service_fn(|_: Request<()>| async { Ok::<_, ()>(Response::new(())) });
    let mut service = CustomerSessionLayer::new(config.clone()).layer(inner);

    hang_up(&mut service, &stub).await;
    stub.open();
    // The runtime has one thread, and the question is the only other task: it ends while this one
    // steps aside.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let response = service.ready().await.unwrap().call(with_token("good", ()));

    assert_eq!(response.await.unwrap().status(), StatusCode::OK);
    assert_eq!((stub.asked(), config.stats().hits), (1, 1));
}
