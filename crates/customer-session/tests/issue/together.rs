//! What is signed here is verified here: both halves of this crate, one beside the other.

use std::time::Duration;

use customer_session::{
    Customer, CustomerSessionConfig, Member, Reason, VerifiedSession,
    clock::{Clock, ManualClock},
    engine::Verdict,
    issuer::{JwtIssuer, NewSession, SigningKey},
    provider::SessionFacts,
    provider::jwt::{Algorithm, ClaimTarget, JwtKey, JwtProvider, JwtProviderBuilder},
    revoke::Sessions,
    session::CustomerRecord,
};
use serde_json::json;

use crate::world::{ISSUER, builder, key, present, read};

/// Another service, which has the keys that are published at this moment.
fn service(issuer: &JwtIssuer, clock: &ManualClock) -> CustomerSessionConfig {
    mapped(issuer, clock, JwtProviderBuilder::customer_sessions)
}

fn mapped(
    issuer: &JwtIssuer,
    clock: &ManualClock,
    map: impl FnOnce(JwtProviderBuilder) -> JwtProviderBuilder,
) -> CustomerSessionConfig {
    let jwks = issuer.jwks();
    let keys = jwks["keys"].as_array().unwrap().iter();
    let provider = JwtProvider::issuer(ISSUER)
        .name("shop")
        .audience("orders")
        .keys(keys.map(|key| JwtKey::jwk(&key.to_string()).unwrap()));
    let provider = map(provider).build().unwrap();
    CustomerSessionConfig::builder()
        .provider(provider)
        .clock(clock.clone())
        .build()
        .unwrap()
}

async fn session(config: &CustomerSessionConfig, token: &str) -> VerifiedSession {
    match present(config, token).await {
        Verdict::Verified(session) => session,
        other => panic!("{other:?}"),
    }
}

async fn reason(config: &CustomerSessionConfig, token: &str) -> Reason {
    match present(config, token).await {
        Verdict::Rejected(rejection) => rejection.reason(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_session_of_each_algorithm_is_read_as_it_was_signed() {
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256] {
        let clock = ManualClock::new();
        let signing = SigningKey::generate(algorithm).unwrap();
        let issuer = builder(&clock).key(signing).build().unwrap();
        let service = service(&issuer, &clock);
        let ada = NewSession::for_customer("c1")
            .email("ada@shop.example".to_owned())
            .email_verified(true)
            .name("Ada".to_owned())
            .scopes(["orders:read", "orders:write"]);
        let signed = issuer.mint(ada).unwrap();

        let session = session(&service, signed.token.expose()).await;

        let customer = session.customer();
        assert_eq!(customer.id().as_str(), "c1");
        assert_eq!(customer.email(), Some("ada@shop.example"));
        assert_eq!(customer.email_verified(), Some(true));
        assert_eq!(customer.name(), Some("Ada"));
        assert_eq!(session.scopes(), ["orders:read", "orders:write"]);
        assert_eq!(session.expires_at(), Some(signed.expires_at));
    }
}

#[tokio::test]
async fn a_signed_session_ends_by_its_time_its_id_or_that_of_its_session() {
    let clock = ManualClock::new();
    let issuer = builder(&clock).key(key("a")).build().unwrap();
    let service = service(&issuer, &clock);
    let mint = || {
        let session = NewSession::for_customer("c1").session_id("s1".to_owned());
        issuer.mint(session).unwrap()
    };
    let (first, second) = (mint(), mint());
    let (one, two) = (first.token.expose(), second.token.expose());
    session(&service, one).await;
    session(&service, two).await;

    let by_id = Sessions::of_token_id("shop", first.jti.as_str());
    service.revocations().end(&by_id).unwrap();
    assert_eq!(reason(&service, one).await, Reason::SessionEnded);
    session(&service, two).await;

    service
        .revocations()
        .end(&Sessions::of_session("shop", "s1"))
        .unwrap();
    assert_eq!(reason(&service, two).await, Reason::SessionEnded);

    let other = issuer.mint(NewSession::for_customer("c1")).unwrap();
    let other = other.token.expose();
    // The leeway for clocks, 30 s.
    clock.advance(Duration::from_secs(929));
    session(&service, other).await;
    clock.advance(Duration::from_secs(1));
    assert_eq!(reason(&service, other).await, Reason::TokenExpired);
}

/// Ended before it was ever presented, and begun by a clock that is ahead.
#[tokio::test]
async fn one_session_or_token_ends_whatever_the_issuers_clock_says() {
    let (ahead, clock) = (ManualClock::new(), ManualClock::new());
    ahead.advance(Duration::from_secs(20));
    let issuer = builder(&ahead).key(key("a")).build().unwrap();
    let service = service(&issuer, &clock);
    let signed = || {
        let session = NewSession::for_customer("c1").session_id("s1".to_owned());
        issuer.mint(session).unwrap()
    };
    let (first, second) = (signed(), signed());

    let by_id = Sessions::of_token_id("shop", first.jti.as_str());
    service.revocations().end(&by_id).unwrap();
    assert_eq!(
        reason(&service, first.token.expose()).await,
        Reason::SessionEnded
    );
    session(&service, second.token.expose()).await;

    let by_session = Sessions::of_session("shop", "s1").before(clock.wall());
    service.revocations().end(&by_session).unwrap();
    assert_eq!(
        reason(&service, second.token.expose()).await,
        Reason::SessionEnded
    );
}

#[tokio::test]
async fn a_session_for_another_service_or_by_a_withdrawn_key_is_refused() {
    let clock = ManualClock::new();
    let issuer = builder(&clock).key(key("a")).build().unwrap();
    let elsewhere = JwtIssuer::builder(ISSUER)
        .audience("invoices")
        .clock(clock.clone())
        .key(key("b"))
        .build()
        .unwrap();
    let mint = |issuer: &JwtIssuer| {
        let session = issuer.mint(NewSession::for_customer("c1")).unwrap();
        session.token.expose().to_owned()
    };
    let (old, other) = (mint(&issuer), mint(&elsewhere));
    let refused = reason(&service(&elsewhere, &clock), &other).await;
    assert_eq!(refused, Reason::ClaimsAudienceMismatch);

    issuer.rotate_now(key("c")).unwrap();

    assert_eq!(read(&old).0["kid"], "a");
    assert_eq!(
        reason(&service(&issuer, &clock), &old).await,
        Reason::KeyUnknown
    );
    session(&service(&issuer, &clock), &mint(&issuer)).await;
}

#[tokio::test]
async fn a_member_is_a_member_at_the_other_service_too() {
    let clock = ManualClock::new();
    let issuer = builder(&clock).exchanges("polar").key(key("a"));
    let issuer = issuer.build().unwrap();
    let service = service(&issuer, &clock);
    let grace = Member::new("m1")
        .email("canary@shop.example".to_owned())
        .role("billing_manager".to_owned());
    let record = CustomerRecord::new("c1").external_id("usr_1".to_owned());
    let facts = SessionFacts::new("c1")
        .member(grace)
        .expires_at(clock.wall() + Duration::from_secs(60));
    let opaque = VerifiedSession::assertion(facts, Customer::assertion(record, "polar"));
    let signed = issuer.exchange(&opaque).unwrap();

    let session = session(&service, signed.token.expose()).await;

    assert_eq!(session.customer().external_id(), Some("usr_1"));
    let member = session.member().unwrap();
    assert_eq!(member.id, "m1");
    assert_eq!(member.role.as_deref(), Some("billing_manager"));
    assert_eq!(member.email, None);
    assert!(session.has_role("billing_manager"));
}

#[tokio::test]
async fn a_customer_in_person_is_no_member_at_the_other_service() {
    let clock = ManualClock::new();
    let issuer = builder(&clock).key(key("a")).build().unwrap();
    let service = service(&issuer, &clock);
    let signed = issuer.mint(NewSession::for_customer("c1")).unwrap();

    let session = session(&service, signed.token.expose()).await;

    assert_eq!(session.member(), None);
    assert_eq!(session.customer().external_id(), None);
}

#[tokio::test]
async fn a_member_without_an_id_is_not_taken_for_the_customer_in_person() {
    let clock = ManualClock::new();
    let issuer = builder(&clock).key(key("a")).build().unwrap();
    let service = mapped(&issuer, &clock, |provider| {
        provider
            .claim(ClaimTarget::MemberId, "my_id")
            .claim(ClaimTarget::MemberRole, "my_role")
    });
    for (claims, expected) in [
        (json!({ "my_role": "owner" }), Reason::ClaimsMissing),
        (json!({ "my_id": "" }), Reason::ClaimsMalformed),
        (json!({ "my_id": ["m1"] }), Reason::ClaimsMalformed),
        (
            json!({ "my_id": "m1", "my_role": {} }),
            Reason::ClaimsMalformed,
        ),
    ] {
        let ada = NewSession::for_customer("c1");
        let claims = claims.as_object().unwrap().iter();
        let ada = claims.fold(ada, |ada, (name, value)| ada.claim(name, value.clone()));
        let signed = issuer.mint(ada).unwrap();

        assert_eq!(reason(&service, signed.token.expose()).await, expected);
    }
}
