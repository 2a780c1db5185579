//! The routes of the demo's controls.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use customer_session::observe::Stats;
use storefront_backend::{Minted, Named, Refusal, Shop, Switch};

/// The routes of the controls.
pub(crate) fn routes(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/demo/sessions", post(sign_in))
        .route("/demo/revoke", post(revoke))
        .route("/demo/customers/{customer}/delete", post(delete))
        .route("/demo/polar", post(switch))
        .route("/demo/stats", get(stats))
        .with_state(shop)
}

/// A refusal as axum answers it.
pub(crate) struct Refused(Refusal);

type Shared = State<Arc<Shop>>;

async fn sign_in(
    State(shop): Shared,
    Json(named): Json<Named>,
) -> Result<(StatusCode, Json<Minted>), Refused> {
    let minted = shop.mint(&named).await?;
    Ok((StatusCode::CREATED, Json(minted)))
}

async fn revoke(State(shop): Shared, Json(named): Json<Named>) -> Result<StatusCode, Refused> {
    shop.revoke(&named).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn delete(State(shop): Shared, Path(customer): Path<String>) -> Result<StatusCode, Refused> {
    shop.delete(&customer).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn switch(State(shop): Shared, Json(switch): Json<Switch>) -> Result<StatusCode, Refused> {
    shop.switch(&switch)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn stats(State(shop): Shared) -> Json<Stats> {
    Json(shop.stats())
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(refusal) = self;
        let status =
            StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, refusal.to_string()).into_response()
    }
}
