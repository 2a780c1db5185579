//! A token in the query is taken out of every address that actix-web keeps.

use actix_web::{
    App, HttpRequest,
    test::{TestRequest, init_service},
    web,
};
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
