//! Keys that another service fetches from the issuer's own endpoint.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use customer_session::{
    CustomerSessionConfig,
    clock::ManualClock,
    endpoint::{Endpoint, EndpointRequest, logout::LogoutEndpoint},
    engine::Verdict,
    issuer::{JwtIssuer, NewSession},
    provider::jwt::JwtProvider,
    upstream::{HttpAnswer, HttpRequest, HttpTransport, TransportError, TransportErrorKind},
};

use crate::world::{ISSUER, builder, header, issuer, json, key, present, read};

/// The way to an issuer's endpoints, which can be cut.
#[derive(Clone, Debug)]
struct Way {
    issuer: JwtIssuer,
    cut: Arc<AtomicBool>,
}

impl Way {
    fn to(issuer: &JwtIssuer) -> Self {
        Self {
            issuer: issuer.clone(),
            cut: Arc::default(),
        }
    }

    async fn ask(&self, path: &str, asked: EndpointRequest) -> HttpAnswer {
        let answer = if path == self.issuer.jwks_path() {
            self.issuer.jwks_endpoint().answer(asked).await
        } else if path == self.issuer.metadata_path() {
            self.issuer.metadata_endpoint().answer(asked).await
        } else {
            return HttpAnswer::new(404, "");
        };
        let whole = HttpAnswer::new(answer.status, answer.body);
        let lines = answer.headers.into_iter();
        lines.fold(whole, |whole, (name, value)| whole.with_header(name, value))
    }
}

impl HttpTransport for Way {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        if self.cut.load(SeqCst) {
            return Err(TransportError::new(TransportErrorKind::Connect));
        }
        let asked = EndpointRequest::new(request.method);
        let lines = request.headers.iter();
        let asked = lines.fold(asked, |asked, (name, value)| {
            asked.with_header(name, value.as_bytes())
        });
        Ok(self.ask(request.url.path(), asked).await)
    }
}

/// Another service, which knows the issuer's address and no more.
fn service(way: &Way, clock: &ManualClock) -> (CustomerSessionConfig, LogoutEndpoint) {
    let provider = JwtProvider::issuer(ISSUER)
        .name("shop")
        .audience("orders")
        .transport(way.clone())
        .build()
        .unwrap();
    let logout = provider.logout_issuer();
    let config = CustomerSessionConfig::builder()
        .provider(provider)
        .clock(clock.clone())
        .build()
        .unwrap();
    let endpoint = LogoutEndpoint::builder(logout, config.revocations());
    (config, endpoint.build().unwrap())
}

fn mint(issuer: &JwtIssuer) -> String {
    let session = issuer.mint(NewSession::for_customer("c1")).unwrap();
    session.token.expose().to_owned()
}

#[tokio::test]
async fn a_service_that_knows_the_issuers_address_alone_refuses_no_session_through_a_rotation() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let (service, _) = service(&Way::to(&issuer), &clock);
    let mut tokens = Vec::new();
    for minute in 0..180 {
        if minute == 10 {
            issuer.rotate(key("b")).unwrap();
        }
        tokens.push(mint(&issuer));
        let living = tokens.len().saturating_sub(15);
        for token in tokens.iter().skip(living) {
            let verdict = present(&service, token).await;
            assert!(
                matches!(verdict, Verdict::Verified(_)),
                "{minute}: {verdict:?}"
            );
        }
        clock.advance(Duration::from_secs(60));
    }
    let signers = tokens.iter().map(|token| read(token).0["kid"].clone());
    let signers: std::collections::BTreeSet<_> = signers.map(|kid| kid.to_string()).collect();
    assert_eq!(signers.len(), 2);
}

fn logout(token: &str) -> EndpointRequest {
    EndpointRequest::new("POST")
        .with_header("content-type", "application/x-www-form-urlencoded")
        .with_body(format!("logout_token={token}"))
}

#[tokio::test]
async fn a_logout_whose_key_cannot_be_fetched_is_asked_for_again() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let way = Way::to(&issuer);
    way.cut.store(true, SeqCst);
    let (_config, endpoint) = service(&way, &clock);
    // Not even one of the right kind: whether it is, nobody can say.
    let token = mint(&issuer);

    let response = endpoint.answer(logout(&token)).await;

    assert_eq!(response.status, 503);
    let wait: u64 = header(&response, "retry-after").unwrap().parse().unwrap();
    assert!((1..=3600).contains(&wait));
    assert_eq!(header(&response, "cache-control"), Some("no-store"));
    assert_eq!(json(&response)["error"], "temporarily_unavailable");

    way.cut.store(false, SeqCst);
    clock.advance(Duration::from_secs(wait));
    tokio::task::yield_now().await;
    // Now it can be said: an access token signs nobody out.
    assert_eq!(endpoint.answer(logout(&token)).await.status, 400);
}

#[tokio::test]
async fn a_logout_whose_key_is_unknown_while_nobody_asks_for_keys_is_asked_for_again() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let (_config, endpoint) = service(&Way::to(&issuer), &clock);
    // The keys are there, and were asked for once more for the sake of a forged token.
    let stranger = builder(&clock).key(key("z")).build().unwrap();
    assert_eq!(endpoint.answer(logout(&mint(&issuer))).await.status, 400);
    assert_eq!(endpoint.answer(logout(&mint(&stranger))).await.status, 400);

    issuer.rotate_now(key("b")).unwrap();
    let token = mint(&issuer);
    let response = endpoint.answer(logout(&token)).await;

    assert_eq!(response.status, 503);
    let wait: u64 = header(&response, "retry-after").unwrap().parse().unwrap();
    assert!((1..=30).contains(&wait), "{wait}");
    clock.advance(Duration::from_secs(wait));
    // It is known now, and no logout token.
    assert_eq!(endpoint.answer(logout(&token)).await.status, 400);
}
