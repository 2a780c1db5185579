//! Whose session it is.

use customer_session::{
    Member, Reason,
    provider::introspection::{IntrospectionProviderBuilder, Mapped},
    session::CustomerRecord,
};
use serde::Deserialize;

use crate::server::{refused, verify};

fn plain(builder: IntrospectionProviderBuilder) -> IntrospectionProviderBuilder {
    builder
}

#[tokio::test]
async fn the_subject_is_the_customer_else_the_user() {
    for (body, id) in [
        (r#"{"active":true,"sub":"c1","username":"ada"}"#, "c1"),
        (r#"{"active":true,"sub":7}"#, "7"),
        (r#"{"active":true,"username":"ada"}"#, "ada"),
        (r#"{"active":true,"sub":null,"username":"ada"}"#, "ada"),
    ] {
        let session = verify(plain, body).await.unwrap();
        assert_eq!(session.customer().id().as_str(), id, "{body}");
        assert_eq!(session.customer().provider(), "introspection");
    }
}

#[tokio::test]
async fn an_answer_about_nobody_is_refused() {
    for (body, expected) in [
        (r#"{"active":true}"#, (401, Reason::ClaimsMissing)),
        (
            r#"{"active":true,"client_id":"c1"}"#,
            (401, Reason::ClaimsMissing),
        ),
        (r#"{"active":true,"sub":""}"#, (401, Reason::ClaimsMissing)),
        (
            r#"{"active":true,"sub":"","username":"ada"}"#,
            (401, Reason::ClaimsMissing),
        ),
        (
            r#"{"active":true,"sub":["c1"]}"#,
            (503, Reason::IssuerAnswerMalformed),
        ),
        (
            r#"{"active":true,"sub":1.5}"#,
            (503, Reason::IssuerAnswerMalformed),
        ),
    ] {
        assert_eq!(refused(plain, body).await, expected, "{body}");
    }
}

#[tokio::test]
async fn name_and_address_are_read_where_they_are_stated() {
    let body = r#"{"active":true,"sub":"c1","name":"Ada","email":"ada@shop.example"}"#;

    let session = verify(plain, body).await.unwrap();

    assert_eq!(session.customer().name(), Some("Ada"));
    assert_eq!(session.customer().email(), Some("ada@shop.example"));
}

#[derive(Deserialize)]
struct Answer {
    account: String,
    seat: Option<String>,
}

fn by_account(builder: IntrospectionProviderBuilder) -> IntrospectionProviderBuilder {
    builder.map(|answer| {
        let answer: Answer = answer.parse().map_err(|_| "the answer names no account")?;
        let member = answer.seat.map(Member::new);
        Ok(Mapped::new(CustomerRecord::new(answer.account))
            .member(member)
            .scopes(["shop"]))
    })
}

#[tokio::test]
async fn an_applications_own_rule_says_whose_it_is() {
    let body = r#"{"active":true,"sub":"c1","account":"acme","seat":"m1","scope":"a"}"#;

    let session = verify(by_account, body).await.unwrap();

    assert_eq!(session.customer().id().as_str(), "acme");
    assert_eq!(session.member().unwrap().id, "m1");
    assert!(session.has_scope("shop") && !session.has_scope("a"));
}

#[tokio::test]
async fn what_the_rule_refuses_is_refused_and_so_is_nobody() {
    for body in [
        r#"{"active":true,"sub":"c1"}"#,
        r#"{"active":true,"sub":"c1","account":""}"#,
    ] {
        let outcome = refused(by_account, body).await;
        assert_eq!(outcome, (401, Reason::ClaimsRefused), "{body}");
    }
}
