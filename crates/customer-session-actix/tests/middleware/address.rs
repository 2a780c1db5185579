//! A token in the query is taken out of every address that actix-web keeps.

use std::error::Error as _;

use actix_web::{
    App, Error, HttpRequest,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
    middleware::{Next, from_fn},
    test::{TestRequest, init_service},
    web,
};
use customer_session::{Reason, Rejection};
use customer_session_actix::CustomerSessionMiddleware;
use customer_session_test::StubProvider;

use crate::stub::{answer, config, get};

/// Every place at which a handler can read an address.
async fn addresses(request: HttpRequest) -> String {
    let routed = request.match_info().get_ref().uri();
    let full = request.full_url();
    format!(
        "{} {} {routed} {}?{:?} {}",
        request.uri(),
        request.query_string(),
        full.path(),
        full.query(),
        request.match_info().get("id").unwrap_or("-"),
    )
}

fn middleware() -> CustomerSessionMiddleware {
    CustomerSessionMiddleware::new(config(&StubProvider::new()))
}

const SEEN: &str = r#"/a/orders/7?x=%20 x=%20 /a/orders/7?x=%20 /a/orders/7?Some("x=%20") 7"#;

#[actix_web::test]
async fn around_an_app_it_is_gone() {
    let app = App::new()
        .wrap(middleware())
        .route("/a/orders/{id}", web::get().to(addresses));
    let app = init_service(app).await;

    let (_, body) = answer(&app, get("/a/orders/7?token=good&x=%20", "").to_request()).await;

    assert_eq!(body, SEEN);
}

#[actix_web::test]
async fn around_a_scope_it_is_gone() {
    let scope = web::scope("/a")
        .wrap(middleware())
        .route("/orders/{id}", web::get().to(addresses));
    let app = init_service(App::new().service(scope)).await;

    let (_, body) = answer(&app, get("/a/orders/7?token=good&x=%20", "").to_request()).await;

    assert_eq!(body, SEEN);
}

#[actix_web::test]
async fn around_a_resource_it_is_gone() {
    let resource = web::resource("/orders/{id}")
        .wrap(middleware())
        .route(web::get().to(addresses));
    let app = init_service(App::new().service(web::scope("/a").service(resource))).await;

    let (_, body) = answer(&app, get("/a/orders/7?token=good&x=%20", "").to_request()).await;

    assert_eq!(body, SEEN);
}

#[actix_web::test]
async fn an_absolute_address_keeps_scheme_and_authority() {
    async fn address(request: HttpRequest) -> String {
        request.uri().to_string()
    }
    let app = App::new()
        .wrap(middleware())
        .default_service(web::to(address));
    let app = init_service(app).await;
    let sent = "https://shop.example:8443/orders?token=good&a=1";

    let (_, body) = answer(&app, TestRequest::with_uri(sent).to_request()).await;

    assert_eq!(body, "https://shop.example:8443/orders?a=1");
}

/// actix-web lets nobody change a request of which somebody holds a clone, and panics if one tries,
/// which would let a client end the connection.
#[actix_web::test]
async fn a_request_that_middleware_further_out_holds_is_refused_if_its_query_has_a_token() {
    async fn hold(
        held: HttpRequest,
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        let response = next.call(request).await;
        drop(held);
        response
    }
    let resource = web::resource("/orders/{id}")
        .wrap(middleware())
        .wrap(from_fn(hold))
        .route(web::get().to(addresses));
    let app = init_service(App::new().service(resource)).await;

    for query in ["token=good", "token=bad", "token="] {
        let request = get(&format!("/orders/7?{query}"), "").to_request();
        let response = app.call(request).await.unwrap();

        assert_eq!(response.status(), 500, "{query}");
        let extensions = response.response().extensions();
        let rejection = extensions.get::<Rejection>().unwrap();
        assert_eq!(rejection.reason(), Reason::Misconfigured, "{query}");
        let mend = rejection.source().unwrap().to_string();
        assert!(mend.contains("`ServiceRequest`"), "{mend}");
    }
    let request = get("/orders/7?x=1", "good").to_request();
    assert_eq!(answer(&app, request).await.0, 200);
}
