//! What is in a signed session, and who signed it.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicU8, Ordering::SeqCst},
    time::{Duration, UNIX_EPOCH},
};

use customer_session::{
    clock::ManualClock,
    entropy::{Entropy, EntropyError},
    issuer::{JwtIssuer, MintError, NewSession, SigningKey},
    provider::jwt::Algorithm,
};
use serde_json::json;

use crate::world::{ISSUER, START, builder, decode, is_signed_by, issuer, key, read};

#[test]
fn a_session_of_each_algorithm_is_verified_by_the_published_key_and_by_no_other() {
    let clock = ManualClock::new();
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256] {
        let ours = SigningKey::generate(algorithm).unwrap().named("k").unwrap();
        let theirs = SigningKey::generate(algorithm).unwrap().named("k").unwrap();
        let issuer = builder(&clock).key(ours).build().unwrap();
        let other = builder(&clock).key(theirs).build().unwrap();

        let session = issuer.mint(NewSession::for_customer("c1")).unwrap();

        let token = session.token.expose();
        assert!(is_signed_by(token, &issuer.jwks()), "{algorithm}");
        assert!(!is_signed_by(token, &other.jwks()), "{algorithm}");
        assert_eq!(
            read(token).0,
            json!({ "alg": algorithm.as_str(), "typ": "at+jwt", "kid": "k" })
        );
        // Unpadded base64url, in all three parts.
        assert!(
            token
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        );
    }
}

#[test]
fn every_session_has_the_claims_that_rfc_9068_requires() {
    let clock = ManualClock::new();
    clock.advance(Duration::from_millis(900));

    let session = issuer(&clock)
        .mint(NewSession::for_customer("c1").scopes(["orders:read", "orders:write"]))
        .unwrap();

    let (_, claims) = read(session.token.expose());
    assert_eq!(
        claims,
        json!({
            "iss": ISSUER, "sub": "c1", "aud": "orders", "client_id": ISSUER,
            "iat": START, "exp": START + 900, "jti": session.jti,
            "scope": "orders:read orders:write",
        })
    );
    assert_eq!(
        session.expires_at,
        UNIX_EPOCH + Duration::from_secs(START + 900)
    );
}

#[test]
fn what_is_configured_is_what_is_signed() {
    let clock = ManualClock::new();
    let issuer = builder(&clock)
        .audience("invoices")
        .client_id("storefront")
        .lifetime(Duration::from_secs(60))
        .key(key("a"))
        .build()
        .unwrap();

    let mint = |session| read(issuer.mint(session).unwrap().token.expose()).1;

    let claims = mint(NewSession::for_customer("c1"));
    assert_eq!(claims["aud"], json!(["orders", "invoices"]));
    assert_eq!(claims["client_id"], "storefront");
    assert_eq!(claims["exp"], START + 60);
    let shorter = NewSession::for_customer("c1").lifetime(Duration::from_secs(10));
    assert_eq!(mint(shorter)["exp"], START + 10);
    let longer = NewSession::for_customer("c1").lifetime(Duration::from_secs(61));
    assert_eq!(mint(longer)["exp"], START + 60);
}

#[test]
fn each_token_has_an_id_of_128_bits_of_its_own() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let ids: HashSet<_> = (0..100)
        .map(|_| issuer.mint(NewSession::for_customer("c1")).unwrap().jti)
        .collect();

    assert_eq!(ids.len(), 100);
    assert!(ids.iter().all(|id| decode(id).len() == 16));
}

/// Counts, or is out of order.
#[derive(Debug)]
struct Counting(Option<AtomicU8>);

impl Entropy for Counting {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        let counter = self.0.as_ref().ok_or_else(|| EntropyError::new("broken"))?;
        buffer.fill(counter.fetch_add(1, SeqCst));
        Ok(())
    }
}

#[test]
fn ids_come_from_the_given_randomness_and_nothing_is_signed_without() {
    let clock = ManualClock::new();
    let with = |counter| {
        let issuer = builder(&clock).key(key("a")).entropy(Counting(counter));
        issuer.build().unwrap().mint(NewSession::for_customer("c1"))
    };

    let session = with(Some(AtomicU8::new(7))).unwrap();
    assert_eq!(decode(&session.jti), [7; 16]);
    assert!(matches!(with(None), Err(MintError::Entropy(_))));
}

#[test]
fn a_token_that_no_server_would_take_is_not_made() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let with = |length| issuer.mint(NewSession::for_customer("c1").claim("x", "y".repeat(length)));

    assert!(with(5000).is_ok());
    assert!(matches!(
        with(6200),
        Err(MintError::TooLong { bytes, most: 8192 }) if bytes > 8192
    ));
}

#[test]
fn claims_that_no_verifier_reads_are_not_signed() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let nested = |levels: usize| {
        (0..levels).fold(json!(1), |inner, level| match level % 2 {
            0 => json!([inner]),
            _ => json!({ "x": inner }),
        })
    };
    let mint = |levels| {
        let session = NewSession::for_customer("c1").claim("deep", nested(levels));
        issuer.mint(session)
    };

    assert!(mint(15).is_ok());
    let error = mint(16).unwrap_err().to_string();
    assert!(error.contains("`deep`"), "{error}");
}

#[test]
fn a_session_that_ends_before_it_begins_is_not_made() {
    let clock = ManualClock::new();
    let session = NewSession::for_customer("c1").lifetime(Duration::from_millis(400));

    let error = issuer(&clock).mint(session).unwrap_err();

    assert!(matches!(error, MintError::ClaimUnfit { claim: "exp", .. }));
}

#[test]
fn an_issuer_that_cannot_work_is_not_built_and_the_error_names_the_setting() {
    let clock = ManualClock::new();
    let good = || builder(&clock).key(key("a"));
    let one = key("one");
    assert!(good().build().is_ok());

    for (broken, field) in [
        (
            JwtIssuer::builder("http://shop.example")
                .audience("o")
                .key(key("a")),
            "issuer",
        ),
        (
            JwtIssuer::builder("https://shop.example?x")
                .audience("o")
                .key(key("a")),
            "issuer",
        ),
        (JwtIssuer::builder(ISSUER).key(key("a")), "audience"),
        (good().audience(""), "audience"),
        (good().audience(" orders"), "audience"),
        (good().client_id(""), "client_id"),
        (builder(&clock), "key"),
        (good().lifetime(Duration::from_millis(9999)), "lifetime"),
        (
            good().lifetime(Duration::from_secs(24 * 3600 + 1)),
            "lifetime",
        ),
        (
            good().publication_lead(Duration::from_secs(59)),
            "publication_lead",
        ),
        (
            good().publication_lead(Duration::from_secs(7 * 24 * 3600 + 1)),
            "publication_lead",
        ),
        (good().jwks_uri("http://shop.example/keys"), "jwks_uri"),
        (good().jwks_uri("https://shop.example/keys/"), "jwks_uri"),
        (good().exchanges(""), "exchanges"),
        (good().publish(key("a")), "publish"),
        (
            good()
                .publish(one.clone())
                .publish(one.named("two").unwrap()),
            "publish",
        ),
    ] {
        let error = broken.build().unwrap_err().to_string();
        assert!(error.starts_with(&format!("`{field}` is ")), "{error}");
    }
}
