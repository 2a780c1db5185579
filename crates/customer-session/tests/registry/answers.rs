//! Answers of issuers that created a session.

use std::time::{Duration, UNIX_EPOCH};

use customer_session::provider::registry::{IssuedToken, TimeFormat};

/// As Paddle's API reference shows it.
pub(crate) const PADDLE: &str = r#"{"data":{
    "customer_auth_token":"pca_01hstrngzv6v4ard25jgvywwqq_01hsgrwf0ev6gxm74bp0gebxas_o7scuiadqtvbtspkmbwfnyrvyrq3zig6",
    "expires_at":"2024-10-12T07:20:50.52Z"},"meta":{"request_id":"b15ec92e-8688-40d4-a04d-f44cbec93355"}}"#;

pub(crate) const PADDLES_TOKEN: &str =
    "pca_01hstrngzv6v4ard25jgvywwqq_01hsgrwf0ev6gxm74bp0gebxas_o7scuiadqtvbtspkmbwfnyrvyrq3zig6";

/// As Autumn's API reference shows it.
const AUTUMN: &str = r#"{"access_token":"am_jwt_a.b.c","refresh_token":"am_jwt_d.e.f",
    "expires_at":1781113864000,"refresh_expires_at":1781196664000}"#;

#[test]
fn paddles_answer_ends_at_a_time_of_rfc_3339() {
    let issued = IssuedToken::paddle(PADDLE.as_bytes()).unwrap();

    assert_eq!(issued.token().expose(), PADDLES_TOKEN);
    let end = UNIX_EPOCH + Duration::from_millis(1_728_717_650_520);
    assert_eq!(issued.expires_at(), end);
}

#[test]
fn autumns_answer_ends_at_a_number_of_milliseconds() {
    let issued = IssuedToken::autumn(AUTUMN.as_bytes()).unwrap();

    assert_eq!(issued.token().expose(), "am_jwt_a.b.c");
    let end = UNIX_EPOCH + Duration::from_secs(1_781_113_864);
    assert_eq!(issued.expires_at(), end);
}

#[test]
fn an_answer_of_any_shape_is_read_by_its_places() {
    let answer = br#"{"session":{"secret":"s_1"},"ttl":[1781113864]}"#;

    let issued = IssuedToken::read(answer, "/session/secret", "/ttl/0", TimeFormat::Seconds);

    assert_eq!(issued.unwrap().token().expose(), "s_1");
}

#[test]
fn what_tells_of_no_session_is_an_error_that_shows_nothing() {
    for answer in [
        "canary",
        "{}",
        r#"{"data":{"customer_auth_token":"canary"}}"#,
        r#"{"data":{"customer_auth_token":"canary","expires_at":null}}"#,
        r#"{"data":{"customer_auth_token":"canary","expires_at":1728717650}}"#,
        r#"{"data":{"customer_auth_token":"canary","expires_at":"2024-10-12T07:20:50"}}"#,
        r#"{"data":{"customer_auth_token":"canary","expires_at":"canary"}}"#,
        r#"{"data":{"customer_auth_token":"","expires_at":"2024-10-12T07:20:50Z"}}"#,
        r#"{"data":{"customer_auth_token":["canary"],"expires_at":"2024-10-12T07:20:50Z"}}"#,
        r#"{"error":{"code":"canary"}}"#,
    ] {
        let error = IssuedToken::paddle(answer.as_bytes()).unwrap_err();
        let printed = format!("{error} {error:?}");
        assert!(!printed.contains("canary"), "{answer}: {printed}");
    }
    // A token without an end could never be forgotten.
    let endless = AUTUMN.replace("1781113864000", "null");
    assert!(IssuedToken::autumn(endless.as_bytes()).is_err());
    let seconds = AUTUMN.replace("1781113864000", "1781113864");
    assert!(IssuedToken::autumn(seconds.as_bytes()).is_err());
}

#[test]
fn a_token_that_was_issued_is_not_printed() {
    let printed = format!("{:?}", IssuedToken::paddle(PADDLE.as_bytes()).unwrap());

    assert!(
        printed.contains("expires_at") && !printed.contains("pca_"),
        "{printed}"
    );
}
