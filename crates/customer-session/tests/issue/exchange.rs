//! Opaque sessions that become signed ones.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use customer_session::{
    Customer, CustomerSessionConfig, Member, VerifiedSession,
    clock::{Clock, ManualClock},
    engine::Verdict,
    issuer::{ExchangeError, JwtIssuer},
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    revoke::Sessions,
    session::CustomerRecord,
    token::SessionToken,
};
use proptest::prelude::*;
use serde_json::json;

use crate::world::{ISSUER, START, builder, is_signed_by, key, present, read};

/// An issuer of opaque sessions, which says what it was told to say.
#[derive(Clone, Debug)]
struct Opaque(Arc<Mutex<Result<SessionFacts, ProviderError>>>);

impl SessionProvider for Opaque {
    fn name(&self) -> &str {
        "opaque"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.0.lock().unwrap().clone()
    }
}

fn issuer(clock: &ManualClock) -> JwtIssuer {
    builder(clock)
        .exchanges("opaque")
        .key(key("a"))
        .build()
        .unwrap()
}

async fn verify(config: &CustomerSessionConfig) -> VerifiedSession {
    match present(config, "opaque").await {
        Verdict::Verified(session) => session,
        other => panic!("{other:?}"),
    }
}

fn facts(clock: &ManualClock) -> SessionFacts {
    SessionFacts::new("c1")
        .customer(CustomerRecord::new("c1").email("ada@shop.example".to_owned()))
        .expires_at(clock.wall() + Duration::from_secs(3600))
}

/// A session of these facts, the configuration that verified it, and its provider.
async fn session(
    clock: &ManualClock,
    facts: SessionFacts,
) -> (VerifiedSession, CustomerSessionConfig, Opaque) {
    let opaque = Opaque(Arc::new(Mutex::new(Ok(facts))));
    let config = CustomerSessionConfig::builder()
        .provider(opaque.clone())
        .clock(clock.clone())
        .stale_if_error(Duration::from_secs(600))
        .build()
        .unwrap();
    (verify(&config).await, config, opaque)
}

fn expires(token: &SessionToken) -> u64 {
    read(token.expose()).1["exp"].as_u64().unwrap()
}

#[tokio::test]
async fn what_was_verified_is_signed_for_services_that_ask_nobody() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let record = CustomerRecord::new("c1")
        .email("ada@shop.example".to_owned())
        .email_verified(true)
        .name("Ada".to_owned())
        .external_id("usr_1".to_owned());
    let member = Member::new("m1")
        .email("canary@shop.example".to_owned())
        .role("owner".to_owned());
    let facts = facts(&clock)
        .customer(record)
        .member(member)
        .roles(["buyer"])
        .scopes(["orders:read", "orders:write"])
        .session_id("s1".to_owned());
    let (session, _config, _) = session(&clock, facts).await;
    clock.advance(Duration::from_secs(5));

    let signed = issuer.exchange(&session).unwrap();

    assert!(is_signed_by(signed.token.expose(), &issuer.jwks()));
    assert_eq!(
        read(signed.token.expose()).1,
        json!({
            "iss": ISSUER, "sub": "c1", "aud": "orders", "client_id": ISSUER,
            "iat": START + 5, "exp": START + 905, "jti": signed.jti, "sid": "s1",
            "email": "ada@shop.example", "email_verified": true, "name": "Ada",
            "external_id": "usr_1", "provider": "opaque", "member_id": "m1",
            "member_role": "owner", "roles": ["buyer"], "scope": "orders:read orders:write",
        })
    );
}

#[tokio::test]
async fn a_session_that_ends_sooner_than_the_lifetime_ends_the_signed_one_too() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let ends = |millis| clock.wall() + Duration::from_millis(millis);

    let (soon, _config, _) = session(&clock, facts(&clock).expires_at(ends(60_999))).await;
    assert_eq!(expires(&issuer.exchange(&soon).unwrap().token), START + 60);
    // Its provider serves it for shorter than its issuer says, or for longer.
    let sooner = facts(&clock)
        .expires_at(ends(60_000))
        .valid_until(ends(30_000));
    let (sooner, _config, _) = session(&clock, sooner).await;
    assert_eq!(
        expires(&issuer.exchange(&sooner).unwrap().token),
        START + 30
    );
    let leeway = facts(&clock)
        .expires_at(ends(60_000))
        .valid_until(ends(90_000));
    let (leeway, _config, _) = session(&clock, leeway).await;
    assert_eq!(
        expires(&issuer.exchange(&leeway).unwrap().token),
        START + 60
    );
}

#[tokio::test]
async fn a_session_that_is_over_is_not_exchanged() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let session = asserted(&clock, 3600);

    clock.advance(Duration::from_millis(3_598_999));
    assert_eq!(
        expires(&issuer.exchange(&session).unwrap().token),
        START + 3600
    );
    clock.advance(Duration::from_millis(1001));
    for _ in 0..2 {
        let error = issuer.exchange(&session).unwrap_err();
        assert!(matches!(error, ExchangeError::Expired), "{error:?}");
        clock.advance(Duration::from_secs(100));
    }
}

#[tokio::test]
async fn a_session_that_was_ended_is_not_exchanged_by_whatever_name_it_was_ended() {
    for by in 0..3 {
        let clock = ManualClock::new();
        let issuer = issuer(&clock);
        let (session, config, _) = session(&clock, facts(&clock)).await;
        assert!(issuer.exchange(&session).is_ok());

        match by {
            0 => session.sign_out().unwrap(),
            1 => {
                let sessions = Sessions::of_customer("opaque", "c1");
                config.revocations().end(&sessions).unwrap();
            }
            _ => config.revocations().end(&Sessions::all()).unwrap(),
        }

        let error = issuer.exchange(&session).unwrap_err();
        assert!(matches!(error, ExchangeError::Ended), "{by}: {error:?}");
    }
}

#[tokio::test]
async fn what_could_outlive_its_session_is_not_signed() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);

    let (endless, _config, _) = session(&clock, facts(&clock).expires_at(None)).await;
    let error = issuer.exchange(&endless).unwrap_err();
    assert!(matches!(error, ExchangeError::NoExpiry), "{error:?}");

    let (_, config, opaque) = session(&clock, facts(&clock)).await;
    *opaque.0.lock().unwrap() = Err(ProviderError::timed_out());
    clock.advance(Duration::from_secs(61));
    let stale = verify(&config).await;
    assert!(stale.is_stale());
    let error = issuer.exchange(&stale).unwrap_err();
    assert!(matches!(error, ExchangeError::Stale), "{error:?}");
}

#[tokio::test]
async fn a_session_of_which_nobody_knows_whether_it_was_ended_is_not_exchanged() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let (session, config, _) = session(&clock, facts(&clock)).await;

    drop(config);

    let error = issuer.exchange(&session).unwrap_err();
    assert!(matches!(error, ExchangeError::NoEngine), "{error:?}");
}

#[test]
fn what_cannot_be_signed_says_why() {
    let clock = ManualClock::new();
    let issuer = builder(&clock)
        .exchanges("opaque")
        .key(key("a"))
        .client_id("c1")
        .build()
        .unwrap();
    let error = issuer.exchange(&asserted(&clock, 3600)).unwrap_err();

    assert!(matches!(error, ExchangeError::Mint(_)), "{error:?}");
    assert!(std::error::Error::source(&error).is_some());
}

fn asserted(clock: &ManualClock, seconds: u64) -> VerifiedSession {
    let ends = clock.wall() + Duration::from_secs(seconds);
    let facts = facts(clock).expires_at(ends);
    VerifiedSession::assertion(
        facts,
        Customer::assertion(CustomerRecord::new("c1"), "opaque"),
    )
}

fn never_outlives(issuer: &JwtIssuer, clock: &ManualClock, session: &VerifiedSession) {
    let end = session.expires_at().unwrap();
    match issuer.exchange(session) {
        Ok(signed) => {
            assert!(signed.expires_at <= end && signed.expires_at > clock.wall());
            assert!(signed.expires_at <= clock.wall() + Duration::from_secs(900));
        }
        Err(ExchangeError::Expired) => assert!(end < clock.wall() + Duration::from_secs(1)),
        Err(error) => panic!("{error:?}"),
    }
}

proptest! {
    #[test]
    fn no_signed_session_outlives_the_one_it_was_made_from(
        begun in 0..100_000_u64,
        lives in 0..100_000_u64,
        asked in 0..200_000_u64,
    ) {
        let clock = ManualClock::new();
        let issuer = issuer(&clock);
        clock.advance(Duration::from_millis(begun * 17));
        let session = asserted(&clock, lives / 50);
        clock.advance(Duration::from_millis(asked * 11));
        never_outlives(&issuer, &clock, &session);
    }
}

#[tokio::test]
async fn a_session_that_must_be_asked_about_anew_is_not_exchanged_by_an_old_handle() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);

    let (session, config, _) = session(&clock, facts(&clock)).await;
    let sessions = Sessions::of_customer("opaque", "c1");
    config.revocations().recheck(&sessions).unwrap();
    let error = issuer.exchange(&session).unwrap_err();
    assert!(matches!(error, ExchangeError::Stale), "{error:?}");

    let anew = verify(&config).await;
    assert!(issuer.exchange(&anew).is_ok());
    config
        .revocations()
        .recheck(&Sessions::of_issuer("opaque"))
        .unwrap();
    let error = issuer.exchange(&anew).unwrap_err();
    assert!(matches!(error, ExchangeError::Stale), "{error:?}");

    let anew = verify(&config).await;
    clock.advance(Duration::from_secs(61));
    let error = issuer.exchange(&anew).unwrap_err();
    assert!(matches!(error, ExchangeError::Stale), "{error:?}");
    assert!(issuer.exchange(&verify(&config).await).is_ok());
}

/// Two providers call two customers by one name, and each the session of it.
#[tokio::test]
async fn sessions_of_another_provider_than_the_named_one_are_not_exchanged() {
    let clock = ManualClock::new();
    let of = |provider: &str| {
        let record = CustomerRecord::new("42");
        let facts = facts(&clock).session_id("s1".to_owned());
        VerifiedSession::assertion(facts, Customer::assertion(record, provider))
    };
    let unnamed = builder(&clock).key(key("a")).build().unwrap();
    let polar = builder(&clock)
        .exchanges("polar")
        .key(key("a"))
        .build()
        .unwrap();

    assert!(polar.exchange(&of("polar")).is_ok());
    let error = polar.exchange(&of("stripe")).unwrap_err();
    assert!(
        matches!(&error, ExchangeError::OtherProvider { provider, exchanged: Some(named) }
            if provider == "stripe" && named == "polar"),
        "{error:?}"
    );
    let error = unnamed.exchange(&of("polar")).unwrap_err();
    assert!(
        matches!(error, ExchangeError::OtherProvider { ref exchanged, .. } if exchanged.is_none()),
        "{error:?}"
    );
    // It says what to do.
    assert!(
        error.to_string().contains(r#".exchanges("polar")"#),
        "{error}"
    );
}

#[tokio::test]
async fn a_session_that_expired_is_not_exchanged_by_an_old_handle() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let (session, _config, _) = session(&clock, facts(&clock)).await;

    clock.advance(Duration::from_secs(3600));

    let error = issuer.exchange(&session).unwrap_err();
    assert!(matches!(error, ExchangeError::Expired), "{error:?}");
}
