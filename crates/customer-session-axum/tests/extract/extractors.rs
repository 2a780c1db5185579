//! What the extractors give to handlers.

use axum::{Router, extract::State, http::StatusCode, routing};
use customer_session::session::CustomerRecord;
use customer_session::{Customer, Member, VerifiedSession, provider::SessionFacts};
use customer_session_axum::{
    CurrentCustomer, CurrentSession, CustomerSessionLayer, CustomerSessionRejection, MaybeCustomer,
};
use customer_session_test::signed_in_with;

use crate::stub::{config, get};

fn id(customer: Option<&Customer>) -> String {
    customer.map_or_else(|| "nobody".to_owned(), |customer| customer.id().to_string())
}

async fn customer(CurrentCustomer(customer): CurrentCustomer) -> String {
    id(Some(&customer))
}

async fn session(CurrentSession(session): CurrentSession) -> String {
    id(Some(session.customer()))
}

async fn maybe(MaybeCustomer(customer): MaybeCustomer) -> String {
    id(customer.as_ref())
}

async fn optional_customer(current: Option<CurrentCustomer>) -> String {
    id(current.map(|CurrentCustomer(customer)| customer).as_ref())
}

async fn optional_session(current: Option<CurrentSession>) -> String {
    id(current
        .as_ref()
        .map(|CurrentSession(session)| session.customer()))
}

async fn result(
    current: Result<CurrentCustomer, CustomerSessionRejection>,
) -> Result<String, CustomerSessionRejection> {
    let CurrentCustomer(customer) = current?;
    Ok(id(Some(&customer)))
}

fn routes() -> Router {
    Router::new()
        .route("/customer", routing::get(customer))
        .route("/maybe", routing::get(maybe))
        .route("/optional-customer", routing::get(optional_customer))
        .route("/optional-session", routing::get(optional_session))
        .route("/result", routing::get(result))
        .route("/session", routing::get(session))
}

const INSISTING: [&str; 3] = ["/customer", "/result", "/session"];
const ASKING: [&str; 3] = ["/maybe", "/optional-customer", "/optional-session"];

#[tokio::test]
async fn a_session_is_given_to_every_extractor() {
    let router = routes().layer(CustomerSessionLayer::new(config()));

    for path in INSISTING.into_iter().chain(ASKING) {
        assert_eq!(
            get(&router, path, "good").await,
            (StatusCode::OK, "ada".to_owned())
        );
    }
}

#[tokio::test]
async fn an_option_is_none_without_a_session() {
    let router = routes().layer(CustomerSessionLayer::new(config()).optional());

    for path in ASKING {
        assert_eq!(
            get(&router, path, "").await,
            (StatusCode::OK, "nobody".to_owned())
        );
    }
}

/// A bad token is not the same as none.
#[tokio::test]
async fn an_option_is_not_none_for_a_bad_token() {
    let router = routes().layer(CustomerSessionLayer::new(config()).optional());

    for path in ASKING {
        assert_eq!(get(&router, path, "bad").await.0, StatusCode::UNAUTHORIZED);
    }
}

/// A route that somebody forgot to wrap must not look as if nobody ever signed in.
#[tokio::test]
async fn an_option_is_not_none_without_a_layer() {
    for path in INSISTING.into_iter().chain(ASKING) {
        let (status, body) = get(&routes(), path, "good").await;

        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert!(body.contains(".layer(CustomerSessionLayer::new(config))"));
    }
}

#[tokio::test]
async fn extractors_stand_beside_others_in_a_router_with_state() {
    async fn greet(
        State(greeting): State<&'static str>,
        CurrentCustomer(customer): CurrentCustomer,
        body: String,
    ) -> String {
        format!("{greeting}, {}{body}", customer.id())
    }
    let router = Router::new()
        .route("/", routing::get(greet))
        .layer(CustomerSessionLayer::new(config()))
        .with_state("Hello");

    assert_eq!(get(&router, "/", "good").await.1, "Hello, ada");
}

#[tokio::test]
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
    let router = Router::new()
        .route("/", routing::get(show))
        .layer(CustomerSessionLayer::new(config));

    let (_, body) = get(&router, "/", "").await;

    assert_eq!(body, r#"Some("owner") ["orders:read"]"#);
}
