//! What is wrong usage, and what the help says.

use crate::command::{run, run_in};

#[test]
fn wrong_usage_and_wrong_configuration_end_with_2_and_say_what_to_mend() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("empty.json"), r#"{"keys":[]}"#).unwrap();
    std::fs::write(folder.path().join("text.json"), "no keys").unwrap();
    for (args, mend) in [
        ("verify", "<TOKEN>"),
        ("verify x", "--jwks"),
        ("verify --jwks a --discover x", "cannot be used with"),
        ("verify --jwks a --polar x", "cannot be used with"),
        ("verify --discover x", "--issuer"),
        (
            "verify --polar --issuer https://shop.example x",
            "cannot be used with",
        ),
        (
            "verify --jwks a --polar-server sandbox x",
            "cannot be used with",
        ),
        (
            "verify --jwks a --organization-id 1 x",
            "cannot be used with",
        ),
        (
            "verify --jwks a --access-token-file f x",
            "cannot be used with",
        ),
        ("verify --jwks missing.json x", "missing.json"),
        ("verify --jwks empty.json x", "jwks_file"),
        ("verify --jwks text.json x", "jwks_file"),
        ("verify --jwks http://login.shop.example/jwks x", "https"),
        ("verify --jwks ftp://login.shop.example/jwks x", "https"),
        ("verify --discover --issuer shop.example x", "https"),
        ("verify --jwks empty.json --algorithms RS255 x", "RS256"),
        ("verify --jwks empty.json --algorithms none x", "RS256"),
        ("verify --jwks empty.json --algorithms HS256 x", "RS256"),
        (
            "verify --jwks empty.json --typ any --typ at+jwt x",
            "--typ any",
        ),
        ("verify --jwks empty.json --leeway 301 x", "300 s"),
        ("verify --jwks empty.json --leeway soon x", "--leeway"),
        ("verify --polar x", "POLAR_ORGANIZATION_ID"),
        (
            "verify --polar --organization-id 7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01 x",
            "POLAR_ACCESS_TOKEN",
        ),
        ("verify --config a --jwks b x", "cannot be used with"),
        (
            "verify --config a --issuer https://shop.example x",
            "cannot be used with",
        ),
        ("verify --config missing.toml x", "missing.toml"),
        ("verify --config text.json x", "text.json"),
        ("verify --config settings.yaml x", ".toml or .json"),
        ("verify --env-prefix SHOP --polar x", "cannot be used with"),
        ("verify --stripe --polar x", "cannot be used with"),
        ("verify --client-id a x", "--introspect"),
        ("verify --client-id a --polar x", "cannot be used with"),
        (
            "verify --introspect https://login.example --client-id a x",
            "INTROSPECTION_CLIENT_SECRET",
        ),
        (
            "verify --introspect https://login.example --client-secret-file text.json x",
            "--client-id",
        ),
        (
            "verify --introspect http://login.example --client-id a --client-secret-file text.json x",
            "https",
        ),
        (
            "verify --introspect https://login.example --client-auth digest x",
            "basic, post or bearer",
        ),
        (
            "verify --introspect https://login.example --client-id a --client-auth bearer x",
            "leave --client-id out",
        ),
        ("mint", "Usage"),
        ("mint key --algorithm HS256", "EdDSA"),
        (
            "mint token --key a --issuer https://shop.example --subject c1",
            "--audience",
        ),
        (
            "mint token --key a --issuer https://shop.example --subject c1 --audience b --lifetime soon",
            "15m",
        ),
        ("fake", "Usage"),
        ("fake polar --port 65536", "--port"),
        (
            "fake polar --port 0 --webhook-url https://shop.example",
            "--webhook-url",
        ),
        ("fake stripe --port 65536", "--port"),
        ("fake introspection --port 65536", "--port"),
        ("unheard-of", "unheard-of"),
        ("", "Usage"),
    ] {
        let words: Vec<_> = args.split(' ').filter(|word| !word.is_empty()).collect();

        let ran = run_in(folder.path(), &words);

        assert_eq!(ran.code, Some(2), "{args}: {ran:?}");
        assert!(ran.stderr.contains(mend), "{args}: {ran:?}");
        assert_eq!(ran.stdout, "", "{args}");
    }
}

#[test]
fn help_tells_the_exit_codes_and_what_a_verdict_looks_like() {
    for args in [&["verify", "--help"][..], &["verify", "-h"]] {
        let ran = run(args);

        assert_eq!(ran.code, Some(0));
        for said in [
            "--jwks <FILE|URL>",
            "POLAR_ACCESS_TOKEN",
            "INTROSPECTION_CLIENT_SECRET",
            "--config <FILE>",
            "0  every token was accepted",
            "3  a token could not be judged",
            r#"{"outcome":"rejected","status":401,"reason":"signature_invalid","detail":…}"#,
        ] {
            assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
        }
    }
}

#[test]
fn the_help_of_minting_says_whom_the_output_is_for() {
    assert!(
        run(["mint", "token", "--help"])
            .stdout
            .contains("for development")
    );
    assert!(
        run(["mint", "key", "--help"])
            .stdout
            .contains("not overwritten")
    );
    assert_eq!(run(["--version"]).code, Some(0));
}
