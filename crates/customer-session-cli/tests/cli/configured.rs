//! Tokens are judged by the settings in a file.

use std::{fs, path::Path};

use customer_session_stripe::NewCustomerSession;

use crate::{
    command::{Ran, command, feed},
    fake_polar::FakePolar,
    fake_stripe::FakeStripe,
    minting::mint,
};

fn polar(fake: &FakePolar) -> String {
    format!(
        "[providers.polar]\nserver = \"{}\"\norganization_id = \"{}\"\n\
         access_token = {{ env = \"POLAR_ACCESS_TOKEN\" }}\n",
        fake.export("POLAR_SERVER"),
        fake.export("POLAR_ORGANIZATION_ID"),
    )
}

fn verify(file: &Path, variables: &[(&str, &str)], more: &[&str], tokens: &[&str]) -> Ran {
    let mut command = command(["verify", "--config"]);
    command
        .arg(file)
        .args(more)
        .arg("-")
        .envs(variables.iter().copied());
    feed(&mut command, tokens.join("\n").as_bytes())
}

#[test]
fn every_provider_of_the_file_is_asked_about_its_own_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let fake = FakePolar::start();
    crate::command::run_in(
        folder.path(),
        &["mint", "key", "--out", "key.pem", "--jwks-out", "jwks.json"],
    );
    let signed = mint(folder.path(), &[]);
    let jwt = "[providers.jwt.shop]\nissuer = \"https://shop.example\"\n\
               audiences = [\"orders\"]\njwks_file = \"jwks.json\"\n";
    let file = folder.path().join("shop.toml");
    fs::write(&file, polar(&fake) + jwt).unwrap();
    let token = fake.export("POLAR_ACCESS_TOKEN");

    let ran = verify(
        &file,
        &[("POLAR_ACCESS_TOKEN", token)],
        &["--json"],
        &[fake.export("ADA"), "", &signed, fake.export("MALLORY")],
    );

    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(
        ran.verdicts(),
        ["accepted", "token_missing", "accepted", "not_our_customer"]
    );
    let lines = ran.json();
    assert_eq!(lines[0]["customer"]["provider"], "polar");
    assert_eq!(lines[2]["customer"]["provider"], "shop");
}

#[test]
fn variables_outweigh_the_file_where_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let fake = FakePolar::start();
    let file = folder.path().join("shop.toml");
    let broken = polar(&fake).replace(fake.export("POLAR_ORGANIZATION_ID"), "wrong");
    fs::write(&file, broken).unwrap();
    let id = fake.export("POLAR_ORGANIZATION_ID");
    let variables = [
        ("POLAR_ACCESS_TOKEN", fake.export("POLAR_ACCESS_TOKEN")),
        ("SHOP__PROVIDERS__POLAR__ORGANIZATION_ID", id),
    ];

    let without = verify(&file, &variables, &[], &[fake.export("ADA")]);
    let with = verify(
        &file,
        &variables,
        &["--env-prefix", "SHOP"],
        &[fake.export("ADA")],
    );

    assert_eq!(without.code, Some(2), "{without:?}");
    assert!(
        without
            .stderr
            .contains("`providers.polar.organization_id` is `wrong`"),
        "{without:?}"
    );
    assert_eq!(with.code, Some(0), "{with:?}");
}

#[test]
fn what_is_wrong_with_a_file_ends_with_2_and_names_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.toml");
    let polar = "[providers.polar]\norganization_id = \"7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01\"\n";
    for (text, said) in [
        (
            "[providers.polar]\norganization_idd = 'x'",
            "did you mean `organization_id`?",
        ),
        ("realm = ", "line 1"),
        ("", "`providers` is not set"),
        (
            &format!("{polar}access_token = {{ env = 'UNSET_CANARY' }}"),
            "`UNSET_CANARY` is not set",
        ),
        (
            &format!("{polar}access_token = 'polar_oat_CANARY'"),
            "where the secret stands",
        ),
        (
            "[cache]\nsession_lifetime = '2 years'",
            "`cache.session_lifetime`",
        ),
    ] {
        fs::write(&file, text).unwrap();

        let ran = verify(&file, &[], &[], &["x"]);

        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{text}: {ran:?}");
        assert!(ran.stderr.contains(said), "{text}: {ran:?}");
        assert!(!ran.stderr.contains("polar_oat_CANARY"), "{ran:?}");
    }
}

/// Also where this command has a value of its own.
#[test]
fn a_file_that_a_backend_refuses_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let fake = FakePolar::start();
    let file = folder.path().join("shop.toml");
    let token = [("POLAR_ACCESS_TOKEN", fake.export("POLAR_ACCESS_TOKEN"))];
    for (text, path) in [
        ("[cache]\nsession_lifetime = '7d'", "cache.session_lifetime"),
        ("[cache]\ndenial_lifetime = '7d'", "cache.denial_lifetime"),
        (
            "[limits]\nunknown_token_rate = { calls = 0, per = '1s' }",
            "limits.unknown_token_rate",
        ),
    ] {
        fs::write(&file, format!("{text}\n{}", polar(&fake))).unwrap();

        let ran = verify(&file, &token, &[], &[fake.export("ADA")]);

        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{text}: {ran:?}");
        assert!(ran.stderr.contains(path), "{text}: {ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_stripe_is_not_denied_but_cannot_be_judged() {
    let folder = tempfile::tempdir().unwrap();
    let fake = FakeStripe::start();
    let sessions = fake.backend(folder.path());
    let new = NewCustomerSession::for_customer(fake.exports["ADA"].as_str()).pricing_table();
    let issued = sessions
        .stripe("shop")
        .unwrap()
        .create_customer_session(new)
        .await
        .unwrap();
    let token = issued.token.unwrap();
    let variables = [("STRIPE_SECRET_KEY", &*fake.exports["STRIPE_SECRET_KEY"])];
    let file = folder.path().join("backend.toml");

    let told = verify(&file, &variables, &[], &[token.expose()]);
    let listed = verify(
        &file,
        &variables,
        &["--json"],
        &[token.expose(), "css_nothing", "x"],
    );

    assert_eq!(told.code, Some(3), "{told:?}");
    assert!(
        told.stdout
            .starts_with("note: sessions of providers.stripe.shop"),
        "{told:?}"
    );
    assert!(told.stdout.contains("present it there"), "{told:?}");
    assert!(!told.stdout.contains(token.expose()));
    assert_eq!(listed.code, Some(3), "{listed:?}");
    assert_eq!(
        listed.verdicts(),
        [
            "issuer_unavailable",
            "token_malformed",
            "token_unrecognized"
        ]
    );
}

#[test]
fn without_settings_a_session_of_stripe_is_not_asked_about_at_all() {
    let ran = crate::command::run(["verify", "--stripe", "cuss_secret_canary"]);

    assert_eq!((ran.code, &*ran.stdout), (Some(3), ""), "{ran:?}");
    assert!(
        ran.stderr
            .contains("Stripe has no call that looks a session up"),
        "{ran:?}"
    );
    assert!(!ran.stderr.contains("canary"), "{ran:?}");
}
