//! The routes: a stream of events, a WebSocket, and the way out.

mod echo;
mod events;

use std::sync::Arc;

use axum::{
    Router,
    http::StatusCode,
    routing::{any, get, post},
};
use customer_session::{CustomerSessionConfig, clock::Clock, session::Ended};
use customer_session_axum::{CurrentSession, CustomerSessionLayer};

/// The routes for customers, which tick by this clock.
pub fn routes(config: CustomerSessionConfig, clock: impl Clock) -> Router {
    let clock: Arc<dyn Clock> = Arc::new(clock);
    Router::new()
        .route("/events", get(events::events))
        .route("/echo", any(echo::echo))
        .route("/logout", post(logout))
        .layer(CustomerSessionLayer::new(config))
        .with_state(clock)
}

async fn logout(CurrentSession(session): CurrentSession) -> StatusCode {
    match session.sign_out() {
        Ok(()) => StatusCode::NO_CONTENT,
        // Too many sessions were ended of late: this one goes on.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// What a customer is told at the end.
const fn farewell(ended: Ended) -> &'static str {
    match ended {
        Ended::Expired => "the session expired",
        Ended::Revoked => "the session was ended",
        _ => "the session is over",
    }
}
