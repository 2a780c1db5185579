//! Requirements as layers: what they let pass, who answers, and what they leave alone.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use customer_session::{
    Customer, CustomerSessionConfig, Reason, Rejection, VerifiedSession, provider::SessionFacts,
    session::CustomerRecord,
};
use customer_session_test::{StubProvider, signed_in_with};
use customer_session_tower::{
    CustomerSessionLayer, Problem, RefusedInside, RequireFuture, RequireLayer, RequireService,
    ResponseBody, ResponseForRejection, require, require_role, require_scopes,
};
use http::{Request, Response};
use tower::{Layer, Service, ServiceBuilder, ServiceExt, service_fn, util::BoxCloneSyncService};

use crate::stub::{config, with_token};

/// A configuration that signs everybody in with the scope `read` and the role `owner`.
fn reader() -> CustomerSessionConfig {
    let facts = SessionFacts::new("ada").scopes(["read"]).roles(["owner"]);
    let ada = Customer::assertion(CustomerRecord::new("ada"), "test");
    signed_in_with(VerifiedSession::assertion(facts, ada))
}

async fn serve<B>(_: Request<B>) -> Result<Response<String>, Infallible> {
    Ok(Response::new("served".to_owned()))
}

fn teapot(rejection: &Rejection) -> Response<String> {
    Response::builder()
        .status(418)
        .body(rejection.code().to_owned())
        .unwrap()
}

fn reason<B>(response: &Response<B>) -> Option<Reason> {
    response.extensions().get().map(Rejection::reason)
}

/// Whoever reads the body is the service.
#[tokio::test]
async fn a_request_is_refused_before_the_service_is_called() {
    let called = Arc::new(AtomicBool::new(false));
    let note = called.clone();
    let upload = service_fn(move |request: Request<()>| {
        note.store(true, SeqCst);
        serve(request)
    });
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(reader()))
        .layer(require_scopes(["write"]).unwrap())
        .service(upload);

    let response = service.oneshot(Request::new(())).await.unwrap();

    assert_eq!(response.status(), 403);
    assert!(!called.load(SeqCst));
}

#[tokio::test]
async fn requirements_stack() {
    let serves = async |last: RequireLayer| {
        let service = ServiceBuilder::new()
            .layer(CustomerSessionLayer::new(reader()))
            .layer(require_scopes(["read"]).unwrap())
            .layer(last)
            .service_fn(serve);
        let response = service.oneshot(Request::new(())).await.unwrap();
        (response.status().as_u16(), reason(&response))
    };

    assert_eq!(serves(require_role("owner").unwrap()).await, (200, None));
    assert_eq!(
        serves(require_role("admin").unwrap()).await,
        (403, Some(Reason::RoleMissing))
    );
    assert_eq!(
        serves(require(|session| session.member().is_some())).await,
        (403, Some(Reason::RequirementUnmet))
    );
}

/// The application's page for rejections is that of requirements too.
#[tokio::test]
async fn the_layer_around_it_replaces_the_default_response() {
    let replace =
        |rejection: &Rejection| teapot(rejection).map(|_| ResponseBody::<String>::default());
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(reader()).with_rejection_response(replace))
        .layer(require_scopes(["write"]).unwrap())
        .service_fn(serve);

    let response = service.oneshot(Request::new(())).await.unwrap();

    assert_eq!(response.status(), 418);
    assert_eq!(reason(&response), Some(Reason::ScopeInsufficient));
    assert!(response.extensions().get::<RefusedInside>().is_none());
}

/// A closure asks nothing of the body's type, which stays the inner service's.
#[tokio::test]
async fn a_response_of_its_own_is_not_replaced_again() {
    let never = |_: &Rejection| -> Response<String> { unreachable!("it answered itself") };
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(reader()).with_rejection_response(never))
        .layer(
            require_scopes(["write"])
                .unwrap()
                .with_rejection_response(teapot),
        )
        .service_fn(serve);

    let response = service.oneshot(Request::new(())).await.unwrap();

    assert_eq!(reason(&response), Some(Reason::ScopeInsufficient));
    assert_eq!(
        (response.status().as_u16(), response.into_body()),
        (418, "insufficient_scope".to_owned())
    );
}

/// A responder of the application's own, which leaves extractors their response.
#[derive(Clone)]
struct Page;

impl ResponseForRejection<String> for Page {
    type Body = String;

    fn response_for_rejection(&self, rejection: &Rejection) -> Response<String> {
        teapot(rejection)
    }

    fn body(&self, inner: String) -> String {
        inner
    }

    fn response_for_inner(&self, _: &Rejection) -> Option<Response<String>> {
        None
    }
}

#[tokio::test]
async fn a_responder_that_leaves_extractors_alone_answers_for_its_own_requirement() {
    let never = |_: &Rejection| -> Response<String> { unreachable!("it answered itself") };
    let own = require_scopes(["write"])
        .unwrap()
        .with_rejection_response(Page);
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(reader()).with_rejection_response(never))
        .layer(own)
        .service_fn(serve);

    let response = service.oneshot(Request::new(())).await.unwrap();

    assert_eq!(
        (response.status().as_u16(), response.into_body()),
        (418, "insufficient_scope".to_owned())
    );
}

/// An interface that speaks problem documents, in an application with a page for rejections.
#[tokio::test]
async fn a_problem_document_that_was_asked_for_is_not_replaced() {
    let never =
        |_: &Rejection| -> Response<ResponseBody<String>> { unreachable!("it answered itself") };
    let own = require_scopes(["write"])
        .unwrap()
        .with_rejection_response(Problem::new());
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(reader()).with_rejection_response(never))
        .layer(own)
        .service_fn(serve);

    let response = service.oneshot(Request::new(())).await.unwrap();

    assert_eq!(response.status(), 403);
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    assert!(response.extensions().get::<RefusedInside>().is_none());
}

#[tokio::test]
async fn a_response_of_its_own_answers_for_whatever_it_refuses() {
    let own = || require(|_| true).with_rejection_response(teapot);
    let optional = ServiceBuilder::new()
        .layer(
            CustomerSessionLayer::new(config(&StubProvider::new()))
                .optional()
                .with_rejection_response(|_: &Rejection| Response::new("the layer's".to_owned())),
        )
        .layer(own())
        .service_fn(serve);
    let bare = own().layer(service_fn(serve));

    let anonymous = optional.oneshot(Request::new(())).await.unwrap();
    let without_layer = bare.oneshot(Request::new(())).await.unwrap();

    assert_eq!(
        (anonymous.status().as_u16(), anonymous.into_body()),
        (418, "token_missing".to_owned())
    );
    assert_eq!(
        (without_layer.status().as_u16(), without_layer.into_body()),
        (418, "layer_missing".to_owned())
    );
}

/// What an extractor behind it refuses is for the layer of the session to answer, as ever.
#[tokio::test]
async fn the_refusal_of_an_extractor_passes_through() {
    let refused = async |_: Request<()>| {
        let mut response = Response::new("problem".to_owned());
        response.extensions_mut().insert(Rejection::layer_missing());
        response.extensions_mut().insert(RefusedInside);
        Ok::<_, Infallible>(response)
    };
    let never = |_: &Rejection| -> Response<String> { unreachable!("it refused nothing") };
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(reader()).with_rejection_response(teapot))
        .layer(
            require_scopes(["read"])
                .unwrap()
                .with_rejection_response(never),
        )
        .service_fn(refused);

    let response = service.oneshot(Request::new(())).await.unwrap();

    assert_eq!(
        (response.status().as_u16(), response.into_body()),
        (418, "layer_missing".to_owned())
    );
}

#[tokio::test]
async fn an_error_of_the_service_stays_what_it_is() {
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(reader()))
        .layer(require_scopes(["read"]).unwrap())
        .service_fn(async |_: Request<()>| Err::<Response<String>, _>("broken"));

    assert_eq!(
        service.oneshot(Request::new(())).await.err(),
        Some("broken")
    );
}

/// The session is judged that the issuer vouched for a moment ago, and that is remembered since.
#[tokio::test]
async fn a_session_that_is_remembered_is_judged_again() {
    let stub = StubProvider::new();
    let config = config(&stub);
    let allowed = Arc::new(AtomicBool::new(true));
    let rule = allowed.clone();
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(config.clone()))
        .layer(require(move |_| rule.load(SeqCst)))
        .service_fn(serve);

    let first = service.clone().oneshot(with_token("good", ())).await;
    allowed.store(false, SeqCst);
    let second = service.oneshot(with_token("good", ())).await.unwrap();

    assert_eq!(first.unwrap().status(), 200);
    assert_eq!(second.status(), 403);
    assert_eq!((stub.asked(), config.stats().hits), (1, 1));
}

type Inner = BoxCloneSyncService<Request<()>, Response<String>, Infallible>;

fn goes_anywhere<T: Clone + Send + Sync + 'static>(_: &T) {}

fn may_be_sent<T: Send + 'static>(_: &T) {}

#[tokio::test]
async fn service_and_future_have_names_and_go_anywhere() {
    let layer = require_role("owner").unwrap();
    let mut service: RequireService<Inner, Problem> =
        layer.layer(BoxCloneSyncService::new(service_fn(serve)));
    goes_anywhere(&layer);
    goes_anywhere(&service);

    let future: RequireFuture<<Inner as Service<Request<()>>>::Future, Problem, String> =
        service.ready().await.unwrap().call(Request::new(()));
    may_be_sent(&future);

    assert_eq!(future.await.unwrap().status(), 500);
}
