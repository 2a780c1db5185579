//! Logout tokens of an issuer: which end sessions, and which do not.

mod built;
mod ended;
mod refused;
mod room;
mod spelled;

use std::time::Duration;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    CustomerSessionConfig, Reason,
    clock::ManualClock,
    endpoint::{Endpoint, EndpointRequest, EndpointResponse, logout::LogoutEndpoint},
    engine::Verdict,
    provider::jwt::{JwtKey, JwtProvider, JwtProviderBuilder},
};
use serde_json::{Value, json};

use crate::world::{START, header, json as body, present, seconds};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

const LOGIN: &str = "https://login.example";

/// An issuer of signed sessions, and an application that trusts it.
struct World {
    clock: ManualClock,
    config: CustomerSessionConfig,
    endpoint: LogoutEndpoint,
    pair: Ed25519KeyPair,
}

fn provider(pair: &Ed25519KeyPair) -> JwtProviderBuilder {
    let x = URL_SAFE_NO_PAD.encode(pair.public_key());
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "kid": "k", "x": x });
    JwtProvider::issuer(LOGIN)
        .name("login")
        .audience("api")
        .key(JwtKey::jwk(&jwk.to_string()).unwrap())
}

fn configured(
    clock: &ManualClock,
    provider: JwtProvider,
    revocations: usize,
) -> CustomerSessionConfig {
    CustomerSessionConfig::builder()
        .provider(provider)
        .clock(clock.clone())
        .max_revocations(revocations)
        .build()
        .unwrap()
}

impl World {
    fn new() -> Self {
        Self::with_room_for(1000)
    }

    fn with_room_for(revocations: usize) -> Self {
        let clock = ManualClock::new();
        clock.advance(Duration::from_secs(1000));
        let pair = Ed25519KeyPair::generate().unwrap();
        let provider = provider(&pair).build().unwrap();
        let issuer = provider.logout_issuer();
        let config = configured(&clock, provider, revocations);
        let endpoint = LogoutEndpoint::builder(issuer, config.revocations())
            .audience("storefront")
            .build()
            .unwrap();
        Self {
            clock,
            config,
            endpoint,
            pair,
        }
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = self.pair.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// An access token of the session `s1` of the user `u1` that began so long after the start.
    fn session(&self, began: u64) -> String {
        self.access(&json!({
            "iss": LOGIN, "aud": "api", "sub": "u1", "sid": "s1",
            "iat": START + began, "exp": START + 50_000,
        }))
    }

    /// An access token of this user that does not say of which session it is.
    fn nameless(&self, user: &str, began: u64) -> String {
        self.access(&json!({
            "iss": LOGIN, "aud": "api", "sub": user,
            "iat": START + began, "exp": START + 50_000,
        }))
    }

    fn access(&self, claims: &Value) -> String {
        let header = json!({ "alg": "EdDSA", "kid": "k", "typ": "at+jwt" });
        self.sign(&header, claims)
    }

    fn good(&self) -> (Value, Value) {
        let now = seconds(&self.clock);
        let header = json!({ "alg": "EdDSA", "kid": "k", "typ": "logout+jwt" });
        let claims = json!({
            "iss": LOGIN, "aud": "storefront", "iat": now, "exp": now + 120, "jti": "j1",
            "sid": "s1", "sub": "u1", "events": { EVENT: {} },
        });
        (header, claims)
    }

    async fn post(&self, token: &str) -> EndpointResponse {
        self.send(&form("logout_token", token)).await
    }

    async fn send(&self, request: &EndpointRequest) -> EndpointResponse {
        self.endpoint.answer(request.clone()).await
    }

    async fn is_signed_in(&self, token: &str) -> bool {
        match present(&self.config, token).await {
            Verdict::Verified(_) => true,
            Verdict::Rejected(rejection) => {
                assert_eq!(rejection.reason(), Reason::SessionEnded);
                false
            }
            other @ Verdict::Anonymous(_) => panic!("{other:?}"),
        }
    }
}

fn form(name: &str, token: &str) -> EndpointRequest {
    EndpointRequest::new("POST")
        .with_header("content-type", "application/x-www-form-urlencoded")
        .with_body(format!("{name}={token}"))
}

fn assert_taken(response: &EndpointResponse) {
    assert_eq!((response.status, response.body.len()), (200, 0));
    assert_eq!(header(response, "cache-control"), Some("no-store"));
}

fn assert_refused(response: &EndpointResponse, what: &str) {
    assert_eq!(response.status, 400, "{what}");
    assert_eq!(header(response, "cache-control"), Some("no-store"));
    assert_eq!(header(response, "content-type"), Some("application/json"));
    assert_eq!(body(response)["error"], "invalid_request", "{what}");
    assert!(body(response)["error_description"].is_string());
}
