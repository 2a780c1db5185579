//! The failure answers, with their exact headers and bodies.

use customer_session_test::polar::{Customer, FakePolar, NewCustomer};
use serde_json::json;

use crate::client::{Answer, INTROSPECT, get, request, still};

const INVALID: &str =
    "The access token provided is expired, revoked, malformed, or invalid for other reasons.";

async fn with_ada() -> (FakePolar, Customer) {
    let (polar, _) = still().await;
    let ada = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));
    (polar, ada)
}

async fn introspect(polar: &FakePolar, authorization: &str) -> Answer {
    get(polar, INTROSPECT)
        .header("Authorization", authorization)
        .send()
        .await
}

fn assert_unauthorized(answer: &Answer) {
    assert_eq!(answer.status, 401, "{answer:?}");
    assert_eq!(
        answer.header("www-authenticate"),
        Some(r#"Bearer realm="polar""#)
    );
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    assert_eq!(answer.header("pragma"), None);
    assert_eq!(
        answer.json(),
        json!({ "error": "Unauthorized", "detail": "Unauthorized" })
    );
}

fn assert_invalid_token(answer: &Answer) {
    assert_eq!(answer.status, 401, "{answer:?}");
    let challenge =
        format!(r#"Bearer realm="polar", error="invalid_token", error_description="{INVALID}""#);
    assert_eq!(answer.header("www-authenticate"), Some(&*challenge));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("pragma"), Some("no-cache"));
    assert_eq!(
        answer.json(),
        json!({ "error": "invalid_token", "error_description": INVALID })
    );
}

#[tokio::test]
async fn no_token_is_unauthorized() {
    let (polar, _) = with_ada().await;

    let answer = get(&polar, INTROSPECT).send().await;

    assert_unauthorized(&answer);
    assert_eq!(answer.header("polar-version"), Some("2026-10"));
}

#[tokio::test]
async fn another_scheme_is_unauthorized() {
    let (polar, _) = with_ada().await;

    assert_unauthorized(&introspect(&polar, "Basic YTpi").await);
}

#[tokio::test]
async fn a_scheme_alone_is_unauthorized() {
    let (polar, _) = with_ada().await;

    assert_unauthorized(&introspect(&polar, "Bearer").await);
}

#[tokio::test]
async fn a_token_outside_ascii_is_unauthorized() {
    let (polar, _) = with_ada().await;

    assert_unauthorized(&introspect(&polar, "Bearer polar_cst_é").await);
}

#[tokio::test]
async fn an_organizations_access_token_is_unauthorized_on_the_portal() {
    let (polar, _) = with_ada().await;
    let access_token = polar.organization().access_token();

    assert_unauthorized(&introspect(&polar, &format!("Bearer {access_token}")).await);
}

#[tokio::test]
async fn a_client_registration_token_is_unauthorized_on_the_portal() {
    let (polar, _) = with_ada().await;

    assert_unauthorized(&introspect(&polar, "Bearer polar_crt_anything").await);
}

#[tokio::test]
async fn an_unknown_token_is_invalid() {
    let (polar, _) = with_ada().await;

    let answer = introspect(&polar, "Bearer polar_cst_unknown").await;

    assert_invalid_token(&answer);
    assert_eq!(answer.header("polar-version"), Some("2026-10"));
}

#[tokio::test]
async fn a_token_with_a_changed_character_is_invalid() {
    let (polar, ada) = with_ada().await;
    let token = ada.mint();
    let last = if token.ends_with('A') { "B" } else { "A" };

    let answer = introspect(&polar, &format!("Bearer {}{last}", &token[..52])).await;

    assert_invalid_token(&answer);
}

#[tokio::test]
async fn a_token_with_an_unknown_prefix_is_invalid() {
    let (polar, _) = with_ada().await;

    assert_invalid_token(&introspect(&polar, "Bearer sk_live_nonsense").await);
}

#[tokio::test]
async fn a_second_word_makes_a_token_invalid() {
    let (polar, ada) = with_ada().await;

    assert_invalid_token(&introspect(&polar, &format!("Bearer {} more", ada.mint())).await);
}

#[tokio::test]
async fn the_scheme_is_case_insensitive_and_spaces_are_stripped() {
    let (polar, ada) = with_ada().await;

    let answer = introspect(&polar, &format!("bEaReR    {}  ", ada.mint())).await;

    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_token_of_a_deleted_customer_is_invalid_at_once() {
    let (polar, ada) = with_ada().await;
    let token = ada.mint();

    ada.delete();

    assert_invalid_token(&introspect(&polar, &format!("Bearer {token}")).await);
}

#[tokio::test]
async fn authentication_comes_before_routing() {
    let (polar, _) = with_ada().await;

    for path in ["/v1/no/such/path", "/healthz", "/nonsense"] {
        assert_invalid_token(&get(&polar, path).bearer("polar_cst_unknown").send().await);
    }
}

#[tokio::test]
async fn an_unknown_path_with_a_good_token_is_not_found() {
    let (polar, ada) = with_ada().await;

    let answer = get(&polar, "/v1/no/such/path")
        .bearer(&ada.mint())
        .send()
        .await;

    assert_eq!(answer.status, 404);
    assert_eq!(answer.json(), json!({ "detail": "Not Found" }));
    assert_eq!(answer.header("polar-version"), Some("2026-10"));
}

#[tokio::test]
async fn an_unknown_resource_says_so_in_other_words() {
    let (polar, _) = with_ada().await;
    let path = "/v1/customers/5c5d2b7a-6c8e-4a57-9d5f-0f5f2c9a7b11";

    let answer = get(&polar, path)
        .bearer(&polar.organization().access_token())
        .send()
        .await;

    assert_eq!(answer.status, 404);
    assert_eq!(
        answer.json(),
        json!({ "error": "ResourceNotFound", "detail": "Not found" })
    );
    assert_eq!(answer.header("polar-version"), Some("2026-10"));
}

#[tokio::test]
async fn sandbox_answers_say_so_once_authenticated() {
    let polar = FakePolar::builder().sandbox(true).start().await.unwrap();
    let ada = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));

    let valid = introspect(&polar, &format!("Bearer {}", ada.mint())).await;
    let invalid = introspect(&polar, "Bearer polar_cst_unknown").await;
    let without = get(&polar, INTROSPECT).send().await;

    assert_eq!(valid.header("x-polar-sandbox"), Some("1"));
    assert_eq!(invalid.header("x-polar-sandbox"), None);
    assert_eq!(without.header("x-polar-sandbox"), Some("1"));
}

#[tokio::test]
async fn production_answers_do_not_mention_the_sandbox() {
    let (polar, ada) = with_ada().await;

    let answer = introspect(&polar, &format!("Bearer {}", ada.mint())).await;

    assert_eq!(answer.header("x-polar-sandbox"), None);
}

#[tokio::test]
async fn the_old_root_still_works_and_says_that_it_is_old() {
    let (polar, ada) = with_ada().await;

    let answer = get(&polar, &format!("/api{INTROSPECT}"))
        .bearer(&ada.mint())
        .send()
        .await;

    assert_eq!(answer.status, 200);
    assert!(answer.header("x-polar-deprecation-notice").is_some());
}

#[tokio::test]
async fn any_origin_may_read_the_answers() {
    let (polar, ada) = with_ada().await;

    let answer = get(&polar, INTROSPECT)
        .bearer(&ada.mint())
        .header("Origin", "https://shop.example")
        .send()
        .await;

    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
}

#[tokio::test]
async fn a_preflight_allows_the_authorization_header() {
    let (polar, _) = with_ada().await;

    let answer = request(&polar, "OPTIONS", INTROSPECT)
        .header("Origin", "https://shop.example")
        .header("Access-Control-Request-Method", "GET")
        .send()
        .await;

    assert_eq!(answer.status, 200);
    let allowed = answer.header("access-control-allow-headers").unwrap();
    assert!(
        allowed.contains("Authorization") && allowed.contains("Polar-Version"),
        "{allowed}"
    );
}
