//! The demo's controls: sign somebody in, break Polar, look at the numbers. No application has
//! these.

use std::{sync::Arc, time::SystemTime};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use customer_session::{CustomerSessionConfig, observe::Stats};
use customer_session_polar::PolarErrorKind;
use serde::{Deserialize, Serialize};

use crate::backend::{Backend, fault};

/// What the controls need.
#[derive(Clone)]
pub(crate) struct Demo {
    backend: Arc<Backend>,
    config: CustomerSessionConfig,
}

/// A session as the page wants it.
#[derive(Serialize)]
pub(crate) struct Minted {
    pub(crate) token: String,
    expires_at: String,
}

#[derive(Deserialize)]
struct SignIn {
    customer: String,
}

#[derive(Deserialize)]
struct Switch {
    mode: String,
}

type Refusal = (StatusCode, String);

/// The routes of the controls.
pub(crate) fn routes(demo: Demo) -> Router {
    Router::new()
        .route("/demo/sessions", post(sign_in))
        .route("/demo/polar", post(switch))
        .route("/demo/stats", get(stats))
        .with_state(demo)
}

impl Demo {
    pub(crate) fn new(backend: Backend, config: CustomerSessionConfig) -> Self {
        Self {
            backend: Arc::new(backend),
            config,
        }
    }

    pub(crate) async fn mint(&self, customer: &str) -> Result<Minted, Refusal> {
        let Some(minted) = self.backend.mint(customer).await else {
            return Err((
                StatusCode::NOT_FOUND,
                format!("there is no demo customer `{customer}` here\n"),
            ));
        };
        let session = minted.map_err(|error| match error.kind() {
            PolarErrorKind::InvalidRequest => (StatusCode::NOT_FOUND, format!("{error}\n")),
            _ => (StatusCode::BAD_GATEWAY, format!("{error}\n")),
        })?;
        Ok(Minted {
            token: session.token.expose().to_owned(),
            expires_at: rfc3339(session.expires_at),
        })
    }
}

async fn sign_in(
    State(demo): State<Demo>,
    Json(body): Json<SignIn>,
) -> Result<(StatusCode, Json<Minted>), Refusal> {
    demo.mint(&body.customer)
        .await
        .map(|minted| (StatusCode::CREATED, Json(minted)))
}

async fn switch(State(demo): State<Demo>, Json(body): Json<Switch>) -> Result<StatusCode, Refusal> {
    let Some(fake) = demo.backend.fake() else {
        return Err((
            StatusCode::NOT_FOUND,
            "only the embedded fake Polar can be switched\n".into(),
        ));
    };
    let Some(fault) = fault(&body.mode) else {
        let mend = format!(
            "`mode` is `{}`: choose up, down, slow, rate_limited or broken\n",
            body.mode
        );
        return Err((StatusCode::UNPROCESSABLE_ENTITY, mend));
    };
    fake.fault(fault);
    Ok(StatusCode::NO_CONTENT)
}

async fn stats(State(demo): State<Demo>) -> Json<Stats> {
    Json(demo.config.stats())
}

/// A time as Polar writes it.
pub(crate) fn rfc3339(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time).map_or_else(|_| "never".to_owned(), |time| time.to_string())
}
