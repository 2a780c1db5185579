//! What is read from an answer.

use customer_session::{
    Member, Reason,
    provider::me::{Field, Mapped, MeProvider, MeProviderBuilder, TimeFormat},
    session::CustomerRecord,
};
use serde::Deserialize;

use crate::common::{DENIED, MALFORMED, Server, at, refused, verify};

fn whole(server: &Server) -> MeProviderBuilder {
    MeProvider::builder(server.url("/me"))
        .field(Field::CustomerId, "/user/id")
        .field(Field::Email, "/user/mails/0/address")
        .field(Field::EmailVerified, "/user/mails/0/verified")
        .field(Field::ExternalId, "/user/our~1id")
        .field(Field::Name, "/user/name")
        .field(Field::GivenName, "/user/first")
        .field(Field::FamilyName, "/user/last")
        .field(Field::Roles, "/session/roles")
        .field(Field::Scopes, "/session/scopes")
        .field(Field::SessionId, "/session/id")
        .field(Field::Subject, "/user/sub")
        .field(Field::TokenId, "/session/token")
        .details("/user")
}

#[tokio::test]
async fn everything_stands_where_it_is_said_to_stand() {
    let server = Server::stating(
        r#"{"user":{"id":7,"mails":[{"address":"ada@shop.example","verified":true}],"our/id":42,"name":"Ada L."},
            "session":{"roles":["admin"],"scopes":"a b","id":"s1"}}"#,
    );

    let session = verify(whole(&server).build().unwrap()).await.unwrap();

    let customer = session.customer();
    assert_eq!(customer.id().as_str(), "7");
    assert_eq!(customer.email(), Some("ada@shop.example"));
    assert_eq!(customer.email_verified(), Some(true));
    assert_eq!(customer.external_id(), Some("42"));
    assert_eq!(customer.name(), Some("Ada L."));
    assert_eq!(customer.provider(), "me");
    assert!(session.has_role("admin") && session.has_scope("a") && session.has_scope("b"));
    #[derive(Deserialize)]
    struct User {
        id: u64,
    }
    assert_eq!(customer.details::<User>().unwrap().id, 7);
}

#[tokio::test]
async fn what_is_null_or_not_there_is_not_known() {
    let server = Server::stating(
        r#"{"user":{"id":"c1","mails":[],"name":null,"first":"Ada","last":null},"session":null}"#,
    );

    let session = verify(whole(&server).build().unwrap()).await.unwrap();

    let customer = session.customer();
    assert_eq!((customer.email(), customer.email_verified()), (None, None));
    assert_eq!(customer.name(), Some("Ada"));
    assert_eq!((session.expires_at(), session.issued_at()), (None, None));
}

#[tokio::test]
async fn what_has_another_type_is_a_broken_answer() {
    for body in [
        r#"{"user":{"id":"c1","mails":[{"address":7}]}}"#,
        r#"{"user":{"id":"c1","name":["Ada"]}}"#,
        r#"{"user":{"id":"c1"},"session":{"roles":{"a":1}}}"#,
        r#"{"user":{"id":"c1"},"session":{"scopes":7}}"#,
        r#"{"user":{"id":"c1"},"session":{"id":true}}"#,
        r#"{"user":"c1"}"#,
    ] {
        let server = Server::stating(body);
        let outcome = refused(whole(&server).build().unwrap()).await;
        assert_eq!(outcome, MALFORMED, "{body}");
    }
}

#[tokio::test]
async fn all_of_the_answer_can_be_kept() {
    let server = Server::stating(r#"{"id":"c1","orders":[{"total":7}]}"#);
    let provider = MeProvider::builder(server.url("/me"))
        .field(Field::CustomerId, "/id")
        .details("");

    let session = verify(provider.build().unwrap()).await.unwrap();

    let details: serde_json::Value = session.customer().details().unwrap();
    assert_eq!(
        details,
        serde_json::json!({"id": "c1", "orders": [{"total": 7}]})
    );
}

fn timed(server: &Server, format: TimeFormat) -> MeProvider {
    MeProvider::builder(server.url("/me"))
        .field(Field::CustomerId, "/id")
        .expires_at("/t/end", format)
        .issued_at("/t/begin", format)
        .build()
        .unwrap()
}

/// It is 1800000000.
#[tokio::test]
async fn times_are_read_in_the_format_that_was_stated() {
    use TimeFormat::{Milliseconds, Rfc3339, Seconds};
    for (format, end, begin) in [
        (Seconds, "1800003600", "1799999999"),
        (Milliseconds, "1800003600000", "1799999999000"),
        (
            Rfc3339,
            r#""2027-01-15T09:00:00Z""#,
            r#""2027-01-15T09:59:59.0+02:00""#,
        ),
    ] {
        let server = Server::stating(&format!(
            r#"{{"id":"c1","t":{{"end":{end},"begin":{begin}}}}}"#
        ));

        let session = verify(timed(&server, format)).await.unwrap();

        assert_eq!(session.expires_at(), Some(at(1_800_003_600)), "{format:?}");
        assert_eq!(session.issued_at(), Some(at(1_799_999_999)), "{format:?}");
    }
}

#[tokio::test]
async fn no_format_is_guessed() {
    use TimeFormat::{Milliseconds, Rfc3339, Seconds};
    for (format, end) in [
        (Seconds, "1800003600000"),
        (Seconds, r#""1800003600""#),
        (Seconds, r#""2027-01-15T09:00:00Z""#),
        (Milliseconds, "1800003600"),
        (Milliseconds, r#""2027-01-15T09:00:00Z""#),
        (Rfc3339, "1800003600"),
        (Rfc3339, r#""2027-01-15T09:00:00""#),
        (Rfc3339, r#""""#),
    ] {
        let server = Server::stating(&format!(r#"{{"id":"c1","t":{{"end":{end}}}}}"#));
        let outcome = refused(timed(&server, format)).await;
        assert_eq!(outcome, MALFORMED, "{format:?} {end}");
    }
}

#[tokio::test]
async fn a_session_that_is_over_or_has_not_begun_is_refused() {
    for (times, expected) in [
        (r#""end":1800000000"#, Err(Reason::TokenExpired)),
        (r#""end":1"#, Err(Reason::TokenExpired)),
        (r#""end":1800000001"#, Ok(())),
        (r#""end":null,"begin":null"#, Ok(())),
        (r#""begin":1800000030"#, Ok(())),
        (r#""begin":1800000031"#, Err(Reason::ClaimsNotYetValid)),
    ] {
        let server = Server::stating(&format!(r#"{{"id":"c1","t":{{{times}}}}}"#));
        let outcome = verify(timed(&server, TimeFormat::Seconds)).await;
        let reason = outcome.map(|_| ()).map_err(|rejection| {
            assert_eq!(rejection.status(), 401);
            rejection.reason()
        });
        assert_eq!(reason, expected, "{times}");
    }
}

#[tokio::test]
async fn what_says_whether_it_is_active_is_a_boolean() {
    for (active, expected) in [
        ("false", DENIED),
        (r#""false""#, MALFORMED),
        (r#""true""#, MALFORMED),
        ("0", MALFORMED),
        ("1", MALFORMED),
        ("null", MALFORMED),
        ("[true]", MALFORMED),
    ] {
        let server = Server::stating(&format!(r#"{{"id":"c1","ok":{active}}}"#));
        let provider = MeProvider::builder(server.url("/me"))
            .field(Field::CustomerId, "/id")
            .active("/ok");
        let outcome = refused(provider.build().unwrap()).await;
        assert_eq!(outcome, expected, "{active}");
    }
}

#[tokio::test]
async fn a_value_must_be_what_was_asked_for() {
    for (body, expected) in [
        (r#"{"id":"c1","shop":{"id":7}}"#, Ok(())),
        (r#"{"id":"c1","shop":{"id":8}}"#, Err(Reason::ClaimsRefused)),
        (
            r#"{"id":"c1","shop":{"id":"7"}}"#,
            Err(Reason::ClaimsRefused),
        ),
        (
            r#"{"id":"c1","shop":{"id":null}}"#,
            Err(Reason::IssuerAnswerMalformed),
        ),
        (r#"{"id":"c1"}"#, Err(Reason::IssuerAnswerMalformed)),
    ] {
        let server = Server::stating(body);
        let provider = MeProvider::builder(server.url("/me"))
            .field(Field::CustomerId, "/id")
            .must_be("/shop/id", 6)
            .must_be("/shop/id", 7);
        let outcome = verify(provider.build().unwrap()).await;
        let outcome = outcome.map(|_| ()).map_err(|refused| refused.reason());
        assert_eq!(outcome, expected, "{body}");
    }
}

#[tokio::test]
async fn a_value_that_must_be_null_may_be_missing() {
    for (body, expected) in [
        (r#"{"id":"c1","locked":null}"#, Ok(())),
        (r#"{"id":"c1"}"#, Ok(())),
        (
            r#"{"id":"c1","locked":"fraud"}"#,
            Err(Reason::ClaimsRefused),
        ),
    ] {
        let server = Server::stating(body);
        let provider = MeProvider::builder(server.url("/me"))
            .field(Field::CustomerId, "/id")
            .must_be("/locked", serde_json::Value::Null);
        let outcome = verify(provider.build().unwrap()).await;
        let outcome = outcome.map(|_| ()).map_err(|refused| refused.reason());
        assert_eq!(outcome, expected, "{body}");
    }
}

#[tokio::test]
async fn an_applications_own_rule_reads_the_rest() {
    let by_account = |server: &Server| {
        MeProvider::builder(server.url("/me"))
            .field(Field::Roles, "/roles")
            .expires_at("/end", TimeFormat::Seconds)
            .map(|said| {
                let account = said.str("account").ok_or("the answer names no account")?;
                Ok(Mapped::new(CustomerRecord::new(account))
                    .member(Member::new("m1"))
                    .scopes(["shop"]))
            })
            .build()
            .unwrap()
    };
    let server = Server::stating(r#"{"account":"acme","roles":"owner","end":1800003600}"#);

    let session = verify(by_account(&server)).await.unwrap();

    assert_eq!(session.customer().id().as_str(), "acme");
    assert_eq!(session.member().unwrap().id, "m1");
    assert!(session.has_scope("shop") && session.has_role("owner"));
    assert_eq!(session.expires_at(), Some(at(1_800_003_600)));

    let server = Server::stating("{}");
    let refusal = refused(by_account(&server)).await;
    assert_eq!(refusal, (401, Reason::ClaimsRefused));
    let server = Server::stating(r#"{"account":""}"#);
    assert_eq!(refused(by_account(&server)).await, MALFORMED);
}
