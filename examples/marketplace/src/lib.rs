//! The routes.

mod answers;
mod greeting;
mod issuers;
mod market;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use customer_session::observe::Stats;
use customer_session_axum::{CurrentSession, CustomerSessionLayer, EndpointService};

use crate::{
    answers::{Issued, Me, Refusal},
    issuers::{Issuer, Whose},
    market::Switch,
};
pub use crate::{greeting::greeting, market::Market};

/// All routes of the marketplace.
pub fn routes(market: Market) -> Router {
    let market = Arc::new(market);
    let for_customers = Router::new()
        .route("/api/me", get(me))
        .route("/api/logout", post(logout))
        // Of four issuers, and one layer.
        .layer(CustomerSessionLayer::new(market.config().clone()));
    Router::new()
        .route("/demo/sessions", post(sign_in))
        .route("/demo/revoke", post(revoke))
        .route("/demo/issuers/{name}", post(switch))
        .route("/demo/stats", get(stats))
        .route("/healthz", get(healthz))
        .merge(for_customers)
        .merge(for_verifiers(&market))
        .with_state(market)
}

/// What a service fetches that verifies the signed sessions, such as this very one.
fn for_verifiers(market: &Arc<Market>) -> Router<Arc<Market>> {
    let issuer = market.jwt().issuer();
    let jwks = EndpointService::new(issuer.jwks_endpoint());
    let metadata = EndpointService::new(issuer.metadata_endpoint());
    Router::new()
        .route_service(issuer.jwks_path(), jwks)
        .route_service(issuer.metadata_path(), metadata)
        .route_layer(middleware::from_fn_with_state(market.clone(), unless_down))
}

async fn unless_down(State(market): State<Arc<Market>>, request: Request, next: Next) -> Response {
    if market.jwt().is_down() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    next.run(request).await
}

async fn me(CurrentSession(session): CurrentSession) -> Json<Me> {
    Json(Me::of(&session))
}

async fn logout(CurrentSession(session): CurrentSession) -> Result<StatusCode, Refusal> {
    session.sign_out()?;
    Ok(StatusCode::NO_CONTENT)
}

async fn sign_in(
    State(market): State<Arc<Market>>,
    Json(whose): Json<Whose>,
) -> Result<(StatusCode, Json<Issued>), Refusal> {
    let issued = market.mint(whose).await?;
    Ok((StatusCode::CREATED, Json(issued)))
}

async fn revoke(
    State(market): State<Arc<Market>>,
    Json(whose): Json<Whose>,
) -> Result<StatusCode, Refusal> {
    market.revoke(whose)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn switch(
    State(market): State<Arc<Market>>,
    Path(issuer): Path<Issuer>,
    Json(switch): Json<Switch>,
) -> StatusCode {
    market.switch(issuer, &switch);
    StatusCode::NO_CONTENT
}

async fn stats(State(market): State<Arc<Market>>) -> Json<Stats> {
    Json(market.config().stats())
}

async fn healthz(
    State(market): State<Arc<Market>>,
) -> (StatusCode, Json<BTreeMap<String, &'static str>>) {
    let (ready, words) = market.health();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(words))
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}
