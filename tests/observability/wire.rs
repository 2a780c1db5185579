//! Polar at the end of a wire without a socket: it answers as it is in the mood to, and whatever it
//! says is full of what must not be printed.

use std::{
    future::pending,
    sync::{Arc, Mutex},
};

use customer_session::upstream::{
    HttpAnswer, HttpRequest, HttpTransport, TransportError, TransportErrorKind,
};

use crate::world::{EMAIL, EXTERNAL_ID, METADATA, NAME, ORGANIZATION};

/// How Polar answers.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Mood {
    /// The token is no session.
    Denying,
    /// A page of a proxy's.
    Down,
    /// Out of order for so many seconds.
    DownFor(u64),
    /// Our access token is not good.
    Forbidding,
    /// The customer is somebody else's.
    Foreign,
    /// JSON that is cut.
    Garbled,
    /// The connection breaks.
    Interrupted,
    /// Our access token is used too often; so many seconds.
    Limiting(u64),
    /// The session's token is used too often.
    LimitingCustomers,
    /// Whoever asks panics.
    Panicking,
    /// The API moved.
    Redirecting,
    /// The pinned version is gone.
    Retired,
    /// Nothing is answered.
    Silent,
    #[default]
    Well,
}

/// A wire; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    customer: u64,
    mood: Mood,
}

impl Wire {
    pub(crate) fn mood(&self, mood: Mood) {
        self.0.lock().unwrap().mood = mood;
    }

    /// Whose all tokens are from now on: a customer whom nobody saw before.
    pub(crate) fn next_customer(&self) -> String {
        let mut state = self.0.lock().unwrap();
        state.customer += 1;
        id(state.customer)
    }
}

impl HttpTransport for Wire {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let (customer, mood) = {
            let state = self.0.lock().unwrap();
            (id(state.customer), state.mood)
        };
        let path = request.url.path();
        let with_our_token = !path.starts_with("/v1/customer-portal/");
        let pinned = request
            .headers
            .iter()
            .any(|(name, _)| *name == "polar-version");
        let answer = match mood {
            Mood::Denying if !with_our_token => error(401, "invalid_token"),
            Mood::Down => HttpAnswer::new(502, format!("<html>{EMAIL}</html>")),
            Mood::DownFor(wait) => error(503, EMAIL).with_header("retry-after", wait.to_string()),
            Mood::Forbidding if with_our_token => error(401, "invalid_token"),
            Mood::Garbled => json(200, format!(r#"{{"email":"{EMAIL}","name":"{NAME}"#)),
            Mood::Interrupted => return Err(interrupted()),
            Mood::Limiting(wait) if with_our_token => {
                error(429, EMAIL).with_header("retry-after", wait.to_string())
            }
            Mood::LimitingCustomers if !with_our_token => error(429, EMAIL),
            Mood::Panicking => panic!("the wire breaks, as it was told to"),
            Mood::Redirecting => {
                HttpAnswer::new(307, "").with_header("location", format!("https://{EMAIL}/"))
            }
            Mood::Retired if pinned => {
                HttpAnswer::new(404, r#"{"error":"NotFound"}"#).with_header(JSON.0, JSON.1)
            }
            Mood::Silent => pending().await,
            _ => well(path, &customer, mood == Mood::Foreign),
        };
        Ok(answer)
    }
}

fn interrupted() -> TransportError {
    TransportError::new(TransportErrorKind::Interrupted).caused_by("the wire was cut")
}

fn well(path: &str, customer: &str, foreign: bool) -> HttpAnswer {
    if path.ends_with("/introspect") {
        return json(200, r#"{"expires_at":"2026-01-01T01:00:00Z"}"#.to_owned());
    }
    if path.ends_with("/user") {
        let user = format!(
            r#"{{"type":"member","name":"{NAME}","email":"{EMAIL}","customer_id":"{customer}","member_id":"{customer}","role":"owner"}}"#
        );
        return json(200, user);
    }
    let organization = if foreign { "another" } else { ORGANIZATION };
    let record = format!(
        r#"{{"id":"{customer}","organization_id":"{organization}","email":"{EMAIL}","name":"{NAME}","external_id":"{EXTERNAL_ID}","metadata":{{"note":"{METADATA}"}}}}"#
    );
    json(200, record)
}

fn error(status: u16, word: &str) -> HttpAnswer {
    json(
        status,
        format!(r#"{{"error":"{word}","detail":"{NAME} {EMAIL}"}}"#),
    )
}

fn json(status: u16, body: String) -> HttpAnswer {
    HttpAnswer::new(status, body)
        .with_header(JSON.0, JSON.1)
        .with_header("polar-version", "2026-10")
}

fn id(number: u64) -> String {
    format!("3c2b0f0e-2a55-4b3e-8a53-{number:012}")
}

const JSON: (&str, &str) = ("content-type", "application/json");
