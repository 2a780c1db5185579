//! Requirements around an app, a scope and a resource.

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
    CurrentSession, CustomerSessionMiddleware, require, require_role, require_scopes,
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
