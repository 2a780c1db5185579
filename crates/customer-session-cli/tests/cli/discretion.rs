//! A token is never printed whole, wherever it was put.

use crate::command::{command, feed, run_in};

const JWT: &str =
    "eyJhbGciOiJFUzI1NiIsImtpZCI6ImtleS0xIn0.eyJzdWIiOiJjYW5hcnkifQ.Y2FuYXJ5LWNhbmFyeS1jYW5hcnk";
const POLAR: &str = "polar_cst_CanaryCanaryCanaryCanaryCanaryCanaryCan123456";
const OPAQUE: &str = "Canary0123456789Canary0123456789Canary0123456789==";
const STRIPE: &str = "cuss_secret_Canary/Canary0123456789:Canary0123456789";
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nCanary0123456789Canary0123456789/Canary\n-----END PRIVATE KEY-----\n";

/// A private key, of which the end was not copied.
const JWK: &str =
    r#"{"kty":"OKP","crv":"Ed25519","d" : "CanaryCanaryCanaryCanaryCanaryCanaryCanaryCanary""#;

/// Where somebody may put a token by mistake. `@` stands for it.
const PLACES: &[&str] = &[
    "@",
    "--@",
    "-x@",
    "verify @",
    "verify @ @",
    "verify @ @ --jwks jwks.json",
    "verify --@ --jwks jwks.json x",
    "verify --json=@ --jwks jwks.json x",
    "verify --jwks @ x",
    "verify --jwks=@ x",
    "verify --jwks jwks.json --issuer @ x",
    "verify --jwks jwks.json --audience @ x",
    "verify --jwks jwks.json --algorithms @ x",
    "verify --jwks jwks.json --algorithms RS256,@ x",
    "verify --jwks jwks.json --typ @ x",
    "verify --jwks jwks.json --leeway @ x",
    "verify --jwks jwks.json --leeway=@ x",
    "verify --jwks jwks.json @",
    "verify --jwks jwks.json --json @",
    "verify --discover --issuer @ x",
    "verify --discover @ x",
    "verify --polar @ x",
    "verify --polar --organization-id @ x",
    "verify --polar --organization-id=@ x",
    "verify --polar --polar-server @ x",
    "verify --polar --access-token-file @ x",
    "verify --config @ x",
    "verify --config=@ x",
    "verify --config missing.toml --env-prefix @ x",
    "verify --introspect @ --client-id a --client-secret-file jwks.json x",
    "verify --introspect https://login.example --client-id a --client-secret-file @ x",
    "verify --introspect https://login.example --client-auth @ x",
    "mint @",
    "mint key @",
    "mint key --algorithm @",
    "mint key --jwks-out no/such/folder --out @",
    "mint token --key @ --issuer https://a.example --audience a --subject s",
    "mint token --key key.pem --issuer @ --audience a --subject s",
    "mint token --key key.pem --issuer https://a.example --audience a --subject s --lifetime @",
    "mint token --key key.pem --issuer https://a.example --audience a --subject s --claim @",
    "mint token --key key.pem --issuer https://a.example --audience a --subject s --claim a=@",
    "fake @",
    "fake polar @",
    "fake polar --port @",
    "fake stripe --port @",
    "fake introspection --port @",
    "fake stripe @",
    "fake polar --port 0 --webhook-url @",
];

#[test]
fn a_token_in_the_wrong_place_is_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let made = run_in(
        folder.path(),
        &["mint", "key", "--out", "key.pem", "--jwks-out", "jwks.json"],
    );
    assert_eq!(made.code, Some(0));
    let (prefixed, spaced) = (format!("Bearer {JWT}"), format!(" {POLAR}"));
    for (token, secret) in [
        (JWT, JWT),
        (POLAR, POLAR),
        (OPAQUE, OPAQUE),
        (KEY, KEY.trim()),
        (&prefixed, JWT),
        (&spaced, POLAR),
        (JWK, "CanaryCanary"),
        (STRIPE, STRIPE),
    ] {
        for place in PLACES {
            let args: Vec<_> = place
                .split(' ')
                .map(|word| word.replace('@', token))
                .collect();
            let mut command = command(&args);
            command
                .current_dir(folder.path())
                .env("POLAR_ACCESS_TOKEN", "polar_oat_none")
                .env(
                    "POLAR_ORGANIZATION_ID",
                    "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01",
                );

            let ran = feed(&mut command, b"");

            let said = format!("{}{}", ran.stdout, ran.stderr);
            assert!(matches!(ran.code, Some(1 | 2)), "{place}: {ran:?}");
            assert!(!said.is_empty(), "{place}");
            assert!(!said.contains(secret), "{place}: {said}");
            // Nor most of it.
            let most = secret.get(8..40).unwrap_or(secret);
            assert!(!said.contains(most), "{place}: {said}");
        }
    }
}

#[test]
fn what_stands_where_nothing_is_expected_is_not_repeated_whatever_its_form() {
    // It could be a path.
    let token = "canary/canary+canary==";
    for place in [
        "@",
        "verify a @ --jwks jwks.json",
        "verify --jwks a --json=@ x",
        "fake @",
    ] {
        let args = place.split(' ').map(|word| word.replace('@', token));

        let ran = feed(&mut command(args), b"");

        assert_eq!(ran.code, Some(2), "{place}");
        assert!(
            ran.stderr.contains("canary… (22 characters)"),
            "{}",
            ran.stderr
        );
        assert!(!ran.stderr.contains(token), "{}", ran.stderr);
    }
}

#[test]
fn a_token_on_stdin_is_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    run_in(
        folder.path(),
        &["mint", "key", "--out", "key.pem", "--jwks-out", "jwks.json"],
    );
    for source in [
        &["--jwks", "jwks.json"][..],
        &["--json", "--jwks", "jwks.json"],
    ] {
        let mut command = command(["verify", "-"].iter().chain(source));

        let ran = feed(
            command.current_dir(folder.path()),
            format!("{JWT}\n{POLAR}\n{OPAQUE}\n Bearer {JWT}\n{KEY}").as_bytes(),
        );

        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        for token in [JWT, POLAR, OPAQUE, &KEY[28..60]] {
            assert!(!said.contains(token), "{said}");
            assert!(!said.contains("Canary"), "{said}");
        }
    }
}

#[test]
fn a_wrong_access_token_in_the_environment_is_not_repeated() {
    let mut command = command(["verify", "--polar", "x"]);
    command
        .env("POLAR_ACCESS_TOKEN", POLAR)
        .env("POLAR_ORGANIZATION_ID", POLAR);

    let ran = feed(&mut command, b"");

    assert_eq!(ran.code, Some(2));
    assert!(!ran.stderr.contains("Canary"), "{}", ran.stderr);
}

#[test]
fn what_stands_where_a_path_is_expected_is_not_repeated_unless_it_may_be_one() {
    let folder = tempfile::tempdir().unwrap();
    let token = "Canary01/Canary234567+Canary/89==";
    for place in [
        "verify --jwks @ x",
        "verify --jwks=@ x",
        "verify --polar --organization-id 7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01 --access-token-file @ x",
        "mint key --out @",
        "mint key --out key.pem --jwks-out=@",
        "mint token --key @ --issuer https://a.example --audience a --subject s",
    ] {
        for (value, is_shown) in [
            (token, false),
            ("./missing/of-the-shop.json", false),
            ("./of-the-whole-shop/missing.json", false),
            ("keys/of-the-whole-shop/keys.json", true),
        ] {
            std::fs::create_dir_all(folder.path().join("keys/of-the-whole-shop/keys.json"))
                .unwrap();
            let args: Vec<_> = place
                .split(' ')
                .map(|word| word.replace('@', value))
                .collect();

            let ran = feed(command(&args).current_dir(folder.path()), b"");

            assert_eq!(ran.code, Some(2), "{args:?}: {ran:?}");
            assert_eq!(ran.stderr.contains(value), is_shown, "{args:?}: {ran:?}");
        }
    }
}
