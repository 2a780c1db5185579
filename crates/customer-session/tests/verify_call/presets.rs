//! Issuers whose answers are known, on answers of their shape.

use customer_session::{
    Reason,
    provider::verify_call::{VerifyCallProvider, VerifyCallProviderBuilder},
};
use serde_json::json;

use crate::common::{
    Answer, DENIED, MALFORMED, MISCONFIGURED, Server, TOKEN, UNAVAILABLE, at, config, refused,
    verify,
};

/// As Stytch's API reference shows it, shortened.
const STYTCH: &str = r#"{"status_code":200,"request_id":"request-id-test-1",
    "session":{"session_id":"session-test-1","user_id":"user-test-1","roles":["editor"],
        "started_at":"2027-01-15T07:00:00Z","last_accessed_at":"2027-01-15T08:00:00Z",
        "expires_at":"2027-01-15T09:00:00Z","attributes":{"ip_address":"","user_agent":""},
        "authentication_factors":[{"type":"password","delivery_method":"knowledge"}]},
    "session_token":"mZAYn5aLEqKUlZ_Ad9U_fWr38GaAQ1oFAhT8ds245v7Q","session_jwt":"eyJ.eyJ.x",
    "user":{"user_id":"user-test-1","external_id":"ours-1","status":"active",
        "emails":[{"email_id":"email-test-1","email":"ada@shop.example","verified":true}],
        "name":{"first_name":"Ada","middle_name":"","last_name":"Lovelace"}}}"#;

/// As Unkey's API reference shows it, shortened.
const UNKEY: &str = r#"{"meta":{"requestId":"req_1"},"data":{"valid":true,"code":"VALID",
    "keyId":"key_1","name":"Ada's","enabled":true,"credits":100,"expires":1800003600000,
    "permissions":["orders.read","orders.write"],"roles":["admin"],"meta":{"plan":"pro"},
    "identity":{"id":"id_1","externalId":"user_1","meta":{}},
    "ratelimits":[{"name":"requests","limit":10,"remaining":9,"reset":1000}]}}"#;

fn stytch(server: &Server) -> VerifyCallProviderBuilder {
    VerifyCallProvider::stytch("project-test-1", "secret-test-1")
        .endpoint(server.url("/v1/sessions/authenticate"))
}

fn unkey(server: &Server) -> VerifyCallProviderBuilder {
    VerifyCallProvider::unkey("unkey_1").endpoint(server.url("/v2/keys.verifyKey"))
}

#[tokio::test]
async fn stytch_says_whose_session_it_is() {
    let server = Server::stating(STYTCH);

    let session = verify(stytch(&server).build().unwrap()).await.unwrap();

    let customer = session.customer();
    assert_eq!(customer.id().as_str(), "user-test-1");
    assert_eq!(customer.external_id(), Some("ours-1"));
    assert_eq!(customer.email(), Some("ada@shop.example"));
    assert_eq!(customer.email_verified(), Some(true));
    assert_eq!(customer.name(), Some("Ada Lovelace"));
    assert_eq!(customer.provider(), "stytch");
    assert!(session.has_role("editor"));
    assert_eq!(session.issued_at(), Some(at(1_799_996_400)));
    assert_eq!(session.expires_at(), Some(at(1_800_003_600)));
    let asked = server.question();
    assert_eq!(asked.line, "POST /v1/sessions/authenticate HTTP/1.1");
    // printf '%s' 'project-test-1:secret-test-1' | base64
    assert_eq!(
        asked.header("authorization"),
        Some("Basic cHJvamVjdC10ZXN0LTE6c2VjcmV0LXRlc3QtMQ==")
    );
    // The session is not made longer.
    let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(body, json!({"session_token": TOKEN}));
}

#[tokio::test]
async fn a_user_of_stytch_of_whom_little_is_known_is_a_customer() {
    let little = r#"{"session":{"session_id":"s","user_id":"user-test-1","roles":[],
        "started_at":"2027-01-15T07:00:00Z","expires_at":"2027-01-15T09:00:00Z"},
        "user":{"user_id":"user-test-1","emails":[],"external_id":null,
        "name":{"first_name":"","middle_name":"","last_name":""}}}"#;
    let server = Server::stating(little);

    let session = verify(stytch(&server).build().unwrap()).await.unwrap();

    assert_eq!(session.customer().name(), None);
    assert_eq!(session.customer().email(), None);
}

#[tokio::test]
async fn stytch_says_no_in_its_own_way() {
    let error = |kind: &str, status| {
        let body = format!(
            r#"{{"status_code":{status},"request_id":"r","error_type":"{kind}","error_message":"x","error_url":"y"}}"#
        );
        Answer::json(status, &body)
    };
    for (answer, expected) in [
        (error("session_not_found", 404), DENIED),
        (error("project_not_found", 404), MISCONFIGURED),
        (error("route_not_found", 404), MISCONFIGURED),
        (
            error("unauthorized_credentials", 401),
            (500, Reason::CredentialsRefused),
        ),
        (
            error("too_many_requests", 429),
            (503, Reason::OwnRateLimited),
        ),
        (error("internal_server_error", 500), UNAVAILABLE),
        (error("invalid_argument", 400), MISCONFIGURED),
        // A session without an end is none of Stytch's.
        (
            Answer::json(200, r#"{"session":{"user_id":"u","expires_at":"soon"}}"#),
            MALFORMED,
        ),
        // What is about no session is no "no".
        (Answer::json(200, r#"{"status":"maintenance"}"#), MALFORMED),
    ] {
        let told = format!("{answer:?}");
        let server = Server::saying(answer);
        let outcome = refused(stytch(&server).build().unwrap()).await;
        assert_eq!(outcome, expected, "{told}");
    }
}

#[test]
fn the_project_says_which_server_of_stytch_is_asked() {
    for (project, host) in [
        ("project-test-1", "https://test.stytch.com/"),
        ("project-live-1", "https://api.stytch.com/"),
    ] {
        // Nothing is sent when a provider is built, and its `Debug` tells where it will ask.
        let provider = VerifyCallProvider::stytch(project, "secret").build();
        let printed = format!("{:?}", provider.unwrap());
        assert!(printed.contains(host), "{printed}");
    }
}

#[tokio::test]
async fn unkey_says_whose_key_it_is() {
    let server = Server::stating(UNKEY);

    let session = verify(unkey(&server).build().unwrap()).await.unwrap();

    assert_eq!(session.customer().id().as_str(), "user_1");
    assert_eq!(session.customer().provider(), "unkey");
    assert!(session.has_scope("orders.read") && session.has_scope("orders.write"));
    assert!(session.has_role("admin"));
    assert_eq!(session.expires_at(), Some(at(1_800_003_600)));
    let asked = server.question();
    assert_eq!(asked.header("authorization"), Some("Bearer unkey_1"));
    let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(body, json!({"key": TOKEN, "credits": {"cost": 0}}));
}

#[tokio::test]
async fn a_key_of_unkey_without_an_end_is_good_and_one_of_nobody_is_not() {
    let endless = UNKEY.replace(r#""expires":1800003600000,"#, "");
    let server = Server::stating(&endless);
    let session = verify(unkey(&server).build().unwrap()).await.unwrap();
    assert_eq!(session.expires_at(), None);

    let nobodys = r#"{"data":{"valid":true,"code":"VALID","keyId":"key_1"}}"#;
    let server = Server::stating(nobodys);
    let outcome = refused(unkey(&server).build().unwrap()).await;
    assert_eq!(outcome, (401, Reason::ClaimsMissing));
}

/// Always 200, and never a "yes".
#[tokio::test]
async fn every_code_of_unkey_has_its_outcome() {
    const LIMITED: (u16, Reason) = (429, Reason::RateLimited);
    for (code, expected) in [
        ("NOT_FOUND", DENIED),
        ("FORBIDDEN", DENIED),
        ("INSUFFICIENT_PERMISSIONS", DENIED),
        ("DISABLED", DENIED),
        ("EXPIRED", (401, Reason::TokenExpired)),
        ("USAGE_EXCEEDED", LIMITED),
        ("RATE_LIMITED", LIMITED),
        ("SOMETHING_NEW", DENIED),
    ] {
        let body = format!(
            r#"{{"meta":{{"requestId":"r"}},"data":{{"valid":false,"code":"{code}","identity":{{"externalId":"user_1"}}}}}}"#
        );
        let server = Server::stating(&body);
        let (_, config) = config(unkey(&server).build().unwrap());

        let rejection = config.verify(TOKEN).await.unwrap_err();
        assert_eq!((rejection.status(), rejection.reason()), expected, "{code}");

        // A limit says nothing against the key, and is over when Unkey says so.
        server.now_says(Answer::json(200, UNKEY));
        let next = config.verify(TOKEN).await;
        assert_eq!(next.is_ok(), expected == LIMITED, "{code}: {next:?}");
    }
}

#[tokio::test]
async fn what_unkey_says_of_us_is_no_denial() {
    for (answer, expected) in [
        (Answer::json(401, "{}"), (500, Reason::CredentialsRefused)),
        (Answer::json(403, "{}"), (500, Reason::CredentialsRefused)),
        (Answer::json(429, "{}"), (503, Reason::OwnRateLimited)),
        (Answer::json(500, "{}"), UNAVAILABLE),
        (Answer::json(200, r#"{"data":{}}"#), MALFORMED),
    ] {
        let server = Server::saying(answer);
        assert_eq!(refused(unkey(&server).build().unwrap()).await, expected);
    }
}
