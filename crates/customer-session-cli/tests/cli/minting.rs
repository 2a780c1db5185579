//! Keys and tokens for development.

use std::{fs, path::Path, process::Stdio};

use serde_json::Value;

use crate::command::{command, run_in};

/// A token of `key.pem` in this folder.
pub(crate) fn mint(folder: &Path, more: &[&str]) -> String {
    let mut args = vec![
        "mint",
        "token",
        "--key",
        "key.pem",
        "--issuer",
        "https://shop.example",
    ];
    args.extend(["--audience", "orders", "--subject", "c1"]);
    args.extend(more);
    let ran = run_in(folder, &args);
    assert_eq!((ran.code, &*ran.stderr), (Some(0), ""), "{ran:?}");
    ran.stdout.trim_end().to_owned()
}

#[test]
fn what_is_minted_is_accepted_whatever_the_algorithm() {
    for algorithm in ["EdDSA", "ES256", "RS256"] {
        let folder = tempfile::tempdir().unwrap();
        let key = run_in(
            folder.path(),
            &["mint", "key", "--algorithm", algorithm, "--out", "key.pem"],
        );
        assert_eq!(key.code, Some(0), "{key:?}");
        fs::write(folder.path().join("jwks.json"), &key.stdout).unwrap();
        let token = mint(
            folder.path(),
            &[
                "--email",
                "ada@shop.example",
                "--name",
                "Ada",
                "--scope",
                "orders:read",
                "--scope",
                "orders:write",
                "--lifetime",
                "90s",
                "--claim",
                "plan=\"pro\"",
                "--claim",
                "seats=3",
            ],
        );

        let verified = run_in(
            folder.path(),
            &[
                "verify",
                "--json",
                "--jwks",
                "jwks.json",
                "--issuer",
                "https://shop.example",
                "--audience",
                "orders",
                "--algorithms",
                algorithm,
                "--typ",
                "at+jwt",
                &token,
            ],
        );

        assert_eq!(verified.code, Some(0), "{verified:?}");
        let line = &verified.json()[0];
        assert_eq!(line["outcome"], "accepted");
        assert_eq!(line["customer"]["id"], "c1");
        assert_eq!(line["customer"]["email"], "ada@shop.example");
        assert_eq!(line["customer"]["name"], "Ada");
        assert_eq!(line["customer"]["provider"], "https://shop.example");
        assert_eq!(line["customer"]["external_id"], Value::Null);
        assert_eq!(line["scopes"][1], "orders:write");
        assert!(line["expires_at"].as_str().unwrap().ends_with('Z'));
        assert!(line.get("member").is_none());
    }
}

#[test]
fn a_key_set_holds_the_public_half_only() {
    for algorithm in ["EdDSA", "ES256", "RS256"] {
        let folder = tempfile::tempdir().unwrap();

        let key = run_in(
            folder.path(),
            &["mint", "key", "--algorithm", algorithm, "--out", "key.pem"],
        );

        let jwk = &key.json()[0]["keys"][0];
        assert_eq!(jwk["alg"], algorithm);
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(jwk.get(private).is_none(), "{private}");
        }
        let pem = fs::read_to_string(folder.path().join("key.pem")).unwrap();
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        assert!(!key.stdout.contains("PRIVATE"));
    }
}

#[test]
#[cfg(unix)]
fn only_its_owner_can_read_a_key() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();

    run_in(folder.path(), &["mint", "key"]);

    let key = fs::metadata(folder.path().join("signing-key.pem")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
}

#[test]
fn no_file_is_overwritten_and_half_a_pair_is_not_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("taken"), "precious").unwrap();
    for args in [
        &["mint", "key", "--out", "taken"][..],
        &["mint", "key", "--out", "taken", "--jwks-out", "new"],
        &["mint", "key", "--out", "new", "--jwks-out", "taken"],
        &["mint", "key", "--out", "new", "--jwks-out", "new"],
        &["mint", "key", "--out", "no/such/folder"],
    ] {
        let ran = run_in(folder.path(), args);

        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{args:?}");
        assert_eq!(fs::read_to_string(path("taken")).unwrap(), "precious");
        assert!(!path("new").exists(), "{args:?}");
    }
}

/// A disk that is full.
#[test]
#[cfg(target_os = "linux")]
fn a_key_whose_public_half_could_not_be_told_is_not_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let full = fs::OpenOptions::new().write(true).open("/dev/full");
    let mut command = command(["mint", "key", "--out", "new"]);
    command.current_dir(folder.path()).stdout(full.unwrap());

    let status = command.stderr(Stdio::null()).status().unwrap();

    assert_eq!(status.code(), Some(3));
    assert!(!folder.path().join("new").exists());
}

#[test]
fn what_cannot_be_signed_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), &["mint", "key", "--out", "key.pem"]);
    fs::write(folder.path().join("text.pem"), "no key").unwrap();
    for (key, issuer, more, mend) in [
        (
            "text.pem",
            "https://shop.example",
            "--name=Ada",
            "signing_key",
        ),
        (
            "missing.pem",
            "https://shop.example",
            "--name=Ada",
            "missing.pem",
        ),
        ("key.pem", "http://shop.example", "--name=Ada", "https"),
        (
            "key.pem",
            "https://shop.example",
            "--lifetime=1s",
            "lifetime",
        ),
        (
            "key.pem",
            "https://shop.example",
            "--lifetime=25h",
            "lifetime",
        ),
        ("key.pem", "https://shop.example", "--claim=exp=1", "exp"),
        (
            "key.pem",
            "https://shop.example",
            "--claim=plan=pro",
            "quotes",
        ),
    ] {
        let ran = run_in(
            folder.path(),
            &[
                "mint",
                "token",
                "--key",
                key,
                "--issuer",
                issuer,
                "--audience",
                "orders",
                "--subject",
                "c1",
                more,
            ],
        );

        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{more}: {ran:?}");
        assert!(ran.stderr.contains(mend), "{more}: {ran:?}");
    }
}
