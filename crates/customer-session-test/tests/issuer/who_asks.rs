//! Who may ask about tokens, and how they prove it (RFC 6749 §2.3.1, RFC 7662 §2.1).

use base64::{Engine, engine::general_purpose::STANDARD};
use customer_session_test::issuer::FakeIssuer;
use serde_json::json;

use crate::client::{Answer, post, send};

const ID: &str = "shop:api";
const SECRET: &str = "50%+1:ü é&=";
/// Both, form-encoded.
const ENCODED: (&str, &str) = ("shop%3Aapi", "50%25%2B1%3A%C3%BC+%C3%A9%26%3D");

async fn issuer() -> FakeIssuer {
    let builder = FakeIssuer::builder().client(ID, SECRET);
    builder.start().await.unwrap()
}

fn basic(id: &str, secret: &str) -> String {
    let pair = STANDARD.encode(format!("{id}:{secret}"));
    format!("Authorization: Basic {pair}")
}

async fn ask(issuer: &FakeIssuer, headers: &[&str], form: &str) -> Answer {
    let answer = post(&issuer.introspection_url(), headers, form).await;
    answer.unwrap()
}

/// The status, what is wrong, and the scheme of the challenge.
fn refusal(answer: &Answer) -> (&str, String, Option<&str>) {
    let challenge = answer.header("www-authenticate");
    let scheme = challenge.and_then(|challenge| challenge.split(' ').next());
    let error = answer.json()["error"].as_str().unwrap().to_owned();
    (answer.status(), error, scheme)
}

#[tokio::test]
async fn a_client_is_known_by_the_form_encoded_pair_and_not_by_the_raw_one() {
    let issuer = issuer().await;
    let form = format!("token={}", issuer.opaque("ada").issue());

    let known = ask(&issuer, &[&basic(ENCODED.0, ENCODED.1)], &form).await;
    let raw = ask(&issuer, &[&basic(ENCODED.0, SECRET)], &form).await;

    assert_eq!(known.json()["active"], true);
    let expected = ("401", "invalid_client".to_owned(), Some("Basic"));
    assert_eq!(refusal(&raw), expected);
}

#[tokio::test]
async fn a_client_is_known_by_id_and_secret_in_the_form() {
    let issuer = issuer().await;
    let token = issuer.opaque("ada").issue();
    let (id, secret) = ENCODED;

    let form = format!("token={token}&client_id={id}&client_secret={secret}");
    let known = ask(&issuer, &[], &form).await;
    let form = format!("token={token}&client_id={id}&client_secret=another");
    let other = ask(&issuer, &[], &form).await;

    assert_eq!(known.json()["active"], true);
    let expected = ("401", "invalid_client".to_owned(), Some("Basic"));
    assert_eq!(refusal(&other), expected);
}

#[tokio::test]
async fn whoever_holds_a_token_that_is_for_asking_may_ask_and_nobody_else_with_a_token() {
    let issuer = issuer().await;
    let form = format!("token={}", issuer.opaque("ada").issue());
    let bearer = |token: &str| format!("Authorization: Bearer {token}");
    let ours = issuer
        .opaque("shop-api")
        .scopes(["x", "introspect"])
        .issue();
    let other = issuer.opaque("shop-api").scopes(["introspection"]).issue();

    let known = ask(&issuer, &[&bearer(&ours)], &form).await;
    assert_eq!(known.json()["active"], true);

    issuer.revoke(&ours);
    for token in [&*ours, &other, "nonsense"] {
        let refused = ask(&issuer, &[&bearer(token)], &form).await;
        let expected = ("401", "invalid_token".to_owned(), Some("Bearer"));
        assert_eq!(refusal(&refused), expected);
    }
}

#[tokio::test]
async fn whoever_does_not_say_who_they_are_is_told_nothing_about_the_token() {
    let issuer = issuer().await;
    let form = format!("token={}", issuer.opaque("ada").issue());

    for headers in [
        &[][..],
        &["Authorization: Basic %%%"],
        &["Authorization: Digest x"],
        &[&basic("nobody", "x")],
    ] {
        let refused = ask(&issuer, headers, &form).await;

        let expected = ("401", "invalid_client".to_owned(), Some("Basic"));
        assert_eq!(refusal(&refused), expected, "{headers:?}");
        assert_eq!(refused.json(), json!({ "error": "invalid_client" }));
    }
}

#[tokio::test]
async fn a_question_that_is_none_is_a_400() {
    let issuer = issuer().await;
    let known = basic(ENCODED.0, ENCODED.1);
    let url = issuer.introspection_url();
    let twice = format!("token=a&client_id=x&client_secret={}", ENCODED.1);
    let json = [&*known, "Content-Type: application/json"];

    for answer in [
        ask(&issuer, &[&known], "").await,
        ask(&issuer, &[&known], "token=a&token=b").await,
        ask(&issuer, &[&known], &twice).await,
        ask(&issuer, &[&known, &known], "token=a").await,
        send("POST", &url, &json, "{}").await.unwrap(),
    ] {
        assert_eq!(
            refusal(&answer),
            ("400", "invalid_request".to_owned(), None)
        );
    }
}

/// RFC 7662 §4: a token in an address is one in every log.
#[tokio::test]
async fn a_token_is_never_taken_from_an_address() {
    let issuer = issuer().await;
    let known = basic(ENCODED.0, ENCODED.1);
    let url = format!("{}?token=a", issuer.introspection_url());

    let got = send("GET", &url, &[&known], "").await.unwrap();
    let posted = post(&url, &[&known], "").await.unwrap();

    assert_eq!((got.status(), got.header("allow")), ("405", Some("POST")));
    assert_eq!(posted.status(), "400");
}

#[tokio::test]
async fn clients_may_be_added_and_given_another_secret() {
    let issuer = issuer().await;
    let asked = async |secret| {
        let form = format!("token=a&client_id=other&client_secret={secret}");
        ask(&issuer, &[], &form).await.status().to_owned()
    };
    assert_eq!(asked("first").await, "401");

    issuer.add_client("other", "first");
    assert_eq!(asked("first").await, "200");

    issuer.add_client("other", "second");
    assert_eq!(asked("first").await, "401");
    assert_eq!(asked("second").await, "200");
}
