//! A server asks whether a service is ready before it calls it, and the answer is the inner
//! service's.

use std::{
    cell::Cell,
    future::{Ready, poll_fn, ready},
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    Error, HttpResponse,
    body::BoxBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
    error::ErrorServiceUnavailable,
};
use customer_session_actix::{CustomerSessionMiddleware, require};
use customer_session_test::StubProvider;

use crate::stub::config;

/// How ready a service is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Broken,
    Busy,
    Ready,
}

/// A service that is as ready as a test says.
struct Inner(Rc<Cell<State>>);

impl Service<ServiceRequest> for Inner {
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = Ready<Result<Self::Response, Error>>;

    fn poll_ready(&self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        match self.0.get() {
            State::Broken => Poll::Ready(Err(ErrorServiceUnavailable("broken"))),
            State::Busy => Poll::Pending,
            State::Ready => Poll::Ready(Ok(())),
        }
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        ready(Ok(request.into_response(HttpResponse::Ok())))
    }
}

/// What a service answers that is asked once whether it is ready.
async fn asked<S: Service<ServiceRequest, Error = Error>>(service: &S) -> State {
    poll_fn(|cx| {
        Poll::Ready(match service.poll_ready(cx) {
            Poll::Pending => State::Busy,
            Poll::Ready(Ok(())) => State::Ready,
            Poll::Ready(Err(error)) => {
                assert_eq!(error.to_string(), "broken");
                State::Broken
            }
        })
    })
    .await
}

async fn assert_forwarded<M>(middleware: M)
where
    M: Transform<Inner, ServiceRequest, Error = Error, InitError = ()>,
{
    let state = Rc::new(Cell::new(State::Busy));
    let service = middleware
        .new_transform(Inner(state.clone()))
        .await
        .unwrap();

    for expected in [State::Busy, State::Ready, State::Broken, State::Busy] {
        state.set(expected);
        assert_eq!(asked(&service).await, expected);
    }
}

#[actix_web::test]
async fn the_session_middleware_is_as_ready_as_what_it_wraps() {
    assert_forwarded(CustomerSessionMiddleware::new(config(&StubProvider::new()))).await;
}

#[actix_web::test]
async fn a_requirement_is_as_ready_as_what_it_wraps() {
    assert_forwarded(require(|_| true)).await;
}
