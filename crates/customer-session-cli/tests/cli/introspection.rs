//! Tokens that an OAuth server is asked about, at the fake in a process of its own.

use std::fs;

use crate::{
    command::{Ran, command, feed},
    fake_introspection::FakeIntrospection,
};

fn verify(fake: &FakeIntrospection, more: &[&str], secret: &str, tokens: &[&str]) -> Ran {
    let url = fake.export("INTROSPECTION_URL");
    let mut command = command(["verify", "--json", "--introspect", url]);
    command
        .args(more)
        .arg("-")
        .env("INTROSPECTION_CLIENT_SECRET", secret);
    feed(&mut command, tokens.join("\n").as_bytes())
}

#[test]
fn a_server_that_knows_us_in_each_way_says_what_tokens_are_good_for() {
    let fake = FakeIntrospection::start();
    let secret = fake.export("INTROSPECTION_CLIENT_SECRET");
    let tokens = [fake.export("ADA"), "", fake.export("BO"), "nothing"];
    for more in [
        &["--client-id", "orders"][..],
        &["--client-id", "orders", "--client-auth", "post"],
    ] {
        let ran = verify(&fake, more, secret, &tokens);

        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert_eq!(
            ran.verdicts(),
            ["accepted", "token_missing", "token_denied", "token_denied"]
        );
        assert_eq!(ran.json()[0]["customer"]["id"], "ada");
        assert_eq!(ran.json()[0]["scopes"][1], "orders:write");
    }
}

#[test]
fn the_secret_can_come_from_a_file_which_outweighs_the_variable() {
    let fake = FakeIntrospection::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    fs::write(
        &file,
        format!("{}\n", fake.export("INTROSPECTION_CLIENT_SECRET")),
    )
    .unwrap();
    let file = file.to_str().unwrap();

    let more = ["--client-id", "orders", "--client-secret-file", file];
    let ran = verify(&fake, &more, "wrong", &[fake.export("ADA")]);

    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn credentials_that_are_refused_and_a_server_that_is_gone_end_with_3() {
    let mut fake = FakeIntrospection::start();
    let ada = fake.export("ADA").to_owned();
    let known = ["--client-id", "orders"];

    let wrong = verify(&fake, &known, "wrong", &[&ada]);
    // Ada's token may not ask about tokens.
    let bearer = verify(&fake, &["--client-auth", "bearer"], &ada, &[&ada]);
    fake.kill();
    let gone = verify(&fake, &known, "wrong", &[&ada]);

    assert_eq!(
        (wrong.code, wrong.verdicts()),
        (Some(3), vec!["credentials_refused".to_owned()])
    );
    assert_eq!(
        (bearer.code, bearer.verdicts()),
        (Some(3), vec!["credentials_refused".to_owned()])
    );
    assert_eq!(
        (gone.code, gone.verdicts()),
        (Some(3), vec!["issuer_unavailable".to_owned()])
    );
}
