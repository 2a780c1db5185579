//! What an answer must say beside that the token is active.

use std::time::Duration;

use customer_session::{Reason, provider::introspection::IntrospectionProviderBuilder};

use crate::{
    common::at,
    server::{refused, verify},
};

/// An answer about an active token that says this too.
fn active(more: &str) -> String {
    format!(r#"{{"active":true,"sub":"c1",{more}}}"#)
}

fn plain(builder: IntrospectionProviderBuilder) -> IntrospectionProviderBuilder {
    builder
}

async fn reason(
    customize: impl FnOnce(IntrospectionProviderBuilder) -> IntrospectionProviderBuilder,
    more: &str,
) -> Reason {
    let (status, reason) = refused(customize, &active(more)).await;
    let expected = if reason == Reason::IssuerAnswerMalformed {
        503
    } else {
        401
    };
    assert_eq!(status, expected, "{more}");
    reason
}

async fn taken(
    customize: impl FnOnce(IntrospectionProviderBuilder) -> IntrospectionProviderBuilder,
    more: &str,
) {
    let outcome = verify(customize, &active(more)).await;
    assert!(outcome.is_ok(), "{more}: {outcome:?}");
}

/// It is 1800000000.
#[tokio::test]
async fn times_are_judged_again() {
    for more in [
        r#""exp":1800000001"#,
        r#""exp":1800000000.5"#,
        r#""exp":null"#,
        r#""nbf":1800000030,"iat":1800000030"#,
    ] {
        taken(plain, more).await;
    }
    for (more, expected) in [
        (r#""exp":1800000000"#, Reason::TokenExpired),
        (r#""exp":0"#, Reason::TokenExpired),
        (r#""nbf":1800000031"#, Reason::ClaimsNotYetValid),
        (r#""iat":1800000031"#, Reason::ClaimsNotYetValid),
        (r#""exp":"1800000001""#, Reason::IssuerAnswerMalformed),
        (r#""exp":1800000001000"#, Reason::IssuerAnswerMalformed),
        (r#""exp":-1"#, Reason::IssuerAnswerMalformed),
        (r#""nbf":true"#, Reason::IssuerAnswerMalformed),
        (r#""iat":"today""#, Reason::IssuerAnswerMalformed),
    ] {
        assert_eq!(reason(plain, more).await, expected, "{more}");
    }
}

#[tokio::test]
async fn the_leeway_is_for_what_has_not_begun_and_never_for_what_is_over() {
    for (seconds, begins) in [(0, 1_800_000_000), (5, 1_800_000_005), (300, 1_800_000_300)] {
        let with =
            |builder: IntrospectionProviderBuilder| builder.leeway(Duration::from_secs(seconds));
        for name in ["nbf", "iat"] {
            taken(with, &format!(r#""{name}":{begins}"#)).await;
            let late = format!(r#""{name}":{}"#, begins + 1);
            assert_eq!(reason(with, &late).await, Reason::ClaimsNotYetValid);
        }
        let over = reason(with, r#""exp":1800000000"#).await;
        assert_eq!(over, Reason::TokenExpired);
    }
}

#[tokio::test]
async fn what_is_stated_of_a_session_is_known_of_it() {
    let body = active(
        r#""exp":1800003600,"iat":1799999999,"scope":"orders:read  orders:write","sid":"s1","jti":"t1","roles":["admin"]"#,
    );

    let session = verify(plain, &body).await.unwrap();

    assert_eq!(session.expires_at(), Some(at(1_800_003_600)));
    assert_eq!(session.issued_at(), Some(at(1_799_999_999)));
    assert!(session.has_scope("orders:read") && session.has_scope("orders:write"));
    assert!(session.has_role("admin"));
}

#[tokio::test]
async fn a_token_that_is_bound_to_a_key_is_refused() {
    for more in [
        r#""cnf":{"jkt":"0ZcOCORZNYy"}"#,
        r#""cnf":{"x5t#S256":"bwcK0esc3A"},"token_type":"Bearer""#,
        r#""cnf":{}"#,
        r#""cnf":"x""#,
        r#""token_type":"DPoP""#,
        r#""token_type":"""#,
        r#""token_type":"refresh_token""#,
    ] {
        assert_eq!(
            reason(plain, more).await,
            Reason::TokenTypeRefused,
            "{more}"
        );
    }
    let malformed = reason(plain, r#""token_type":["Bearer"]"#).await;
    assert_eq!(malformed, Reason::IssuerAnswerMalformed);
    for more in [
        r#""token_type":"bearer""#,
        r#""token_type":"Bearer""#,
        r#""token_type":null,"cnf":null"#,
    ] {
        taken(plain, more).await;
    }
}

#[tokio::test]
async fn the_issuer_is_ours_where_it_is_stated() {
    let ours = |builder: IntrospectionProviderBuilder| builder.issuer("https://login.shop.example");

    taken(ours, r#""iss":"https://login.shop.example""#).await;
    taken(ours, r#""x":1"#).await;
    taken(plain, r#""iss":"https://anybody.example""#).await;
    for other in ["https://login.shop.example/", "https://evil.example", ""] {
        let more = format!(r#""iss":"{other}""#);
        assert_eq!(reason(ours, &more).await, Reason::IssuerUnknown, "{more}");
    }
    let malformed = reason(ours, r#""iss":["https://login.shop.example"]"#).await;
    assert_eq!(malformed, Reason::IssuerAnswerMalformed);
}

#[tokio::test]
async fn the_audience_must_be_there_and_ours() {
    let ours = |builder: IntrospectionProviderBuilder| builder.audience("api").audience("web");

    taken(ours, r#""aud":"api""#).await;
    taken(ours, r#""aud":["other","web"]"#).await;
    taken(plain, r#""aud":"other""#).await;
    for (more, expected) in [
        (r#""x":1"#, Reason::ClaimsMissing),
        (r#""aud":null"#, Reason::ClaimsMissing),
        (r#""aud":[]"#, Reason::ClaimsAudienceMismatch),
        (r#""aud":"other""#, Reason::ClaimsAudienceMismatch),
        (r#""aud":"api web""#, Reason::ClaimsAudienceMismatch),
        (r#""aud":"API""#, Reason::ClaimsAudienceMismatch),
        (r#""aud":["api",1]"#, Reason::IssuerAnswerMalformed),
        (r#""aud":{"api":1}"#, Reason::IssuerAnswerMalformed),
    ] {
        assert_eq!(reason(ours, more).await, expected, "{more}");
    }
}

#[tokio::test]
async fn the_client_must_be_there_and_on_the_list() {
    let ours = |builder: IntrospectionProviderBuilder| builder.parties(["web", "app"]);

    taken(ours, r#""client_id":"app""#).await;
    taken(plain, r#""client_id":"other""#).await;
    for (more, expected) in [
        (r#""x":1"#, Reason::ClaimsMissing),
        (r#""client_id":"other""#, Reason::ClaimsPartyMismatch),
        (r#""client_id":7"#, Reason::IssuerAnswerMalformed),
    ] {
        assert_eq!(reason(ours, more).await, expected, "{more}");
    }
}

#[tokio::test]
async fn every_required_scope_must_be_there_whole() {
    let ours =
        |builder: IntrospectionProviderBuilder| builder.required_scope("a").required_scope("b");

    taken(ours, r#""scope":"b c a""#).await;
    taken(ours, r#""scope":["a","b"]"#).await;
    for more in [
        r#""x":1"#,
        r#""scope":"a""#,
        r#""scope":"a bb""#,
        r#""scope":"A B""#,
        r#""scope":["a b"]"#,
    ] {
        assert_eq!(reason(ours, more).await, Reason::ClaimsRefused, "{more}");
    }
    let malformed = reason(ours, r#""scope":{"a":true}"#).await;
    assert_eq!(malformed, Reason::IssuerAnswerMalformed);
}
