//! Middleware further in that answers by an error, which actix-web makes a response of outside of
//! everything.

use actix_web::{
    App, Error, HttpResponse, ResponseError,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
    error::ErrorNotFound,
    http::{StatusCode, header::CACHE_CONTROL},
    middleware::{Next, from_fn},
    test::{TestRequest, init_service},
    web,
};
use customer_session::{Reason, Rejection};
use customer_session_actix::{
    CurrentCustomer, CustomerSessionMiddleware, CustomerSessionRejection, MaybeCustomer, require,
};
use customer_session_test::StubProvider;

use crate::stub::{answer, config, get};

/// An error of the application's own, whose response nobody may store.
#[derive(Debug)]
struct Unstored;

impl std::fmt::Display for Unstored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unstored")
    }
}

impl ResponseError for Unstored {
    fn status_code(&self) -> StatusCode {
        StatusCode::GONE
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code())
            .insert_header((CACHE_CONTROL, "no-store"))
            .finish()
    }
}

async fn not_found(_: ServiceRequest, _: Next<impl MessageBody>) -> Result<ServiceResponse, Error> {
    Err(ErrorNotFound("no such order"))
}

async fn unstored(_: ServiceRequest, _: Next<impl MessageBody>) -> Result<ServiceResponse, Error> {
    Err(Unstored.into())
}

/// A guard of the application's own, whose extractor refuses guests.
async fn guard(
    _: CurrentCustomer,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    next.call(request).await
}

fn teapot(rejection: &Rejection) -> HttpResponse {
    HttpResponse::ImATeapot().body(rejection.code())
}

fn middleware() -> CustomerSessionMiddleware {
    CustomerSessionMiddleware::new(config(&StubProvider::new())).optional()
}

/// Tells what middleware around the session middleware sees.
async fn tell(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse, Error> {
    let kept = request.request().clone();
    let seen = match next.call(request).await {
        Ok(response) => format!("response {}", response.status().as_u16()),
        Err(error) => {
            let refused = error.as_error::<CustomerSessionRejection>().unwrap();
            format!("error {}", refused.rejection().status())
        }
    };
    Ok(ServiceResponse::new(kept, HttpResponse::Ok().body(seen)))
}

/// The error with which the app answers.
macro_rules! error_of {
    ($app:expr, $request:expr) => {
        match $app.call($request.to_request()).await {
            Ok(response) => panic!("a response in the place of an error: {}", response.status()),
            Err(error) => error,
        }
    };
}

fn cache_control(response: &HttpResponse) -> Vec<&str> {
    let values = response.headers().get_all(CACHE_CONTROL);
    values.map(|value| value.to_str().unwrap()).collect()
}

fn in_query() -> TestRequest {
    get("/orders/7?token=good", "")
}

/// A 404 may be stored without anybody's leave (RFC 9111 §4.2.2).
#[actix_web::test]
async fn the_response_to_an_error_is_marked_private_where_shared_caches_do_not_look() {
    let app = App::new()
        .wrap(from_fn(not_found))
        .wrap(middleware())
        .default_service(web::to(async || "served"));
    let app = init_service(app).await;

    // Asked about, then remembered.
    for _ in 0..2 {
        let error = error_of!(app, in_query());

        let response = error.error_response();
        assert_eq!(response.status(), 404);
        assert_eq!(cache_control(&response), ["private"]);
    }
    let error = error_of!(app, get("/orders/7", "good"));
    assert_eq!(cache_control(&error.error_response()), [""; 0]);
}

#[actix_web::test]
async fn of_two_middleware_one_mark_is_enough() {
    let app = App::new()
        .wrap(from_fn(not_found))
        .wrap(middleware())
        .wrap(middleware())
        .default_service(web::to(async || "served"));
    let app = init_service(app).await;

    let error = error_of!(app, in_query());

    assert_eq!(cache_control(&error.error_response()), ["private"]);
}

#[actix_web::test]
async fn an_error_whose_response_nobody_may_store_stays_as_it_is_and_is_found_by_its_type() {
    let app = App::new()
        .wrap(from_fn(unstored))
        .wrap(middleware())
        .default_service(web::to(async || "served"));
    let app = init_service(app).await;

    let error = error_of!(app, in_query());

    assert!(error.as_error::<Unstored>().is_some());
    let response = error.error_response();
    assert_eq!(response.status(), 410);
    assert_eq!(cache_control(&response), ["no-store"]);
}

#[actix_web::test]
async fn an_error_of_an_inner_middleware_is_not_replaced() {
    async fn broke(
        _: MaybeCustomer,
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
    ) -> Result<ServiceResponse, Error> {
        not_found(request, next).await
    }
    let app = App::new()
        .wrap(from_fn(broke))
        .wrap(middleware().with_rejection_response(teapot))
        .default_service(web::to(async || "served"));
    let app = init_service(app).await;

    let error = error_of!(app, get("/", ""));

    assert_eq!(error.to_string(), "no such order");
    assert_eq!(error.error_response().status(), 404);
}

/// Whoever looks at the response does not take it away from the client.
#[actix_web::test]
async fn the_refusal_of_an_extractor_is_found_by_its_type_and_looked_at_twice_where_it_is_replaced()
{
    let app = App::new()
        .wrap(from_fn(guard))
        .wrap(middleware().with_rejection_response(teapot))
        .default_service(web::to(async || "served"));
    let app = init_service(app).await;

    let error = error_of!(app, get("/", ""));

    let refused = error.as_error::<CustomerSessionRejection>().unwrap();
    assert_eq!(refused.rejection().reason(), Reason::TokenMissing);
    assert_eq!(error.error_response().status(), 418);
    assert_eq!(error.error_response().status(), 418);
}

#[actix_web::test]
async fn of_two_middleware_the_inner_one_answers_for_an_extractor_in_between() {
    let app = App::new()
        .wrap(from_fn(guard))
        .wrap(middleware())
        .wrap(middleware().with_rejection_response(teapot))
        .default_service(web::to(async || "served"));
    let app = init_service(app).await;

    let error = error_of!(app, get("/", ""));

    assert_eq!(error.error_response().status(), 401);
}

/// A resource, since nobody may hold a request that is still to be routed.
#[actix_web::test]
async fn a_refusal_is_an_error_only_where_an_extractor_of_a_middleware_refused() {
    async fn insist(_: CurrentCustomer) -> &'static str {
        "served"
    }
    let resource = |path| web::resource(path).route(web::get().to(async || "served"));
    let handler = web::resource("/handler").route(web::get().to(insist));
    let config = config(&StubProvider::new());
    let required = CustomerSessionMiddleware::new(config);
    let app = App::new()
        .service(resource("/session").wrap(required).wrap(from_fn(tell)))
        .service(
            resource("/requirement")
                .wrap(require(|_| true))
                .wrap(middleware())
                .wrap(from_fn(tell)),
        )
        .service(handler.wrap(middleware()).wrap(from_fn(tell)))
        .service(
            resource("/extractor")
                .wrap(from_fn(guard))
                .wrap(middleware())
                .wrap(from_fn(tell)),
        );
    let app = init_service(app).await;

    for (path, seen) in [
        ("/session", "response 401"),
        ("/requirement", "response 401"),
        ("/handler", "response 401"),
        ("/extractor", "error 401"),
    ] {
        let (_, told) = answer(&app, get(path, "").to_request()).await;
        assert_eq!(told, seen, "{path}");
    }
}
