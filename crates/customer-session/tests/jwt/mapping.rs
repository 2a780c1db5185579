//! From claims to a session and its customer.

use customer_session::{
    Reason,
    provider::jwt::{Algorithm, ClaimTarget, Mapped},
    session::{CustomerRecord, Member},
};
use serde_json::{Value, json};

use crate::{
    judge::{at, builder, judge, reason, usual},
    mint::{NOW, claims, token, with_claim, without_claim},
};

fn with(more: Value) -> String {
    let mut claims = claims();
    claims
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    token(Algorithm::EdDSA, &claims)
}

#[test]
fn the_usual_claims_are_read() {
    let facts = judge(&usual(), &with(json!({
        "email": "ada@shop.example", "email_verified": true, "name": "Ada", "scope": "read  write",
        "roles": ["admin"], "sid": "s1", "jti": "t1", "plan": {"tier": 3},
    })))
    .unwrap();

    let customer = facts.customer.unwrap();
    assert_eq!(
        (facts.customer_id.as_str(), customer.id.as_str()),
        ("c1", "c1")
    );
    assert_eq!(customer.email.as_deref(), Some("ada@shop.example"));
    assert_eq!(customer.email_verified, Some(true));
    assert_eq!(customer.name.as_deref(), Some("Ada"));
    assert_eq!(facts.scopes, ["read", "write"]);
    assert_eq!(facts.roles, ["admin"]);
    assert_eq!(facts.session_id.as_deref(), Some("s1"));
    assert_eq!(facts.token_id.as_deref(), Some("t1"));
    assert_eq!(facts.subject.as_deref(), Some("c1"));
    assert!(facts.self_contained);
    let details: Value = serde_json::from_str(customer.details.unwrap().get()).unwrap();
    assert_eq!(details["plan"]["tier"], 3);
}

#[test]
fn scopes_are_words_or_an_array() {
    for (more, scopes) in [
        (json!({"scope": "a b"}), vec!["a", "b"]),
        (json!({"scope": ["a", "b c"]}), vec!["a", "b c"]),
        (json!({"scp": ["a"]}), vec!["a"]),
        (json!({"scp": "a b"}), vec!["a", "b"]),
        (json!({"scope": "", "scp": ["a"]}), vec![]),
        (json!({}), vec![]),
    ] {
        assert_eq!(
            judge(&usual(), &with(more.clone())).unwrap().scopes,
            scopes,
            "{more}"
        );
    }
    for more in [
        json!({"scope": 7}),
        json!({"scope": ["a", 7]}),
        json!({"roles": {"a": 1}}),
    ] {
        assert_eq!(
            reason(&usual(), &with(more.clone())),
            Reason::ClaimsMalformed,
            "{more}"
        );
    }
}

#[test]
fn a_session_is_somebodys() {
    assert_eq!(
        reason(&usual(), &without_claim("sub")),
        Reason::ClaimsMissing
    );
    for (sub, expected) in [
        (json!(""), Reason::ClaimsMalformed),
        (json!(null), Reason::ClaimsMissing),
        (json!(["c1"]), Reason::ClaimsMalformed),
        (json!(1.5), Reason::ClaimsMalformed),
        (json!(-1), Reason::ClaimsMalformed),
        (json!(true), Reason::ClaimsMalformed),
    ] {
        assert_eq!(
            reason(&usual(), &with_claim("sub", sub.clone())),
            expected,
            "{sub}"
        );
    }
    let numbered = judge(&usual(), &with_claim("sub", 4927)).unwrap();
    assert_eq!(numbered.customer_id.as_str(), "4927");
}

#[test]
fn claims_of_another_type_are_refused_and_null_is_none() {
    for name in ["email", "name", "sid", "jti"] {
        assert_eq!(
            reason(&usual(), &with_claim(name, json!([1]))),
            Reason::ClaimsMalformed,
            "{name}"
        );
        assert!(
            judge(&usual(), &with_claim(name, json!(null))).is_ok(),
            "{name}"
        );
    }
}

#[test]
fn claims_are_read_from_where_they_stand() {
    let provider = builder()
        .claim(ClaimTarget::CustomerId, "/customer/id")
        .claim(ClaimTarget::Email, "/customer/e~1mail")
        .claim(ClaimTarget::ExternalId, "https://shop.example/id")
        .claim(ClaimTarget::Scopes, "permissions")
        .claim(ClaimTarget::SessionId, "/customer/session")
        .build()
        .unwrap();

    let facts = judge(
        &provider,
        &with(json!({
            "customer": {"id": 7, "e/mail": "ada@shop.example", "session": "s"},
            "https://shop.example/id": "x7", "permissions": ["a"], "scope": "b",
        })),
    )
    .unwrap();

    let customer = facts.customer.unwrap();
    assert_eq!(facts.customer_id.as_str(), "7");
    assert_eq!(customer.email.as_deref(), Some("ada@shop.example"));
    assert_eq!(customer.external_id.as_deref(), Some("x7"));
    assert_eq!(facts.scopes, ["a"]);
    assert_eq!(facts.session_id.as_deref(), Some("s"));
    assert_eq!(facts.subject.as_deref(), Some("c1"));
}

#[test]
fn a_closure_says_who_but_not_until_when_and_how_it_is_ended() {
    let provider = builder()
        .map(|claims| {
            let account = claims.str("account").ok_or("no account")?;
            Ok(Mapped::new(CustomerRecord::new(account))
                .member(Member::new("m"))
                .scopes(["s"]))
        })
        .build()
        .unwrap();

    let facts = judge(
        &provider,
        &with(json!({"account": "a1", "jti": "t", "roles": ["r"]})),
    )
    .unwrap();

    assert_eq!(facts.customer_id.as_str(), "a1");
    assert_eq!(facts.customer.unwrap().id.as_str(), "a1");
    assert_eq!(facts.member.unwrap().id, "m");
    assert_eq!(
        (facts.scopes, facts.roles),
        (vec!["s".to_owned()], vec!["r".to_owned()])
    );
    assert_eq!(facts.subject.as_deref(), Some("c1"));
    assert_eq!(facts.token_id.as_deref(), Some("t"));
    assert_eq!(facts.expires_at, Some(at(NOW + 600)));
    assert_eq!(reason(&provider, &with(json!({}))), Reason::ClaimsRefused);
    assert_eq!(
        reason(&provider, &with(json!({"account": ""}))),
        Reason::ClaimsRefused
    );
}

#[test]
fn a_closure_is_not_called_for_a_token_that_is_not_good() {
    let provider = builder().map(|_| panic!("nobody asked")).build().unwrap();

    assert_eq!(
        reason(&provider, &with_claim("exp", 0)),
        Reason::TokenExpired
    );
    assert_eq!(
        reason(&provider, &with_claim("aud", "x")),
        Reason::ClaimsAudienceMismatch
    );
}

#[test]
fn claims_are_read_into_a_type_and_print_nothing() {
    #[derive(serde::Deserialize)]
    struct Plan {
        plan: String,
    }
    let provider = builder()
        .map(|claims| {
            assert_eq!(format!("{claims:?}"), "Claims { .. }");
            assert_eq!(claims.pointer("/deep/1"), Some(&json!(2)));
            let plan: Plan = claims.parse()?;
            Ok(Mapped::new(CustomerRecord::new(plan.plan)))
        })
        .build()
        .unwrap();

    let facts = judge(&provider, &with(json!({"plan": "pro", "deep": [1, 2]}))).unwrap();

    assert_eq!(facts.customer_id.as_str(), "pro");
}
