//! The routes of the demo's controls.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::StatusCode,
    web::{self, Data, Json, Path, ServiceConfig},
};
use customer_session::observe::Stats;
use storefront_backend::{Minted, Named, Refusal, Shop, Switch};

/// The routes of the controls.
pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(web::resource("/demo/sessions").post(sign_in))
        .service(web::resource("/demo/revoke").post(revoke))
        .service(web::resource("/demo/customers/{customer}/delete").post(delete))
        .service(web::resource("/demo/polar").post(switch))
        .service(web::resource("/demo/stats").get(stats));
}

/// A refusal as actix-web answers it.
#[derive(Debug)]
pub(crate) struct Refused(Refusal);

async fn sign_in(
    shop: Data<Shop>,
    named: Json<Named>,
) -> Result<(Json<Minted>, StatusCode), Refused> {
    let minted = shop.mint(&named).await?;
    Ok((Json(minted), StatusCode::CREATED))
}

async fn revoke(shop: Data<Shop>, named: Json<Named>) -> Result<HttpResponse, Refused> {
    shop.revoke(&named).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn delete(shop: Data<Shop>, customer: Path<String>) -> Result<HttpResponse, Refused> {
    shop.delete(&customer).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn switch(shop: Data<Shop>, switch: Json<Switch>) -> Result<HttpResponse, Refused> {
    shop.switch(&switch)?;
    Ok(HttpResponse::NoContent().finish())
}

async fn stats(shop: Data<Shop>) -> Json<Stats> {
    Json(shop.stats())
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
