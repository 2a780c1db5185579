//! The fake with people in it: what it prints is true.

use customer_session_test::polar::{Demo, FakePolar};
use serde_json::json;

use crate::client::{USER, create, get};

async fn demo() -> (Demo, String) {
    let demo = Demo::start(FakePolar::builder()).await.unwrap();
    let script = demo.to_string();
    (demo, script)
}

/// The value of a variable that the script exports.
fn exported(script: &str, name: &str) -> String {
    let mut exports = script
        .lines()
        .filter_map(|line| line.strip_prefix("export ")?.split_once('='));
    exports.find(|(known, _)| *known == name).unwrap().1.into()
}

#[tokio::test]
async fn the_sessions_that_it_prints_are_adas_own_bos_as_a_member_and_mallorys() {
    let (demo, script) = demo().await;

    for (name, prefix, kind, email) in [
        ("ADA", "polar_cst_", "customer", "ada@shop.example"),
        ("BO", "polar_mst_", "member", "bo@shop.example"),
        ("MALLORY", "polar_cst_", "customer", "ada@shop.example"),
    ] {
        let token = exported(&script, name);
        let user = get(demo.polar(), USER).bearer(&token).send().await.json();

        assert!(token.starts_with(prefix), "{name}");
        assert_eq!(
            (&user["type"], &user["email"]),
            (&json!(kind), &json!(email))
        );
    }
}

#[tokio::test]
async fn sessions_that_are_created_are_those_of_members() {
    let (demo, script) = demo().await;
    let access_token = exported(&script, "POLAR_ACCESS_TOKEN");

    for (body, email, role) in [
        (
            json!({ "external_customer_id": "ada" }),
            "ada@shop.example",
            "owner",
        ),
        (
            json!({ "external_customer_id": "bo-team", "external_member_id": "bo" }),
            "bo@shop.example",
            "member",
        ),
    ] {
        let created = create(demo.polar(), &access_token, body).await.json();
        let token = created["token"].as_str().unwrap();
        let user = get(demo.polar(), USER).bearer(token).send().await.json();

        assert!(token.starts_with("polar_mst_"), "{role}");
        assert_eq!(
            (&user["email"], &user["role"]),
            (&json!(email), &json!(role))
        );
    }
}

#[tokio::test]
async fn the_lines_that_it_prints_are_for_any_curl() {
    let (_demo, script) = demo().await;

    let bodies = script.lines().filter(|line| line.contains(" -d '{"));

    // `--json` came with curl 7.82.
    assert!(!script.contains("--json"), "{script}");
    assert_eq!(bodies.count(), 2);
    for line in script.lines().filter(|line| line.contains(" -d '{")) {
        assert!(
            line.contains(" -H 'Content-Type: application/json' "),
            "{line}"
        );
    }
}
