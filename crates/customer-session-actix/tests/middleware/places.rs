//! The middleware around an app, a scope and a resource.

use actix_web::{App, test::init_service, web};
use customer_session_actix::{CurrentCustomer, CustomerSessionMiddleware, MaybeCustomer};
use customer_session_test::StubProvider;

use crate::stub::{answer, config, get};

async fn me(CurrentCustomer(customer): CurrentCustomer) -> String {
    customer.id().to_string()
}

async fn maybe(MaybeCustomer(customer): MaybeCustomer) -> String {
    customer.map_or_else(|| "nobody".to_owned(), |customer| customer.id().to_string())
}

fn required(stub: &StubProvider) -> CustomerSessionMiddleware {
    CustomerSessionMiddleware::new(config(stub))
}

/// Whoever has no session does not learn which routes there are.
#[actix_web::test]
async fn around_an_app_it_refuses_before_a_route_is_looked_for() {
    let app = App::new()
        .wrap(required(&StubProvider::new()))
        .route("/me", web::get().to(me));
    let app = init_service(app).await;

    for path in ["/me", "/me/", "//me", "/%6De", "/nowhere"] {
        assert_eq!(
            answer(&app, get(path, "").to_request()).await.0,
            401,
            "{path}"
        );
    }
    assert_eq!(
        answer(&app, get("/nowhere", "good").to_request()).await.0,
        404
    );
    assert_eq!(answer(&app, get("/me", "good").to_request()).await.1, "ada");
}

#[actix_web::test]
async fn around_a_scope_it_guards_the_scope_alone() {
    let scope = web::scope("/account")
        .wrap(required(&StubProvider::new()))
        .route("/me", web::get().to(me));
    let app = App::new()
        .service(scope)
        .route("/open", web::get().to(async || "open"));
    let app = init_service(app).await;

    assert_eq!(
        answer(&app, get("/account/me", "").to_request()).await.0,
        401
    );
    assert_eq!(
        answer(&app, get("/account/nowhere", "").to_request())
            .await
            .0,
        401
    );
    assert_eq!(
        answer(&app, get("/account/me", "good").to_request())
            .await
            .1,
        "ada"
    );
    assert_eq!(answer(&app, get("/open", "").to_request()).await.1, "open");
}

#[actix_web::test]
async fn around_a_resource_it_guards_every_method_of_the_resource() {
    let resource = web::resource("/me")
        .wrap(required(&StubProvider::new()))
        .route(web::get().to(me));
    let app = App::new()
        .service(resource)
        .route("/open", web::get().to(async || "open"));
    let app = init_service(app).await;

    let post = get("/me", "").method("POST".parse().unwrap());
    assert_eq!(answer(&app, get("/me", "").to_request()).await.0, 401);
    assert_eq!(answer(&app, post.to_request()).await.0, 401);
    assert_eq!(answer(&app, get("/me", "good").to_request()).await.1, "ada");
    assert_eq!(answer(&app, get("/open", "").to_request()).await.1, "open");
}

/// The scope inside of the app decides anew, and its neighbour keeps what the app's middleware
/// decided.
#[actix_web::test]
async fn a_scope_may_require_what_its_app_leaves_open() {
    let config = config(&StubProvider::new());
    let scope = web::scope("/account")
        .wrap(CustomerSessionMiddleware::new(config.clone()))
        .route("/me", web::get().to(me));
    let app = App::new()
        .wrap(CustomerSessionMiddleware::new(config).lenient())
        .service(scope)
        .route("/open", web::get().to(maybe));
    let app = init_service(app).await;

    assert_eq!(
        answer(&app, get("/account/me", "").to_request()).await.0,
        401
    );
    assert_eq!(
        answer(&app, get("/account/me", "bad").to_request()).await.0,
        401
    );
    assert_eq!(
        answer(&app, get("/account/me", "good").to_request())
            .await
            .1,
        "ada"
    );
    assert_eq!(
        answer(&app, get("/open", "bad").to_request()).await.1,
        "nobody"
    );
    assert_eq!(
        answer(&app, get("/open", "good").to_request()).await.1,
        "ada"
    );
}

/// A client that hangs up cancels nothing.
#[actix_web::test]
async fn a_question_is_asked_once_though_the_first_client_hung_up() {
    let stub = StubProvider::gated();
    let app = App::new()
        .wrap(CustomerSessionMiddleware::new(config(&stub)))
        .route("/me", web::get().to(me));
    let app = init_service(app).await;

    let mut first = Box::pin(answer(&app, get("/me", "good").to_request()));
    tokio::select! {
        biased;
        _ = &mut first => unreachable!("the gate is shut"),
        () = stub.arrived() => {}
    }
    drop(first);
    stub.open();

    assert_eq!(answer(&app, get("/me", "good").to_request()).await.1, "ada");
    assert_eq!(stub.asked(), 1);
}
