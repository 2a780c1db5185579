//! Where the keys of an issuer come from: a file, an address, its metadata.

use std::fs;

use customer_session_test::issuer::{Endpoint, FakeIssuer, Fault};
use serde_json::json;

use crate::command::{Ran, command, feed};

/// An issuer in this process, which answers while the command runs.
async fn issuer() -> FakeIssuer {
    FakeIssuer::builder().path("/tenant").start().await.unwrap()
}

fn verify(args: &[&str], tokens: &[&str]) -> Ran {
    let mut command = command(["verify", "--json"].iter().chain(args).chain(&["-"]));
    feed(&mut command, tokens.join("\n").as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn keys_are_read_from_a_file() {
    let issuer = issuer().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("jwks.json");
    let keys = json!({ "keys": [issuer.jwk(&issuer.key_id())] });
    fs::write(&file, keys.to_string()).unwrap();

    let ran = verify(
        &["--jwks", file.to_str().unwrap(), "--issuer", &issuer.url()],
        &[&issuer.mint_for("ada")],
    );

    assert_eq!(
        (ran.code, ran.verdicts()),
        (Some(0), vec!["accepted".to_owned()])
    );
    assert_eq!(issuer.total_calls(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn keys_are_fetched_from_an_address_once() {
    let issuer = issuer().await;

    let ran = verify(
        &[
            "--jwks",
            &issuer.jwks_url(),
            "--audience",
            &issuer.audience(),
        ],
        &[&issuer.mint_for("ada"), &issuer.mint_for("bo")],
    );

    assert_eq!(ran.code, Some(0), "{ran:?}");
    let customers: Vec<_> = ran
        .json()
        .iter()
        .map(|line| line["customer"]["id"].clone())
        .collect();
    assert_eq!(customers, ["ada", "bo"]);
    assert_eq!(issuer.calls(Endpoint::Jwks), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn keys_are_found_by_the_issuers_metadata() {
    let issuer = issuer().await;

    let ran = verify(
        &[
            "--discover",
            "--issuer",
            &issuer.url(),
            "--audience",
            &issuer.audience(),
        ],
        &[&issuer.mint_for("ada")],
    );

    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.json()[0]["customer"]["provider"], issuer.url());
    assert_eq!(issuer.calls(Endpoint::Jwks), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_new_key_is_found_while_the_command_runs() {
    let issuer = issuer().await;
    let first = issuer.mint_for("ada");
    issuer.rotate();
    let second = issuer.mint_for("ada");

    let ran = verify(&["--jwks", &issuer.jwks_url()], &[&first, &second]);

    assert_eq!(ran.verdicts(), ["accepted", "accepted"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_issuer_that_cannot_be_asked_ends_with_3_and_is_no_denial() {
    let issuer = issuer().await;
    let token = issuer.mint_for("ada");
    for fault in [
        Fault::Refuse,
        Fault::Drop,
        Fault::status(500),
        Fault::Html(200),
        Fault::TruncatedJson,
        Fault::Redirect("http://127.0.0.1:1/".to_owned()),
    ] {
        issuer.fault(fault.clone());
        for source in [
            vec!["--jwks".to_owned(), issuer.jwks_url()],
            vec!["--discover".to_owned(), "--issuer".to_owned(), issuer.url()],
        ] {
            let source: Vec<_> = source.iter().map(String::as_str).collect();

            // An empty line is a denial whatever the issuer does; the fault outweighs it.
            let ran = verify(&source, &["", &token, ""]);

            assert_eq!(ran.code, Some(3), "{fault:?}: {ran:?}");
            let line = &ran.json()[1];
            assert_eq!(line["outcome"], "rejected");
            assert!(line["status"].as_u64().unwrap() >= 500, "{fault:?}: {line}");
        }
    }
    issuer.clear_faults();
    assert_eq!(
        verify(&["--jwks", &issuer.jwks_url()], &[&token]).code,
        Some(0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn metadata_of_another_issuer_is_not_believed() {
    let issuer = issuer().await;
    let token = issuer.mint_for("ada");
    issuer.claim_issuer("https://other.example");

    let ran = verify(&["--discover", "--issuer", &issuer.url()], &[&token]);

    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.json()[0]["status"].as_u64().unwrap() >= 500);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_person_is_told_that_nobody_could_be_asked() {
    let issuer = issuer().await;
    let token = issuer.mint_for("ada");
    issuer.fault(Fault::Refuse);

    let mut command = command(["verify", "--jwks", &issuer.jwks_url(), &token]);
    let ran = feed(&mut command, b"");

    assert_eq!(ran.code, Some(3));
    assert!(
        ran.stdout
            .contains("could not ask: issuer_unavailable (503)\n"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("refused"), "{}", ran.stdout);
}
