//! The shop itself: what an application writes.

use axum::{
    Json, Router,
    http::StatusCode,
    routing::{get, post},
};
use customer_session::{ConfigError, CustomerSessionConfig, Member};
use customer_session_axum::{CurrentSession, CustomerSessionLayer, EndpointService, MaybeCustomer};
use customer_session_polar::PolarWebhook;
use serde::Serialize;

use crate::demo::rfc3339;

/// The routes for customers.
pub(crate) fn routes(config: CustomerSessionConfig) -> Router {
    let for_customers = Router::new()
        .route("/api/me", get(me))
        .route("/api/logout", post(logout))
        .layer(CustomerSessionLayer::new(config.clone()));
    let for_everyone = Router::new()
        .route("/api/greeting", get(greeting))
        .layer(CustomerSessionLayer::new(config).optional());
    for_customers.merge(for_everyone)
}

/// The route for Polar's events; outside of the session layer, since they carry no session.
pub(crate) fn webhooks(
    config: &CustomerSessionConfig,
    secret: String,
) -> Result<Router, ConfigError> {
    let webhook = PolarWebhook::builder(config.revocations())
        .secret(secret)
        .build()?;
    Ok(Router::new().route_service(WEBHOOK_PATH, EndpointService::new(webhook)))
}

/// Where Polar sends its events.
pub(crate) const WEBHOOK_PATH: &str = "/webhooks/polar";

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

/// Signs out where the token is, on this device: it is refused from now on.
async fn logout(CurrentSession(session): CurrentSession) -> Result<StatusCode, StatusCode> {
    let signed_out = session.sign_out();
    signed_out.map_or(Err(StatusCode::SERVICE_UNAVAILABLE), |()| {
        Ok(StatusCode::NO_CONTENT)
    })
}

async fn greeting(MaybeCustomer(customer): MaybeCustomer) -> String {
    let name = customer
        .as_ref()
        .and_then(|customer| customer.name())
        .unwrap_or("guest");
    format!("Hello, {name}!\n")
}
