//! The shop itself: what an application writes.

use axum::{Json, Router, routing::get};
use customer_session::{CustomerSessionConfig, Member};
use customer_session_axum::{CurrentSession, CustomerSessionLayer, MaybeCustomer};
use serde::Serialize;

use crate::demo::rfc3339;

/// The routes for customers.
pub(crate) fn routes(config: CustomerSessionConfig) -> Router {
    let for_customers = Router::new()
        .route("/api/me", get(me))
        .layer(CustomerSessionLayer::new(config.clone()));
    let for_everyone = Router::new()
        .route("/api/greeting", get(greeting))
        .layer(CustomerSessionLayer::new(config).optional());
    for_customers.merge(for_everyone)
}

#[derive(Serialize)]
struct Me {
    id: String,
    external_id: Option<String>,
    email: Option<String>,
    name: Option<String>,
    expires_at: Option<String>,
    member: Option<Member>,
}

async fn me(CurrentSession(session): CurrentSession) -> Json<Me> {
    let customer = session.customer();
    Json(Me {
        id: customer.id().to_string(),
        external_id: customer.external_id().map(Into::into),
        email: customer.email().map(Into::into),
        name: customer.name().map(Into::into),
        expires_at: session.expires_at().map(rfc3339),
        member: session.member().cloned(),
    })
}

async fn greeting(MaybeCustomer(customer): MaybeCustomer) -> String {
    let name = customer
        .as_ref()
        .and_then(|customer| customer.name())
        .unwrap_or("guest");
    format!("Hello, {name}!\n")
}
