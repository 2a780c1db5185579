//! The demo's controls: sign somebody in, end sessions, break Polar, look at the numbers. No
//! application has these.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post},
};
use customer_session::{CustomerSessionConfig, observe::Stats, revoke::Sessions};
use customer_session_polar::PolarErrorKind;
use customer_session_test::polar::Fault;
use serde::{Deserialize, Serialize};

use crate::backend::Backend;

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

/// Names a demo customer.
#[derive(Deserialize)]
struct Named {
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
        .route("/demo/revoke", post(revoke))
        .route("/demo/customers/{customer}/delete", post(delete))
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
        self.check(customer)?;
        let minted = self.backend.mint(customer).await;
        let session = minted.map_err(|error| match error.kind() {
            PolarErrorKind::InvalidRequest => (StatusCode::NOT_FOUND, format!("{error}\n")),
            _ => (StatusCode::BAD_GATEWAY, format!("{error}\n")),
        })?;
        Ok(Minted {
            token: session.token.expose().to_owned(),
            expires_at: rfc3339(session.expires_at),
        })
    }

    fn check(&self, customer: &str) -> Result<(), Refusal> {
        let known = self.backend.customers();
        if known.contains(&customer) {
            return Ok(());
        }
        Err(nobody(customer, known))
    }
}

async fn sign_in(
    State(demo): State<Demo>,
    Json(body): Json<Named>,
) -> Result<(StatusCode, Json<Minted>), Refusal> {
    demo.mint(&body.customer)
        .await
        .map(|minted| (StatusCode::CREATED, Json(minted)))
}

/// Ends all sessions of a customer, here and nowhere else: Polar is not told, since it could not
/// end them.
async fn revoke(State(demo): State<Demo>, Json(body): Json<Named>) -> Result<StatusCode, Refusal> {
    let customer = &body.customer;
    demo.check(customer)?;
    let Some(id) = demo.backend.id_of(customer).await else {
        let mend = format!("`{customer}` has not signed in here yet, and has no sessions to end\n");
        return Err((StatusCode::NOT_FOUND, mend));
    };
    let ended = demo
        .config
        .revocations()
        .end(&Sessions::of_customer("polar", id));
    ended
        .map(|()| StatusCode::NO_CONTENT)
        .map_err(|error| (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")))
}

/// Deletes a customer on the fake, whose webhook then tells the shop.
async fn delete(
    State(demo): State<Demo>,
    Path(customer): Path<String>,
) -> Result<StatusCode, Refusal> {
    let Some(embedded) = demo.backend.embedded() else {
        return Err(only_embedded("deletes customers"));
    };
    match embedded.delete(&customer).await {
        Some(true) => Ok(StatusCode::NO_CONTENT),
        Some(false) => Err((
            StatusCode::BAD_GATEWAY,
            "deleted, and the shop has not taken the webhook; the fake sends it again\n".into(),
        )),
        None => Err(nobody(&customer, &["ada", "bo"])),
    }
}

async fn switch(State(demo): State<Demo>, Json(body): Json<Switch>) -> Result<StatusCode, Refusal> {
    let Some(fake) = demo.backend.fake() else {
        return Err(only_embedded("can be switched"));
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

/// How the fake treats calls that verify sessions.
fn fault(mode: &str) -> Option<Fault> {
    Some(match mode {
        "up" => Fault::None,
        "down" => Fault::Refuse,
        "slow" => Fault::Delay(Duration::from_secs(30)),
        "rate_limited" => Fault::RateLimited {
            retry_after: Some(60),
        },
        "broken" => Fault::Html(200),
        _ => return None,
    })
}

/// The engine's own numbers: `{"hits":1, … "breaker":{"polar":"closed"}, … "rejected":{}}`.
async fn stats(State(demo): State<Demo>) -> Json<Stats> {
    Json(demo.config.stats())
}

fn nobody(customer: &str, known: &[&str]) -> Refusal {
    let known = known.join(", ");
    let mend = format!("there is no demo customer `{customer}` here: choose one of {known}\n");
    (StatusCode::NOT_FOUND, mend)
}

fn only_embedded(what: &str) -> Refusal {
    let mend = format!("only the embedded fake Polar {what}\n");
    (StatusCode::NOT_FOUND, mend)
}

/// A time as Polar writes it.
pub(crate) fn rfc3339(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time).map_or_else(|_| "never".to_owned(), |time| time.to_string())
}
