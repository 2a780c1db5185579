//! The advised way, behind tower: Stripe's secret goes to Stripe.js alone, and the browser presents a
//! token of our own.

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::{Request, StatusCode, header::AUTHORIZATION},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use customer_session_axum::{CurrentCustomer, CustomerSessionLayer};
use customer_session_stripe::{Bearer, NewCustomerSession, Stripe};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{LIFETIME, MOMENT, World};

/// Where somebody who is signed in otherwise begins a session, and what it is good for.
fn app(world: &World, ada: String) -> Router {
    let begin = async move |State(stripe): State<Stripe>| -> Response {
        let new = NewCustomerSession::for_customer(&*ada).pricing_table();
        match stripe.create_customer_session(new).await {
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Ok(issued) => Json(json!({
                "client_secret": issued.session.client_secret.expose(),
                "token": issued.token.unwrap().expose(),
            }))
            .into_response(),
        }
    };
    let me = async |CurrentCustomer(customer): CurrentCustomer| customer.id().to_string();
    Router::new()
        .route("/me", get(me))
        .layer(CustomerSessionLayer::new(world.config.clone()))
        .route("/session", post(begin))
        .with_state(world.stripe.clone())
}

async fn text(response: Response) -> String {
    let body = axum::body::to_bytes(response.into_body(), 10_000).await;
    String::from_utf8(body.unwrap().to_vec()).unwrap()
}

async fn begin(app: &Router) -> [String; 2] {
    let request = Request::post("/session").body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let body: Value = serde_json::from_str(&text(response).await).unwrap();
    ["client_secret", "token"].map(|name| body[name].as_str().unwrap().to_owned())
}

async fn me(app: &Router, token: &str) -> (StatusCode, String) {
    let request = Request::get("/me").header(AUTHORIZATION, format!("Bearer {token}"));
    let request = request.body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    (response.status(), text(response).await)
}

#[tokio::test]
async fn the_browser_presents_our_token_and_stripes_secret_opens_nothing_here() {
    let world = World::with(|stripe| stripe.bearer(Bearer::OwnToken), |config| config).await;
    let ada = world.ada();
    let app = app(&world, ada.clone());

    let [secret, token] = begin(&app).await;

    assert!(secret.starts_with("cuss_secret_") && token.starts_with("css_"));
    assert_eq!(me(&app, &token).await, (StatusCode::OK, ada));
    assert_eq!(me(&app, &secret).await.0, StatusCode::UNAUTHORIZED);
    // Neither is ever sent to Stripe.
    let sent = format!("{:?}", world.fake.requests());
    assert!(!sent.contains(&secret) && !sent.contains(&token));
}

#[tokio::test]
async fn our_token_lasts_as_long_as_the_session_and_ends_with_it() {
    let world = World::with(|stripe| stripe.bearer(Bearer::OwnToken), |config| config).await;
    let app = app(&world, world.ada());

    let [_, token] = begin(&app).await;
    world.clock.advance(LIFETIME - MOMENT);
    assert_eq!(me(&app, &token).await.0, StatusCode::OK);
    world.clock.advance(MOMENT);
    assert_eq!(me(&app, &token).await.0, StatusCode::UNAUTHORIZED);

    let [secret, token] = begin(&app).await;
    let [_, other] = begin(&app).await;
    let ended = world.stripe.registry().revoke_session(&secret).await;
    assert_eq!(ended.unwrap(), 1);
    assert_eq!(me(&app, &token).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(me(&app, &other).await.0, StatusCode::OK);
}
