//! The shop itself: what an application writes.

use actix_web::{
    HttpResponse,
    web::{self, Data, Json, ServiceConfig},
};
use customer_session::ConfigError;
use customer_session_actix::{
    CurrentSession, CustomerSessionMiddleware, EndpointHandler, MaybeCustomer,
};
use storefront_backend::{Me, Shop, WEBHOOK_PATH, hello};

use crate::demo::Refused;

/// The routes for customers.
pub(crate) fn routes(shop: &Shop) -> impl Fn(&mut ServiceConfig) + Clone + Send + use<> {
    let for_customers = CustomerSessionMiddleware::new(shop.config().clone());
    let for_everyone = for_customers.clone().optional();
    move |app: &mut ServiceConfig| {
        let me = web::resource("/api/me").get(me);
        let logout = web::resource("/api/logout").post(logout);
        let greeting = web::resource("/api/greeting").get(greeting);
        app.service(me.wrap(for_customers.clone()))
            .service(logout.wrap(for_customers.clone()))
            .service(greeting.wrap(for_everyone.clone()));
    }
}

/// The route for Polar's events; outside of the middleware, since they carry no session.
pub(crate) fn webhooks(
    shop: &Shop,
) -> Result<impl Fn(&mut ServiceConfig) + Clone + Send + use<>, ConfigError> {
    let webhook = shop.webhook()?.map(EndpointHandler::new);
    Ok(move |app: &mut ServiceConfig| {
        if let Some(webhook) = &webhook {
            app.route(WEBHOOK_PATH, web::to(webhook.clone()));
        }
    })
}

async fn me(CurrentSession(session): CurrentSession) -> Json<Me> {
    Json(Me::of(&session))
}

async fn logout(
    shop: Data<Shop>,
    CurrentSession(session): CurrentSession,
) -> Result<HttpResponse, Refused> {
    shop.sign_out(&session)?;
    Ok(HttpResponse::NoContent().finish())
}

async fn greeting(MaybeCustomer(customer): MaybeCustomer) -> String {
    hello(customer.as_ref())
}
