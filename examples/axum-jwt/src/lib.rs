//! The routes.

mod shop;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use customer_session::{ConfigError, Requirement, observe::Stats};
use customer_session_axum::{
    CurrentSession, CustomerSessionLayer, EndpointService, RequireLayer, require_role,
    require_scopes,
};

use crate::shop::{Issued, Login, Profile, Refusal, Rotated};
pub use crate::shop::{Shop, greeting};

/// All routes of this shop.
///
/// # Errors
///
/// When what a route requires could never be fulfilled.
pub fn routes(shop: Shop) -> Result<Router, ConfigError> {
    let shop = Arc::new(shop);
    let for_everyone = Router::new()
        .route("/login", post(login))
        .route("/healthz", get(healthz))
        .route("/demo/rotate", post(rotate))
        .route("/demo/stats", get(stats));
    Ok(for_everyone
        .merge(for_customers(&shop)?)
        .with_state(shop.clone())
        .merge(for_verifiers(&shop)))
}

/// The routes that take a session. Rights are judged inside of the layer that finds it.
fn for_customers(shop: &Shop) -> Result<Router<Arc<Shop>>, ConfigError> {
    // Of the two issuers only ours has a role of this name: a member of a team at Polar is an owner,
    // a billing manager or a member. Else the requirement would have to name the issuer too.
    let for_admins = require_role("admin")?;
    let for_polar = RequireLayer::new(Requirement::from_provider("polar")?);
    Ok(Router::new()
        .route("/api/me", get(me))
        .route(
            "/api/orders",
            get(orders).route_layer(require_scopes(["orders:read"])?),
        )
        .route("/api/refunds", post(refund).route_layer(for_admins))
        .route("/api/logout", post(logout))
        .route("/exchange", post(exchange).route_layer(for_polar))
        .route_layer(CustomerSessionLayer::new(shop.config().clone())))
}

/// What a service fetches that verifies our sessions, be it this very one.
fn for_verifiers(shop: &Shop) -> Router {
    let issuer = shop.issuer();
    Router::new()
        .route_service(
            issuer.jwks_path(),
            EndpointService::new(issuer.jwks_endpoint()),
        )
        .route_service(
            issuer.metadata_path(),
            EndpointService::new(issuer.metadata_endpoint()),
        )
}

async fn login(
    State(shop): State<Arc<Shop>>,
    Json(login): Json<Login>,
) -> Result<(StatusCode, Json<Issued>), Refusal> {
    let issued = shop.sign_in(&login)?;
    Ok((StatusCode::CREATED, Json(issued)))
}

async fn me(CurrentSession(session): CurrentSession) -> Json<Profile> {
    Json(Profile::of(&session))
}

async fn orders() -> Json<[&'static str; 2]> {
    Json(["a pound of tea", "a pot"])
}

async fn refund() -> &'static str {
    "refunded\n"
}

/// The session is over here, from the next request on. Services elsewhere go on to accept it until
/// it expires, unless they are told.
async fn logout(CurrentSession(session): CurrentSession) -> StatusCode {
    match session.sign_out() {
        Ok(()) => StatusCode::NO_CONTENT,
        // Too many sessions were ended of late: this one goes on.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn exchange(
    State(shop): State<Arc<Shop>>,
    CurrentSession(session): CurrentSession,
) -> Result<(StatusCode, Json<Issued>), Refusal> {
    let issued = shop.exchange(&session)?;
    Ok((StatusCode::CREATED, Json(issued)))
}

async fn rotate(State(shop): State<Arc<Shop>>) -> Result<Json<Rotated>, Refusal> {
    shop.rotate().map(Json)
}

async fn stats(State(shop): State<Arc<Shop>>) -> Json<Stats> {
    Json(shop.config().stats())
}

async fn healthz(
    State(shop): State<Arc<Shop>>,
) -> (StatusCode, Json<BTreeMap<String, &'static str>>) {
    let (ready, words) = shop.health();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(words))
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, self.to_string()).into_response()
    }
}
