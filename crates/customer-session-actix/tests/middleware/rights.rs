//! Requirements around an app, a scope, a resource and a route.

use std::task::Poll;

use actix_web::{
    App, HttpMessage, HttpResponse,
    dev::{Payload, Service},
    error::PayloadError,
    test::init_service,
    web,
};
use customer_session::{
    Customer, CustomerSessionConfig, Reason, Rejection, VerifiedSession, provider::SessionFacts,
    session::CustomerRecord,
};
use customer_session_actix::{
    CurrentSession, CustomerSessionMiddleware, Problem, ResponseForRejection, require,
    require_role, require_scopes,
};
use customer_session_test::{StubProvider, signed_in_with};
use futures_util::stream;

use crate::stub::{answer, config, get};

/// A configuration that signs everybody in with the scope `read` and the role `owner`.
fn reads() -> CustomerSessionConfig {
    let facts = SessionFacts::new("ada").scopes(["read"]).roles(["owner"]);
    let ada = Customer::assertion(CustomerRecord::new("ada"), "test");
    signed_in_with(VerifiedSession::assertion(facts, ada))
}

/// A middleware that signs everybody in with the scope `read` and the role `owner`.
fn reader() -> CustomerSessionMiddleware {
    CustomerSessionMiddleware::new(reads())
}

fn teapot(rejection: &Rejection) -> HttpResponse {
    HttpResponse::ImATeapot().body(rejection.code())
}

async fn scopes(CurrentSession(session): CurrentSession) -> String {
    session.scopes().join(" ")
}

#[actix_web::test]
async fn apps_scopes_and_resources_ask_for_what_they_need() {
    let write = web::resource("/write")
        .wrap(require_scopes(["write"]).unwrap())
        .route(web::get().to(scopes));
    let admin = web::scope("/admin")
        .wrap(require_role("admin").unwrap())
        .route("/orders", web::get().to(scopes));
    let app = App::new()
        .service(write)
        .service(admin)
        .route("/read", web::get().to(scopes))
        .wrap(require_scopes(["read"]).unwrap())
        .wrap(require(|session| session.has_role("owner")))
        .wrap(reader());
    let app = init_service(app).await;

    for (path, status) in [
        ("/read", 200),
        ("/write", 403),
        ("/admin/orders", 403),
        ("/admin/nowhere", 403),
        ("/nowhere", 404),
    ] {
        let answer = answer(&app, get(path, "").to_request()).await;
        assert_eq!(answer.0, status, "{path}");
    }
}

#[actix_web::test]
async fn the_methods_of_a_resource_ask_for_what_they_need() {
    let read = web::get()
        .to(scopes)
        .wrap(require_scopes(["read"]).unwrap());
    let write = web::post()
        .to(scopes)
        .wrap(require_scopes(["write"]).unwrap());
    let app = App::new()
        .service(web::resource("/orders").route(read).route(write))
        .wrap(reader());
    let app = init_service(app).await;

    for (method, status) in [("GET", 200), ("POST", 403), ("PUT", 405)] {
        let request = get("/orders", "").method(method.parse().unwrap());
        assert_eq!(
            answer(&app, request.to_request()).await.0,
            status,
            "{method}"
        );
    }
}

/// A middleware in the wrong order is a fault of ours, and lets nobody in.
#[actix_web::test]
async fn a_requirement_outside_of_the_session_is_told_how_to_mend_it() {
    let app = App::new()
        .route("/", web::get().to(scopes))
        .wrap(reader())
        .wrap(require_scopes(["read"]).unwrap());
    let app = init_service(app).await;

    let response = app.call(get("/", "").to_request()).await.unwrap();

    assert_eq!(response.status(), 500);
    let reason = response
        .response()
        .extensions()
        .get()
        .map(Rejection::reason);
    assert_eq!(reason, Some(Reason::LayerMissing));
}

/// Nothing of the body ever arrives.
#[actix_web::test]
async fn a_request_is_refused_before_its_body_is_read() {
    let app = App::new()
        .route("/", web::post().to(async |_: web::Bytes| "read"))
        .wrap(require_scopes(["write"]).unwrap())
        .wrap(reader());
    let app = init_service(app).await;
    let unread = stream::poll_fn(|_| -> Poll<Option<Result<web::Bytes, PayloadError>>> {
        unreachable!("the body is read")
    });
    let payload: Payload = Payload::Stream {
        payload: Box::pin(unread),
    };
    let request = get("/", "").method("POST".parse().unwrap()).to_request();
    let (request, _) = request.replace_payload(payload);

    assert_eq!(answer(&app, request).await.0, 403);
}

#[actix_web::test]
async fn the_middleware_around_it_replaces_the_default_response_only() {
    let plain = require_scopes(["write"]).unwrap();
    let own = plain
        .clone()
        .with_rejection_response(|_: &Rejection| HttpResponse::Ok().body("its own"));
    let app = App::new()
        .service(
            web::resource("/plain")
                .wrap(plain)
                .route(web::get().to(scopes)),
        )
        .service(web::resource("/own").wrap(own).route(web::get().to(scopes)))
        .wrap(reader().with_rejection_response(teapot));
    let app = init_service(app).await;

    assert_eq!(
        answer(&app, get("/plain", "").to_request()).await,
        (418, "insufficient_scope".to_owned())
    );
    assert_eq!(
        answer(&app, get("/own", "").to_request()).await,
        (200, "its own".to_owned())
    );
}

/// A responder of the application's own, which leaves extractors their response.
#[derive(Clone)]
struct Page;

impl ResponseForRejection for Page {
    fn response_for_rejection(&self, rejection: &Rejection) -> HttpResponse {
        teapot(rejection)
    }

    fn response_for_inner(&self, _: &Rejection) -> Option<HttpResponse> {
        None
    }
}

#[actix_web::test]
async fn what_was_asked_for_is_not_replaced() {
    let write = || require_scopes(["write"]).unwrap();
    let page = write().with_rejection_response(Page);
    let problem = write().with_rejection_response(Problem::new());
    let app = App::new()
        .service(
            web::resource("/page")
                .wrap(page)
                .route(web::get().to(scopes)),
        )
        .service(
            web::resource("/problem")
                .wrap(problem)
                .route(web::get().to(scopes)),
        )
        .wrap(
            reader().with_rejection_response(|_: &Rejection| -> HttpResponse {
                unreachable!("they answered themselves")
            }),
        );
    let app = init_service(app).await;

    let page = answer(&app, get("/page", "").to_request()).await;
    let problem = answer(&app, get("/problem", "").to_request()).await;

    assert_eq!(page, (418, "insufficient_scope".to_owned()));
    assert_eq!(problem.0, 403);
    assert!(problem.1.ends_with(r#""code":"insufficient_scope"}"#));
}

#[actix_web::test]
async fn a_response_of_its_own_answers_for_whatever_it_refuses() {
    let own = || require(|_| true).with_rejection_response(teapot);
    let outer = CustomerSessionMiddleware::new(config(&StubProvider::new()))
        .optional()
        .with_rejection_response(|_: &Rejection| HttpResponse::Ok().body("the middleware's"));
    let optional = App::new()
        .route("/", web::get().to(scopes))
        .wrap(own())
        .wrap(outer);
    let bare = App::new().route("/", web::get().to(scopes)).wrap(own());
    let (optional, bare) = (init_service(optional).await, init_service(bare).await);

    assert_eq!(
        answer(&optional, get("/", "").to_request()).await,
        (418, "token_missing".to_owned())
    );
    assert_eq!(
        answer(&bare, get("/", "").to_request()).await,
        (418, "layer_missing".to_owned())
    );
}

/// An extractor behind a requirement is replaced as it is without one.
#[actix_web::test]
async fn the_refusal_of_an_extractor_passes_through() {
    let app = App::new()
        .route("/", web::get().to(scopes))
        .wrap_fn(|request, service| {
            request.extensions_mut().remove::<Customer>();
            service.call(request)
        })
        .wrap(require(|_| true))
        .wrap(reader().with_rejection_response(teapot));
    let app = init_service(app).await;

    assert_eq!(
        answer(&app, get("/", "").to_request()).await,
        (418, "layer_missing".to_owned())
    );
}

#[actix_web::test]
async fn refusals_are_counted_by_the_configuration_that_verified_the_session() {
    let config = reads();
    let app = App::new()
        .route("/", web::get().to(scopes))
        .wrap(require_role("admin").unwrap())
        .wrap(CustomerSessionMiddleware::new(config.clone()));
    let app = init_service(app).await;

    answer(&app, get("/", "").to_request()).await;
    answer(&app, get("/", "").to_request()).await;

    assert_eq!(config.stats().rejected["role_missing"], 2);
}

#[actix_web::test]
async fn who_is_refused_by_the_session_middleware_is_not_judged_further() {
    let app = App::new()
        .route("/", web::get().to(scopes))
        .wrap(require(|_| unreachable!("there is no session")))
        .wrap(CustomerSessionMiddleware::new(config(&StubProvider::new())));
    let app = init_service(app).await;

    assert_eq!(answer(&app, get("/", "bad").to_request()).await.0, 401);
}
