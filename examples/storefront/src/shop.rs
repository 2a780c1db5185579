//! The shop itself: what an application writes.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use customer_session::ConfigError;
use customer_session_axum::{CurrentSession, CustomerSessionLayer, EndpointService, MaybeCustomer};
use storefront_backend::{Me, Shop, WEBHOOK_PATH, hello};

use crate::demo::Refused;

/// The routes for customers.
pub(crate) fn routes(shop: &Arc<Shop>) -> Router {
    let sessions = CustomerSessionLayer::new(shop.config().clone());
    let for_customers = Router::new()
        .route("/api/me", get(me))
        .route("/api/logout", post(logout))
        .layer(sessions.clone());
    let for_everyone = Router::new()
        .route("/api/greeting", get(greeting))
        .layer(sessions.optional());
    for_customers.merge(for_everyone).with_state(shop.clone())
}

/// The route for Polar's events; outside of the session layer, since they carry no session.
pub(crate) fn webhooks(shop: &Shop) -> Result<Router, ConfigError> {
    let router = Router::new();
    Ok(match shop.webhook()? {
        Some(webhook) => router.route_service(WEBHOOK_PATH, EndpointService::new(webhook)),
        None => router,
    })
}

async fn me(CurrentSession(session): CurrentSession) -> Json<Me> {
    Json(Me::of(&session))
}

async fn logout(
    State(shop): State<Arc<Shop>>,
    CurrentSession(session): CurrentSession,
) -> Result<StatusCode, Refused> {
    shop.sign_out(&session)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn greeting(MaybeCustomer(customer): MaybeCustomer) -> String {
    hello(customer.as_ref())
}
