//! Refusals: seen by middleware further out, replaced by the one that is responsible.

use actix_web::{
    App, Error, HttpResponse, Responder,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
    http::header::{self, HeaderValue},
    middleware::{Next, from_fn},
    test::init_service,
    web,
};
use customer_session::{Reason, Rejection};
use customer_session_actix::{CurrentCustomer, CustomerSessionMiddleware};
use customer_session_test::StubProvider;

use crate::stub::{answer, config, get};

/// Something of the application's that outer middleware looks for.
#[derive(Debug, Eq, PartialEq)]
struct Mark(&'static str);

async fn insist(_: CurrentCustomer) -> impl Responder {
    "served"
}

/// A guard of the application's own, between the middleware and the handler.
async fn guard(
    _: CurrentCustomer,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    next.call(request).await
}

/// What compression does to a response that is worth it.
async fn encode(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    response
        .headers_mut()
        .insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    Ok(response)
}

fn teapot(rejection: &Rejection) -> HttpResponse {
    let mut response = HttpResponse::ImATeapot().body(rejection.code());
    response.extensions_mut().insert(Mark("ours"));
    response
}

fn optional() -> CustomerSessionMiddleware {
    CustomerSessionMiddleware::new(config(&StubProvider::new())).optional()
}

#[actix_web::test]
async fn a_refusal_is_seen_by_middleware_further_out() {
    async fn note(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse, Error> {
        let response = next.call(request).await?;
        let reason = response
            .response()
            .extensions()
            .get()
            .map(Rejection::reason);
        let noted = HttpResponse::Ok().body(format!("{reason:?}"));
        Ok(response.into_response(noted))
    }
    let app = App::new()
        .wrap(optional())
        .wrap(from_fn(note))
        .default_service(web::to(insist));
    let app = init_service(app).await;

    let missing = format!("{:?}", Some(Reason::TokenMissing));
    let denied = format!("{:?}", Some(Reason::TokenDenied));
    assert_eq!(answer(&app, get("/", "").to_request()).await.1, missing);
    assert_eq!(answer(&app, get("/", "bad").to_request()).await.1, denied);
    assert_eq!(answer(&app, get("/", "good").to_request()).await.1, "None");
}

#[actix_web::test]
async fn a_replaced_refusal_of_a_handler_has_an_encoding_and_extensions_of_its_own() {
    let app = App::new()
        .wrap(from_fn(encode))
        .wrap(optional().with_rejection_response(teapot))
        .default_service(web::to(insist));
    let app = init_service(app).await;

    let response = app.call(get("/", "").to_request()).await.unwrap();

    let extensions = response.response().extensions();
    assert_eq!(response.status(), 418);
    assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
    assert_eq!(extensions.get(), Some(&Mark("ours")));
    assert_eq!(
        extensions.get().map(Rejection::reason),
        Some(Reason::TokenMissing)
    );
}

/// Extractors of a middleware refuse by an error, which actix-web turns into a response outside of
/// everything.
#[actix_web::test]
async fn the_refusal_of_an_extractor_in_a_middleware_is_the_same_document() {
    let app = App::new()
        .wrap(from_fn(guard))
        .wrap(optional())
        .default_service(web::to(async || "served"));
    let app = init_service(app).await;

    let Err(error) = app.call(get("/", "").to_request()).await else {
        panic!("a guest got past the guard")
    };
    let response = error.error_response();

    assert_eq!(response.status(), 401);
    assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
    let reason = response.extensions().get().map(Rejection::reason);
    assert_eq!(reason, Some(Reason::TokenMissing));
    assert_eq!(
        answer(&app, get("/", "good").to_request()).await.1,
        "served"
    );
}

#[actix_web::test]
async fn the_refusal_of_an_extractor_in_a_middleware_is_replaced_too() {
    let app = App::new()
        .wrap(from_fn(guard))
        .wrap(optional().with_rejection_response(teapot))
        .default_service(web::to(async || "served"));
    let app = init_service(app).await;

    let Err(error) = app.call(get("/", "").to_request()).await else {
        panic!("a guest got past the guard")
    };
    let response = error.error_response();

    assert_eq!(response.status(), 418);
    let reason = response.extensions().get().map(Rejection::reason);
    assert_eq!(reason, Some(Reason::TokenMissing));
    assert_eq!(response.extensions().get(), Some(&Mark("ours")));
}
