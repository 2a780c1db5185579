//! Issuers that are known, each with a token of its shape.

use customer_session::{
    Reason,
    provider::{
        SessionFacts,
        jwt::{Algorithm, JwtProvider},
    },
};
use serde_json::{Value, json};

use crate::{
    judge::{judge, reason},
    mint::{NOW, SECRET, key, token},
};

fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn with(mut claims: Value, pointer: &str, value: Value) -> Value {
    *claims.pointer_mut(pointer).unwrap() = value;
    claims
}

fn ids(facts: &SessionFacts) -> (&str, Option<&str>) {
    (facts.customer_id.as_str(), facts.session_id.as_deref())
}

fn rs256(claims: &Value) -> String {
    token(Algorithm::RS256, claims)
}

fn hs256(claims: &Value) -> String {
    token(Algorithm::HS256, claims)
}

#[test]
fn clerk() {
    let claims = json!({
        "azp": "https://shop.example", "exp": NOW + 60, "fva": [7, -1], "iat": NOW, "nbf": NOW - 10,
        "iss": "https://clerk.shop.example", "jti": "j1", "sid": "sess_1", "sub": "user_1", "v": 2,
        "sts": "active", "o": {"id": "org_1", "rol": "admin", "slg": "shop"},
    });
    let provider = JwtProvider::clerk("https://clerk.shop.example/")
        .parties(["https://shop.example"])
        .key(key(Algorithm::RS256))
        .build()
        .unwrap();

    let facts = judge(&provider, &rs256(&claims)).unwrap();

    assert_eq!(ids(&facts), ("user_1", Some("sess_1")));
    assert_eq!(facts.roles, ["admin"]);
    let template = without(claims.clone(), "sid");
    assert_eq!(reason(&provider, &rs256(&template)), Reason::ClaimsMissing);
    let leaked = with(claims, "/azp", json!("https://blog.shop.example"));
    assert_eq!(
        reason(&provider, &rs256(&leaked)),
        Reason::ClaimsPartyMismatch
    );
}

#[test]
fn workos() {
    let claims = json!({
        "iss": "https://api.workos.com/user_management/client_1", "sub": "user_01", "org_id": "org_01",
        "role": "member", "roles": ["member"], "permissions": ["posts:read", "posts:write"],
        "entitlements": ["audit-logs"], "sid": "session_01", "jti": "01", "exp": NOW + 300, "iat": NOW,
    });
    let build = |builder: customer_session::provider::jwt::JwtProviderBuilder| {
        builder.key(key(Algorithm::RS256)).build().unwrap()
    };
    let provider = build(JwtProvider::workos("client_1"));
    let own_domain = build(JwtProvider::workos("client_1").issued_by("https://api.workos.com"));

    let facts = judge(&provider, &rs256(&claims)).unwrap();

    assert_eq!(ids(&facts), ("user_01", Some("session_01")));
    assert_eq!(facts.scopes, ["posts:read", "posts:write"]);
    assert_eq!(facts.roles, ["member"]);
    let other = with(claims, "/iss", json!("https://api.workos.com"));
    assert_eq!(reason(&provider, &rs256(&other)), Reason::IssuerUnknown);
    assert!(judge(&own_domain, &rs256(&other)).is_ok());
}

#[test]
fn stytch() {
    let claims = json!({
        "aud": ["project-test-1"], "exp": NOW + 300, "iat": NOW, "iss": "stytch.com/project-test-1",
        "nbf": NOW, "sub": "user-test-1",
        "https://stytch.com/session": {
            "id": "session-test-1", "started_at": "2026-01-01T00:00:00Z",
            "last_accessed_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-02T00:00:00Z",
            "attributes": {"ip_address": "", "user_agent": ""}, "authentication_factors": [],
            "roles": ["stytch_user"],
        },
    });
    let provider = JwtProvider::stytch("project-test-1")
        .key(key(Algorithm::RS256))
        .build()
        .unwrap();

    let facts = judge(&provider, &rs256(&claims)).unwrap();

    assert_eq!(ids(&facts), ("user-test-1", Some("session-test-1")));
    assert_eq!(facts.roles, ["stytch_user"]);
    let access_token = without(claims.clone(), "https://stytch.com/session");
    assert_eq!(
        reason(&provider, &rs256(&access_token)),
        Reason::ClaimsMissing
    );
    let other = with(claims, "/aud", json!(["project-test-2"]));
    assert_eq!(
        reason(&provider, &rs256(&other)),
        Reason::ClaimsAudienceMismatch
    );
}

#[test]
fn commerce_layer() {
    let claims = json!({
        "organization": {"id": "org", "slug": "shop", "enterprise": true, "region": "eu-west-1"},
        "application": {"id": "app", "client_id": "cid", "kind": "sales_channel", "public": true},
        "owner": {"id": "cus", "type": "Customer"}, "scope": "market:id:abc", "test": true,
        "exp": NOW + 14400, "iat": NOW, "iss": "https://auth.commercelayer.io", "rand": 0.5,
    });
    let provider = JwtProvider::commerce_layer("shop")
        .key(key(Algorithm::RS512))
        .build()
        .unwrap();
    let judged = |claims: &Value| judge(&provider, &token(Algorithm::RS512, claims));

    let facts = judged(&claims).unwrap();

    assert_eq!(ids(&facts), ("cus", None));
    assert_eq!(facts.subject.as_deref(), Some("cus"));
    assert_eq!(facts.scopes, ["market:id:abc"]);
    let foreign = with(claims.clone(), "/organization/slug", json!("other"));
    assert_eq!(judged(&foreign).unwrap_err(), Reason::ClaimsRefused);
    let staff = with(claims.clone(), "/owner/type", json!("User"));
    assert_eq!(judged(&staff).unwrap_err(), Reason::ClaimsRefused);
    assert_eq!(
        judged(&without(claims, "owner")).unwrap_err(),
        Reason::ClaimsMissing
    );
}

#[test]
fn shopify_extension() {
    let claims = json!({
        "dest": "shop.myshopify.com", "aud": "client", "exp": NOW + 300, "nbf": NOW, "iat": NOW,
        "jti": "6c992878", "sub": "gid://shopify/Customer/123",
    });
    let provider = JwtProvider::shopify_extension("client", SECRET)
        .build()
        .unwrap();

    let facts = judge(&provider, &hs256(&claims)).unwrap();

    assert_eq!(ids(&facts), ("gid://shopify/Customer/123", None));
    assert_eq!(facts.token_id.as_deref(), Some("6c992878"));
    let guest = without(claims.clone(), "sub");
    assert_eq!(reason(&provider, &hs256(&guest)), Reason::ClaimsMissing);
    for sub in [
        "42",
        "gid://shopify/Customer/",
        "gid://shopify/StaffMember/1",
    ] {
        let staff = with(claims.clone(), "/sub", json!(sub));
        assert_eq!(
            reason(&provider, &hs256(&staff)),
            Reason::ClaimsRefused,
            "{sub}"
        );
    }
    let other_app = with(claims.clone(), "/aud", json!("other"));
    assert_eq!(
        reason(&provider, &hs256(&other_app)),
        Reason::ClaimsAudienceMismatch
    );
    let mut admin = claims;
    admin["iss"] = json!("https://shop.myshopify.com/admin");
    assert_eq!(reason(&provider, &hs256(&admin)), Reason::IssuerUnknown);
}

#[test]
fn bigcommerce() {
    let claims = json!({
        "customer": {"id": 4927, "email": "ada@shop.example", "group_id": "6"}, "iss": "bc/apps",
        "sub": "abc123", "iat": NOW, "exp": NOW + 900, "version": 1, "aud": "client",
        "application_id": "client", "store_hash": "abc123", "operation": "current_customer",
    });
    let provider = JwtProvider::bigcommerce("client", SECRET).build().unwrap();

    let facts = judge(&provider, &hs256(&claims)).unwrap();

    assert_eq!(ids(&facts), ("4927", None));
    assert_eq!(facts.subject.as_deref(), Some("4927"));
    assert_eq!(
        facts.customer.unwrap().email.as_deref(),
        Some("ada@shop.example")
    );
    let other = with(claims.clone(), "/operation", json!("load"));
    assert_eq!(reason(&provider, &hs256(&other)), Reason::ClaimsRefused);
    let other = with(claims.clone(), "/aud", json!("other"));
    assert_eq!(
        reason(&provider, &hs256(&other)),
        Reason::ClaimsAudienceMismatch
    );
    assert_eq!(
        reason(&provider, &hs256(&without(claims, "customer"))),
        Reason::ClaimsMissing
    );
}
