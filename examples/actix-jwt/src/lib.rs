//! The routes.

/// Issuer, verifier and customers are those of the example for axum, in one file for both: nothing
/// of a session's road depends on the framework.
#[path = "../../axum-jwt/src/shop/mod.rs"]
mod shop;

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse, ResponseError,
    http::StatusCode,
    web::{self, Data, Json, ServiceConfig},
};
use customer_session::{ConfigError, Requirement, observe::Stats};
use customer_session_actix::{
    CurrentSession, CustomerSessionMiddleware, EndpointHandler, RequireMiddleware, require_role,
    require_scopes,
};

use crate::shop::{Issued, Login, Profile, Refusal, Rotated};
pub use crate::shop::{Shop, greeting};

/// All routes of this shop, to be cloned into each worker.
///
/// # Errors
///
/// When what a route requires could never be fulfilled.
pub fn routes(
    shop: Shop,
) -> Result<impl Fn(&mut ServiceConfig) + Clone + Send + use<>, ConfigError> {
    let shop = Data::new(shop);
    let for_customers = for_customers(&shop)?;
    let for_verifiers = for_verifiers(&shop);
    Ok(move |app: &mut ServiceConfig| {
        app.app_data(shop.clone())
            .service(web::resource("/login").post(login))
            .service(web::resource("/healthz").get(healthz))
            .service(web::resource("/demo/rotate").post(rotate))
            .service(web::resource("/demo/stats").get(stats))
            .configure(&for_customers)
            .configure(&for_verifiers);
    })
}

/// The routes that take a session. Rights are judged inside of the middleware that finds it.
fn for_customers(
    shop: &Shop,
) -> Result<impl Fn(&mut ServiceConfig) + Clone + Send + use<>, ConfigError> {
    let sessions = CustomerSessionMiddleware::new(shop.config().clone());
    let reading_orders = require_scopes(["orders:read"])?;
    // Of the two issuers only ours has a role of this name: a member of a team at Polar is an owner,
    // a billing manager or a member. Else the requirement would have to name the issuer too.
    let for_admins = require_role("admin")?;
    let for_polar = RequireMiddleware::new(Requirement::from_provider("polar")?);
    Ok(move |app: &mut ServiceConfig| {
        let orders = web::get().to(orders).wrap(reading_orders.clone());
        let refund = web::post().to(refund).wrap(for_admins.clone());
        let exchange = web::post().to(exchange).wrap(for_polar.clone());
        let for_customers = web::scope("/api")
            .service(web::resource("/me").get(me))
            .service(web::resource("/orders").route(orders))
            .service(web::resource("/refunds").route(refund))
            .service(web::resource("/logout").post(logout))
            .wrap(sessions.clone());
        app.service(for_customers).service(
            web::resource("/exchange")
                .route(exchange)
                .wrap(sessions.clone()),
        );
    })
}

/// What a service fetches that verifies our sessions, be it this very one.
fn for_verifiers(shop: &Shop) -> impl Fn(&mut ServiceConfig) + Clone + Send + use<> {
    let issuer = shop.issuer().clone();
    let jwks = EndpointHandler::new(issuer.jwks_endpoint());
    let metadata = EndpointHandler::new(issuer.metadata_endpoint());
    move |app: &mut ServiceConfig| {
        app.route(issuer.jwks_path(), web::to(jwks.clone()))
            .route(issuer.metadata_path(), web::to(metadata.clone()));
    }
}

async fn login(
    shop: Data<Shop>,
    login: Json<Login>,
) -> Result<(Json<Issued>, StatusCode), Refusal> {
    let issued = shop.sign_in(&login)?;
    Ok((Json(issued), StatusCode::CREATED))
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
async fn logout(CurrentSession(session): CurrentSession) -> HttpResponse {
    match session.sign_out() {
        Ok(()) => HttpResponse::NoContent().finish(),
        // Too many sessions were ended of late: this one goes on.
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}

async fn exchange(
    shop: Data<Shop>,
    CurrentSession(session): CurrentSession,
) -> Result<(Json<Issued>, StatusCode), Refusal> {
    let issued = shop.exchange(&session)?;
    Ok((Json(issued), StatusCode::CREATED))
}

async fn rotate(shop: Data<Shop>) -> Result<Json<Rotated>, Refusal> {
    shop.rotate().map(Json)
}

async fn stats(shop: Data<Shop>) -> Json<Stats> {
    Json(shop.config().stats())
}

async fn healthz(shop: Data<Shop>) -> (Json<BTreeMap<String, &'static str>>, StatusCode) {
    let (ready, words) = shop.health();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (Json(words), status)
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
