//! Sessions of Polar, asked about at the fake in a process of its own.

use std::fs;

use serde_json::Value;

use crate::{
    command::{Ran, command, feed},
    fake_polar::FakePolar,
};

fn verify(fake: &FakePolar, tokens: &[&str]) -> Ran {
    let server = fake.export("POLAR_SERVER");
    let mut command = command(["verify", "--json", "--polar", "--polar-server", server, "-"]);
    feed(fake.told(&mut command), tokens.join("\n").as_bytes())
}

fn tampered(token: &str) -> String {
    let (start, last) = token.split_at(token.len() - 1);
    format!("{start}{}", if last == "a" { "b" } else { "a" })
}

#[test]
fn a_customers_session_and_a_members_are_accepted() {
    let fake = FakePolar::start();

    let ran = verify(&fake, &[fake.export("ADA"), fake.export("BO")]);

    assert_eq!(ran.code, Some(0), "{ran:?}");
    let [ada, bo] = &*ran.json() else {
        panic!("two lines")
    };
    assert_eq!(ada["customer"]["external_id"], "ada");
    assert_eq!(ada["customer"]["email"], "ada@shop.example");
    assert_eq!(ada["customer"]["provider"], "polar");
    assert!(ada.get("member").is_none());
    assert_eq!(bo["customer"]["external_id"], "bo-team");
    assert_eq!(bo["member"]["email"], "bo@shop.example");
    assert!(ada["expires_at"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn tampered_foreign_and_unknown_sessions_are_rejected_each_with_its_reason() {
    let (fake, other) = (FakePolar::start(), FakePolar::start());

    let ran = verify(
        &fake,
        &[
            "",
            &tampered(fake.export("ADA")),
            fake.export("MALLORY"),
            other.export("ADA"),
            "eyJhbGciOiJub25lIn0.e30.",
        ],
    );

    assert_eq!(
        ran.verdicts(),
        [
            "token_missing",
            "token_malformed",
            "not_our_customer",
            "token_denied",
            "token_unrecognized"
        ]
    );
    assert_eq!(ran.code, Some(1));
}

#[test]
fn a_long_list_of_unknown_sessions_is_judged_to_its_end() {
    let (fake, other) = (FakePolar::start(), FakePolar::start());
    let unknown = vec![other.export("ADA"); 2000];

    let ran = verify(&fake, &unknown);

    assert_eq!(ran.verdicts(), vec!["token_denied"; 2000]);
}

#[test]
fn a_polar_that_is_gone_ends_with_3_and_is_no_denial() {
    let mut fake = FakePolar::start();
    let ada = fake.export("ADA").to_owned();
    fake.kill();

    let ran = verify(&fake, &[&ada, "", &ada]);

    assert_eq!(ran.code, Some(3));
    assert_eq!(
        ran.verdicts(),
        ["issuer_unavailable", "token_missing", "issuer_unavailable"]
    );
    assert_eq!(ran.json()[0]["status"], 503);
}

#[test]
fn an_access_token_that_polar_refuses_ends_with_3() {
    let fake = FakePolar::start();
    let server = fake.export("POLAR_SERVER");
    let mut command = command(["verify", "--json", "--polar", "--polar-server", server]);
    fake.told(&mut command)
        .env("POLAR_ACCESS_TOKEN", "polar_oat_wrong")
        .arg(fake.export("ADA"));

    let ran = feed(&mut command, b"");

    assert_eq!(
        (ran.code, ran.verdicts()),
        (Some(3), vec!["credentials_refused".to_owned()])
    );
    assert_eq!(ran.json()[0]["status"], Value::from(500));
}

#[test]
fn access_token_and_organization_can_come_from_a_file_and_an_argument() {
    let fake = FakePolar::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    fs::write(&file, format!("{}\n", fake.export("POLAR_ACCESS_TOKEN"))).unwrap();
    let mut command = command(["verify", "--json", "--polar", fake.export("ADA")]);
    command
        .args(["--organization-id", fake.export("POLAR_ORGANIZATION_ID")])
        .arg("--access-token-file")
        .arg(&file)
        // They outweigh the environment.
        .env("POLAR_ACCESS_TOKEN", "polar_oat_wrong")
        .env("POLAR_ORGANIZATION_ID", "wrong")
        .env("POLAR_SERVER", fake.export("POLAR_SERVER"));

    let ran = feed(&mut command, b"");

    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn an_empty_file_or_variable_is_no_access_token() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    fs::write(&file, "\n").unwrap();
    let id = "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01";
    for more in [
        &[][..],
        &["--access-token-file", file.to_str().unwrap()],
        &["--access-token-file", "no/such/file"],
    ] {
        let mut command = command(["verify", "--polar", "--organization-id", id, "x"]);
        command.args(more).env("POLAR_ACCESS_TOKEN", "");

        let ran = feed(&mut command, b"");

        assert_eq!(ran.code, Some(2), "{more:?}: {ran:?}");
        assert!(ran.stderr.contains("access"), "{ran:?}");
    }
}
