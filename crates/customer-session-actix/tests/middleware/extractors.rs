//! What the extractors give to handlers.

use actix_web::{App, test::init_service, web};
use customer_session::{
    Customer, Member, VerifiedSession, provider::SessionFacts, session::CustomerRecord,
};
use customer_session_actix::{
    CurrentCustomer, CurrentSession, CustomerSessionMiddleware, CustomerSessionRejection,
    MaybeCustomer,
};
use customer_session_test::{StubProvider, signed_in_with};

use crate::stub::{answer, config, get};

#[actix_web::test]
async fn the_session_has_its_member_and_scopes() {
    async fn show(CurrentSession(session): CurrentSession) -> String {
        let role = session.member().and_then(|member| member.role.clone());
        format!("{role:?} {:?}", session.scopes())
    }
    let facts = SessionFacts::new("globex")
        .member(Member::new("hank").role("owner".to_owned()))
        .scopes(["orders:read"]);
    let globex = Customer::assertion(CustomerRecord::new("globex"), "test");
    let config = signed_in_with(VerifiedSession::assertion(facts, globex));
    let app = App::new()
        .wrap(CustomerSessionMiddleware::new(config))
        .default_service(web::to(show));
    let app = init_service(app).await;

    let (_, body) = answer(&app, get("/", "").to_request()).await;

    assert_eq!(body, r#"Some("owner") ["orders:read"]"#);
}

#[actix_web::test]
async fn extractors_stand_beside_others() {
    async fn greet(
        greeting: web::Data<&'static str>,
        CurrentCustomer(customer): CurrentCustomer,
        MaybeCustomer(same): MaybeCustomer,
        body: String,
    ) -> String {
        assert_eq!(same.unwrap().id(), customer.id());
        format!("{}, {}{body}", **greeting, customer.id())
    }
    let app = App::new()
        .app_data(web::Data::new("Hello"))
        .wrap(CustomerSessionMiddleware::new(config(&StubProvider::new())))
        .default_service(web::to(greet));
    let app = init_service(app).await;

    let (_, body) = answer(&app, get("/", "good").to_request()).await;

    assert_eq!(body, "Hello, ada");
}

#[actix_web::test]
async fn a_rejection_that_a_handler_looks_at_says_why() {
    async fn explain(current: Result<CurrentCustomer, CustomerSessionRejection>) -> String {
        let rejection = current.unwrap_err();
        format!("{} {rejection}", rejection.rejection().status())
    }
    let app = App::new()
        .wrap(CustomerSessionMiddleware::new(config(&StubProvider::new())).lenient())
        .default_service(web::to(explain));
    let app = init_service(app).await;

    let (_, body) = answer(&app, get("/", "bad").to_request()).await;

    assert_eq!(body, "401 the request was refused: token_denied");
}
