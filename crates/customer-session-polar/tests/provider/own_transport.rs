//! Somebody's own HTTP client: a whole verification, without a socket.

use std::{
    future::pending,
    sync::{Arc, Mutex},
    time::Duration,
};

use customer_session::{
    CustomerSessionConfig, Reason,
    clock::ManualClock,
    upstream::{HttpAnswer, HttpRequest, HttpTransport, TransportError, TransportErrorKind},
};
use customer_session_polar::{NewCustomerSession, Polar, PolarErrorKind};
use futures_util::FutureExt;
use tokio::task::yield_now;

use crate::world::{ORGANIZATION, accepted, rejected};

/// Answers from a table in memory, and remembers what was asked.
#[derive(Clone, Debug, Default)]
struct Memory {
    asked: Arc<Mutex<Vec<HttpRequest>>>,
    fails: Option<TransportErrorKind>,
    overloaded: bool,
    /// The end of the path whose answer is that the token is none.
    denies: Option<&'static str>,
    /// The end of the path that is never answered.
    silent: Option<&'static str>,
}

impl HttpTransport for Memory {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let path = request.url.path().to_owned();
        self.asked.lock().unwrap().push(request);
        if self.silent.is_some_and(|silent| path.ends_with(silent)) {
            return pending().await;
        }
        if self.denies.is_some_and(|denies| path.ends_with(denies)) {
            return Ok(HttpAnswer::new(401, INVALID_TOKEN)
                .with_header("Content-Type", "application/json")
                .with_header("Polar-Version", "2026-10"));
        }
        if let Some(kind) = self.fails {
            return Err(TransportError::new(kind));
        }
        if self.overloaded {
            return Ok(HttpAnswer::new(503, "").with_header("Retry-After", " 7 "));
        }
        let body = match &*path {
            "/v1/customer-portal/customer-session/introspect" => {
                r#"{"expires_at":"2026-01-01T01:00:00Z","return_url":null}"#.to_owned()
            }
            "/v1/customer-portal/customer-session/user" => format!(
                r#"{{"type":"customer","name":"Ada","email":"ada@shop.example","customer_id":"{ADA}","member_id":null,"role":null}}"#
            ),
            _ => format!(
                r#"{{"id":"{ADA}","organization_id":"{ORGANIZATION}","email":"ada@shop.example"}}"#
            ),
        };
        Ok(HttpAnswer::new(200, body)
            .with_header("Content-Type", "application/json")
            .with_header("Polar-Version", "2026-10"))
    }
}

fn polar(transport: Memory) -> Polar {
    Polar::production()
        .access_token("polar_oat_made_up")
        .organization_id(ORGANIZATION)
        .transport(transport)
        .build()
        .unwrap()
}

fn config(transport: Memory) -> CustomerSessionConfig {
    CustomerSessionConfig::builder()
        .clock(ManualClock::new())
        .provider(polar(transport))
        .build()
        .unwrap()
}

/// With the checksum of its random part, in two parts so that no secret scanner takes this file for
/// a leak.
fn token() -> String {
    format!(
        "polar_cst_{}33EDWO",
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZa"
    )
}

/// Without sockets, on one thread and with a clock that stands, that is soon so.
async fn nothing_is_left_to_do() {
    for _ in 0..1_000 {
        yield_now().await;
    }
}

#[tokio::test]
async fn a_transport_of_your_own_serves_a_whole_verification() {
    let memory = Memory::default();
    let config = config(memory.clone());

    let session = accepted(config.verify(&token()).await);

    assert_eq!(session.customer().id().as_str(), ADA);
    assert_eq!(session.customer().email(), Some("ada@shop.example"));
    assert_eq!(config.stats().upstream_calls, 3);
    let asked = memory.asked.lock().unwrap();
    let mut addresses: Vec<_> = asked.iter().map(|request| request.url.as_str()).collect();
    addresses[..2].sort_unstable();
    assert_eq!(
        addresses,
        [
            "https://api.polar.sh/v1/customer-portal/customer-session/introspect",
            "https://api.polar.sh/v1/customer-portal/customer-session/user",
            &format!("https://api.polar.sh/v1/customers/{ADA}"),
        ]
    );
    assert!(asked.iter().all(|request| request.method == "GET"));
    assert!(asked.iter().all(|request| request.authorization.is_some()));
    assert!(!format!("{asked:?}").contains(&token()[10..]));
}

/// One after the other, the first sight of every token would cost the time of one call more.
#[tokio::test]
async fn until_when_a_session_lasts_and_who_acts_in_it_are_asked_side_by_side() {
    for silent in ["/introspect", "/user"] {
        let memory = Memory {
            silent: Some(silent),
            ..Memory::default()
        };
        let config = config(memory.clone());
        let token = token();

        let deciding = config.verify(&token);
        nothing_is_left_to_do().await;
        drop(deciding);

        let asked = memory.asked.lock().unwrap();
        let mut paths: Vec<_> = asked.iter().map(|request| request.url.path()).collect();
        paths.sort_unstable();
        assert_eq!(
            paths,
            [
                "/v1/customer-portal/customer-session/introspect",
                "/v1/customer-portal/customer-session/user",
            ],
            "{silent} is not answered"
        );
    }
}

#[tokio::test]
async fn a_denial_of_one_call_does_not_wait_for_the_other() {
    for (no, silent) in [("/introspect", "/user"), ("/user", "/introspect")] {
        let config = config(Memory {
            denies: Some(no),
            silent: Some(silent),
            ..Memory::default()
        });

        let token = token();
        let deciding = config.verify(&token);
        nothing_is_left_to_do().await;

        let verdict = deciding.now_or_never().expect(no);
        assert_eq!(rejected(verdict).reason(), Reason::TokenDenied, "{no}");
    }
}

#[tokio::test]
async fn each_failure_of_a_transport_has_one_outcome() {
    let rows = [
        (
            TransportErrorKind::BodyTooLarge,
            Reason::IssuerAnswerMalformed,
            PolarErrorKind::MalformedAnswer,
        ),
        (
            TransportErrorKind::Connect,
            Reason::IssuerUnavailable,
            PolarErrorKind::Unavailable,
        ),
        (
            TransportErrorKind::Interrupted,
            Reason::IssuerUnavailable,
            PolarErrorKind::Unavailable,
        ),
        (
            TransportErrorKind::Timeout,
            Reason::IssuerTimeout,
            PolarErrorKind::Timeout,
        ),
    ];
    for (fails, reason, kind) in rows {
        let memory = Memory {
            fails: Some(fails),
            ..Memory::default()
        };
        let rejection = rejected(config(memory.clone()).verify(&token()).await);
        let error = polar(memory)
            .create_customer_session(NewCustomerSession::for_customer(ADA))
            .await
            .unwrap_err();

        assert_eq!((rejection.reason(), error.kind()), (reason, kind));
        assert_eq!(rejection.status(), 503);
    }
}

#[tokio::test]
async fn how_long_an_overloaded_polar_asks_to_wait_is_passed_on() {
    let memory = Memory {
        overloaded: true,
        ..Memory::default()
    };

    let rejection = rejected(config(memory).verify(&token()).await);

    assert_eq!(rejection.reason(), Reason::IssuerUnavailable);
    assert_eq!(rejection.retry_after(), Some(Duration::from_secs(7)));
}

const ADA: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";
const INVALID_TOKEN: &str = r#"{"error":"invalid_token","error_description":"none"}"#;
