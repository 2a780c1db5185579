//! What is signed of a session.

use std::time::Duration;

use customer_session::{Member, clock::ManualClock, session::CustomerRecord};
use serde_json::json;

use super::{facts, issuer, session};
use crate::world::{ISSUER, START, is_signed_by, read};

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
