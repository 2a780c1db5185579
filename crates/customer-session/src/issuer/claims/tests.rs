//! What is in a token, and what is not.

use super::*;
use crate::session::Member;

fn frame() -> Frame {
    Frame {
        issuer: "https://shop.example".to_owned(),
        audience: vec!["orders".to_owned()],
        client_id: "https://shop.example".to_owned(),
        lifetime: Duration::from_secs(900),
    }
}

fn signed(session: &NewSession) -> Result<Value, MintError> {
    let term = Term {
        issued_at: 1,
        expires_at: 2,
    };
    let claims = frame().claims(session, term, "j1")?;
    Ok(serde_json::from_str(&claims).unwrap())
}

#[test]
fn what_is_not_said_is_not_in_the_token() {
    let claims = signed(&NewSession::for_customer("c1")).unwrap();

    assert_eq!(
        claims,
        json!({
            "iss": "https://shop.example", "sub": "c1", "aud": "orders",
            "client_id": "https://shop.example", "iat": 1, "exp": 2, "jti": "j1",
        })
    );
}

#[test]
fn what_is_said_is_in_the_token_and_of_a_member_id_and_role_only() {
    let member = Member::new("m1")
        .email("canary".to_owned())
        .name("canary".to_owned())
        .role("owner".to_owned());
    let session = NewSession::for_customer("c1")
        .email("ada@shop.example".to_owned())
        .email_verified(false)
        .name("Ada".to_owned())
        .external_id("usr_1".to_owned())
        .member(member)
        .provider("polar")
        .roles(["admin", "buyer"])
        .scopes(["orders:read", "orders:write"])
        .session_id("s1".to_owned())
        .claim("plan", json!({ "name": "pro" }));

    let claims = signed(&session).unwrap();

    for (name, value) in [
        ("email", json!("ada@shop.example")),
        ("email_verified", json!(false)),
        ("name", json!("Ada")),
        ("external_id", json!("usr_1")),
        ("member_id", json!("m1")),
        ("member_role", json!("owner")),
        ("provider", json!("polar")),
        ("roles", json!(["admin", "buyer"])),
        ("scope", json!("orders:read orders:write")),
        ("sid", json!("s1")),
        ("plan", json!({ "name": "pro" })),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    assert!(!claims.to_string().contains("canary"));
}

#[test]
fn the_issuers_own_claims_cannot_be_set_by_hand_nor_any_twice() {
    for name in RESERVED {
        let error = signed(&NewSession::for_customer("c1").claim(*name, 1)).unwrap_err();
        assert!(matches!(error, MintError::ClaimTaken(taken) if taken == *name));
    }
    let twice = NewSession::for_customer("c1").claim("x", 1).claim("x", 2);
    assert!(matches!(signed(&twice), Err(MintError::ClaimTaken(name)) if name == "x"));
    let every: Vec<_> = RESERVED.to_vec();
    let whole = signed(
        &NewSession::for_customer("c1")
            .member(Member::new("m").role("r".to_owned()))
            .email("e".to_owned())
            .email_verified(true)
            .name("n".to_owned())
            .external_id("x".to_owned())
            .provider("p")
            .roles(["r"])
            .scopes(["s"])
            .session_id("s".to_owned()),
    )
    .unwrap();
    assert!(
        whole
            .as_object()
            .unwrap()
            .keys()
            .all(|name| every.contains(&name.as_str()))
    );
}

#[test]
fn what_a_verifier_would_read_as_something_else_is_refused() {
    let ada = || NewSession::for_customer("c1");
    for (session, claim) in [
        (NewSession::for_customer(""), "sub"),
        (NewSession::for_customer("https://shop.example"), "sub"),
        (ada().scopes(["read write"]), "scope"),
        (ada().scopes([""]), "scope"),
        (ada().scopes(["re\"ad"]), "scope"),
        (ada().scopes(["lesen\u{e4}"]), "scope"),
        (ada().roles([""]), "roles"),
        (ada().session_id(String::new()), "sid"),
        (ada().member(Member::new("")), "member_id"),
    ] {
        let error = signed(&session).unwrap_err();
        assert!(
            matches!(error, MintError::ClaimUnfit { claim: named, .. } if named == claim),
            "{error}"
        );
    }
}

#[test]
fn a_session_ends_by_the_earliest_of_all_ends_rounded_down() {
    let now = UNIX_EPOCH + Duration::from_millis(1_000_900);
    let end = |session: &NewSession| frame().term(session, now).map(|term| term.expires_at);
    let ada = || NewSession::for_customer("c1");
    let at = |millis| UNIX_EPOCH + Duration::from_millis(millis);

    assert_eq!(end(&ada()), Some(1900));
    assert_eq!(end(&ada().lifetime(Duration::from_secs(60))), Some(1060));
    assert_eq!(end(&ada().lifetime(Duration::MAX)), Some(1900));
    assert_eq!(end(&ada().not_after(at(1_500_999))), Some(1500));
    assert_eq!(end(&ada().not_after(at(9_000_000))), Some(1900));
    assert_eq!(end(&ada().not_after(at(1_001_000))), Some(1001));
    assert_eq!(end(&ada().not_after(at(1_000_999))), None);
    assert_eq!(end(&ada().not_after(UNIX_EPOCH)), None);
    assert_eq!(end(&ada().lifetime(Duration::ZERO)), None);
}

#[test]
fn several_audiences_are_a_list() {
    assert_eq!(audience(&["a".into()]), json!("a"));
    assert_eq!(audience(&["a".into(), "b".into()]), json!(["a", "b"]));
}
