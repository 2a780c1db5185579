//! What each fault makes of an answer.

use std::io::ErrorKind;

use customer_session_test::polar::Fault;
use serde_json::json;

use super::faulted;

#[tokio::test]
async fn dropping_closes_the_connection_without_an_answer() {
    let error = faulted(Fault::Drop).await.unwrap_err();

    assert!(
        matches!(
            error.kind(),
            ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_truncated_answer_announces_more_than_it_sends() {
    let answer = faulted(Fault::Truncated).await.unwrap();

    let whole = r#"{"expires_at":"2026-01-01T01:00:00Z","return_url":null}"#;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-length"),
        Some(&*whole.len().to_string())
    );
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.body, whole[..whole.len() / 2]);
    assert!(!answer.complete);
}

#[tokio::test]
async fn truncated_json_is_a_complete_answer() {
    let answer = faulted(Fault::TruncatedJson).await.unwrap();

    assert!(answer.complete);
    assert_eq!(answer.status, 200);
    assert!(serde_json::from_str::<serde_json::Value>(&answer.body).is_err());
}

#[tokio::test]
async fn the_wrong_content_type_changes_nothing_else() {
    let answer = faulted(Fault::WrongContentType).await.unwrap();

    assert_eq!(answer.header("content-type"), Some("text/plain"));
    assert_eq!(
        answer.json(),
        json!({ "expires_at": "2026-01-01T01:00:00Z", "return_url": null })
    );
}

#[tokio::test]
async fn a_crash_is_plain_text_without_a_version() {
    let answer = faulted(Fault::ServerError).await.unwrap();

    assert_eq!(answer.status, 500);
    assert!(
        answer
            .header("content-type")
            .unwrap()
            .starts_with("text/plain")
    );
    assert_eq!(answer.header("polar-version"), None);
    assert_eq!(answer.body, "Internal Server Error");
}

#[tokio::test]
async fn a_proxys_page_is_html_with_any_status() {
    for status in [200, 502] {
        let answer = faulted(Fault::Html(status)).await.unwrap();

        assert_eq!(answer.status, status);
        assert!(
            answer
                .header("content-type")
                .unwrap()
                .starts_with("text/html")
        );
        assert!(answer.body.starts_with("<!DOCTYPE html>"));
        assert_eq!(answer.header("polar-version"), None);
    }
}

#[tokio::test]
async fn a_rate_limit_has_an_empty_body_and_says_when_to_retry() {
    let answer = faulted(Fault::RateLimited {
        retry_after: Some(60),
    })
    .await
    .unwrap();

    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("retry-after"), Some("60"));
    assert_eq!(answer.header("content-type"), None);
    assert_eq!(answer.body, "");
}

#[tokio::test]
async fn a_rate_limit_may_not_say_when_to_retry() {
    let answer = faulted(Fault::RateLimited { retry_after: None })
        .await
        .unwrap();

    assert_eq!((answer.status, answer.header("retry-after")), (429, None));
}

#[tokio::test]
async fn a_redirect_names_its_target() {
    let answer = faulted(Fault::Redirect("http://evil.example/".to_owned()))
        .await
        .unwrap();

    assert_eq!(
        (answer.status, answer.header("location")),
        (307, Some("http://evil.example/"))
    );
}

#[tokio::test]
async fn any_status_type_and_body_can_be_sent() {
    let fault = Fault::Status(
        418,
        "application/problem+json".to_owned(),
        r#"{"title":"teapot"}"#.to_owned(),
    );
    let answer = faulted(fault).await.unwrap();

    assert_eq!(
        (answer.status, answer.header("content-type")),
        (418, Some("application/problem+json"))
    );
    assert_eq!(answer.json(), json!({ "title": "teapot" }));
}

#[tokio::test]
async fn a_good_token_can_be_called_invalid() {
    let answer = faulted(Fault::InvalidToken).await.unwrap();

    assert_eq!(
        (answer.status, &answer.json()["error"]),
        (401, &json!("invalid_token"))
    );
}

#[tokio::test]
async fn a_good_token_can_go_unnoticed() {
    let answer = faulted(Fault::Unauthorized).await.unwrap();

    assert_eq!(
        (answer.status, answer.header("www-authenticate")),
        (401, Some(r#"Bearer realm="polar""#))
    );
}
