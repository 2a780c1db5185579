//! Logout tokens of an issuer: which end sessions, and which do not.

mod refused;

use std::time::Duration;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    CustomerSessionConfig, Reason,
    clock::ManualClock,
    danger::AnyAudience,
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

#[tokio::test]
async fn a_logout_ends_the_session_at_the_next_request() {
    let world = World::new();
    let session = world.session(10);
    assert!(world.is_signed_in(&session).await);
    let (header, claims) = world.good();

    assert_taken(&world.post(&world.sign(&header, &claims)).await);

    assert!(!world.is_signed_in(&session).await);
}

#[tokio::test]
async fn a_logout_of_one_session_leaves_the_users_others_alone() {
    let world = World::new();
    let session = world.session(10);
    let (header, mut claims) = world.good();
    claims["sid"] = json!("s2");

    assert_taken(&world.post(&world.sign(&header, &claims)).await);

    assert!(world.is_signed_in(&session).await);
}

#[tokio::test]
async fn a_logout_of_one_session_ends_it_whatever_the_issuers_clock_says() {
    let world = World::new();
    // The issuer's clock is ahead; none of its sessions was ever seen here.
    let session = world.session(1020);
    let (header, claims) = world.good();

    assert_taken(&world.post(&world.sign(&header, &claims)).await);

    assert!(!world.is_signed_in(&session).await);
}

#[tokio::test]
async fn a_logout_by_session_and_user_ends_those_of_the_user_that_state_no_session() {
    let world = World::new();
    let (nameless, later) = (world.nameless("u1", 10), world.nameless("u1", 1002));
    let (others, elsewhere) = (world.nameless("u2", 10), world.session(10));
    let (header, mut claims) = world.good();
    claims["sid"] = json!("s2");

    assert_taken(&world.post(&world.sign(&header, &claims)).await);

    assert!(!world.is_signed_in(&nameless).await);
    assert!(world.is_signed_in(&later).await);
    assert!(world.is_signed_in(&others).await);
    assert!(world.is_signed_in(&elsewhere).await);
}

#[tokio::test]
async fn a_logout_of_a_user_ends_what_began_before_it_however_late_it_is_told() {
    let world = World::new();
    let (header, mut claims) = world.good();
    claims.as_object_mut().unwrap().remove("sid");
    let token = world.sign(&header, &claims);
    let (before, at, after) = (world.session(10), world.session(1000), world.session(1002));
    world.clock.advance(Duration::from_secs(60));

    assert_taken(&world.post(&token).await);

    assert!(!world.is_signed_in(&before).await);
    assert!(!world.is_signed_in(&at).await);
    assert!(world.is_signed_in(&after).await);
}

#[tokio::test]
async fn other_ways_to_say_the_same_are_taken() {
    for (part, name, value) in [
        ("header", "typ", json!("application/logout+jwt")),
        ("header", "typ", json!("Logout+JWT")),
        ("header", "alg", json!("Ed25519")),
        ("claims", "aud", json!(["other", "storefront"])),
        (
            "claims",
            "events",
            json!({ EVENT: { "x": 1 }, "other": {} }),
        ),
        ("claims", "unknown", json!({ "x": 1 })),
    ] {
        let world = World::new();
        let session = world.session(10);
        let (mut header, mut claims) = world.good();
        let changed = if part == "header" {
            &mut header
        } else {
            &mut claims
        };
        changed[name] = value;

        assert_taken(&world.post(&world.sign(&header, &claims)).await);
        assert!(!world.is_signed_in(&session).await, "{name}");
    }
}

#[tokio::test]
async fn tokens_that_do_not_say_of_which_kind_they_are_are_taken_where_that_is_allowed() {
    for (kind, taken) in [
        (None, true),
        (Some("JWT"), true),
        (Some("logout+jwt"), true),
        (Some("at+jwt"), false),
        (Some("secevent+jwt"), false),
    ] {
        let world = World::new();
        let issuer = provider(&world.pair).build().unwrap().logout_issuer();
        // The audience is the provider's, where none is named.
        let endpoint = LogoutEndpoint::builder(issuer, world.config.revocations())
            .untyped()
            .build()
            .unwrap();
        let (mut header, mut claims) = world.good();
        claims["aud"] = json!("api");
        match kind {
            None => drop(header.as_object_mut().unwrap().remove("typ")),
            Some(kind) => header["typ"] = json!(kind),
        }
        let token = world.sign(&header, &claims);

        let response = endpoint.answer(form("logout_token", &token)).await;

        assert_eq!(response.status, if taken { 200 } else { 400 }, "{kind:?}");
        assert_eq!(world.is_signed_in(&world.session(10)).await, !taken);
    }
}

#[tokio::test]
async fn a_token_that_comes_again_is_taken_and_not_applied_again() {
    let world = World::with_room_for(1);
    let (header, mut claims) = world.good();
    claims.as_object_mut().unwrap().remove("sub");
    let token = world.sign(&header, &claims);
    assert_taken(&world.post(&token).await);

    // There is room for no other end, and another one would need some.
    assert_taken(&world.post(&token).await);
    claims["sid"] = json!("s2");
    assert_taken(&world.post(&world.sign(&header, &claims)).await);
    claims["jti"] = json!("j2");
    assert_eq!(world.post(&world.sign(&header, &claims)).await.status, 503);
}

#[tokio::test]
async fn a_logout_that_finds_no_room_is_asked_for_again_and_never_lost_in_silence() {
    let world = World::with_room_for(1);
    let session = world.session(10);
    let (header_, mut claims) = world.good();
    claims.as_object_mut().unwrap().remove("sub");
    claims["sid"] = json!("s0");
    assert_taken(&world.post(&world.sign(&header_, &claims)).await);
    (claims["sid"], claims["jti"]) = (json!("s1"), json!("j2"));
    let token = world.sign(&header_, &claims);

    for _ in 0..2 {
        let response = world.post(&token).await;

        assert_eq!(response.status, 503);
        assert_eq!(header(&response, "retry-after"), Some("60"));
        assert_eq!(header(&response, "cache-control"), Some("no-store"));
        assert_eq!(body(&response)["error"], "temporarily_unavailable");
        assert!(world.is_signed_in(&session).await);
    }
}

#[tokio::test]
async fn an_endpoint_whose_configuration_is_gone_does_not_say_that_it_ended_anything() {
    let world = World::new();
    let (header, claims) = world.good();
    let token = world.sign(&header, &claims);
    let World {
        config, endpoint, ..
    } = world;

    drop(config);

    let response = endpoint.answer(form("logout_token", &token)).await;
    assert_eq!(response.status, 503);
}

#[test]
fn an_endpoint_that_cannot_work_is_not_built() {
    let clock = ManualClock::new();
    let pair = Ed25519KeyPair::generate().unwrap();
    let other = provider(&pair).name("other").build().unwrap();
    let ours = provider(&pair).build().unwrap();
    let (other, issuer) = (other.logout_issuer(), ours.logout_issuer());
    let config = configured(&clock, ours, 10);
    let any = JwtProvider::without_issuer().name("login").audience("api");
    let x = URL_SAFE_NO_PAD.encode(pair.public_key());
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x }).to_string();
    let nobody = any.key(JwtKey::jwk(&jwk).unwrap()).build().unwrap();

    let built = |issuer, audience: &str| {
        LogoutEndpoint::builder(issuer, config.revocations())
            .audience(audience)
            .build()
            .map_err(|error| error.to_string())
    };

    assert!(built(issuer.clone(), "storefront").is_ok());
    assert!(
        built(issuer.clone(), "")
            .unwrap_err()
            .contains("`audience`")
    );
    assert!(
        built(other, "storefront")
            .unwrap_err()
            .contains("`revocations`")
    );
    assert!(
        built(nobody.logout_issuer(), "x")
            .unwrap_err()
            .contains("`issuer`")
    );
    // Neither the provider nor the endpoint says whom tokens are meant for.
    let anybody = JwtProvider::issuer(LOGIN)
        .name("login")
        .any_audience(AnyAudience)
        .key(JwtKey::jwk(&jwk).unwrap())
        .build()
        .unwrap()
        .logout_issuer();
    assert!(built(anybody.clone(), "storefront").is_ok());
    let error = LogoutEndpoint::builder(anybody, config.revocations())
        .build()
        .unwrap_err()
        .to_string();
    assert!(error.contains("`audience`"), "{error}");
    let gone = config.revocations();
    drop(config);
    assert!(LogoutEndpoint::builder(issuer, gone).build().is_err());
}
