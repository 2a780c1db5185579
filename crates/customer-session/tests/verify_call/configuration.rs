//! What can never work is refused when it is built.

use customer_session::provider::verify_call::{
    AnswerRule, Field, Outcome, VerifyCallProvider, VerifyCallProviderBuilder,
};

fn builder() -> VerifyCallProviderBuilder {
    unknown().bearer("ours").token_in_json("token")
}

fn unknown() -> VerifyCallProviderBuilder {
    VerifyCallProvider::builder("http://127.0.0.1:9/verify").field(Field::CustomerId, "/id")
}

fn error(builder: VerifyCallProviderBuilder) -> String {
    builder.build().unwrap_err().to_string()
}

#[test]
fn the_address_is_https_or_on_this_machine() {
    assert!(builder().build().is_ok());
    let ours = builder().endpoint("https://sessions.shop.example/verify?v=2");
    assert!(ours.build().is_ok());
    for address in [
        "http://sessions.shop.example/verify",
        "https://id:canary@sessions.shop.example",
        "canary",
    ] {
        let error = error(builder().endpoint(address));
        assert!(
            error.contains("`endpoint`") && !error.contains("canary"),
            "{error}"
        );
    }
}

#[test]
fn the_issuer_must_know_us_and_find_the_token() {
    let no_secret = error(unknown().token_in_json("token"));
    assert!(
        no_secret.contains("`bearer`") && no_secret.contains("`basic`"),
        "{no_secret}"
    );
    let no_token = error(unknown().bearer("ours"));
    assert!(no_token.contains("`token_in_json`"), "{no_token}");
    for twice in [
        builder().basic("id", "canary"),
        builder().header("Authorization", "canary"),
    ] {
        let error = error(twice);
        assert!(
            error.contains("`header`") && !error.contains("canary"),
            "{error}"
        );
    }
}

#[test]
fn the_token_has_a_place_of_its_own() {
    for builder in [
        builder().token_in_json(""),
        builder().member("token", "canary"),
        builder().token_in_form("kind").member("kind", "canary"),
        builder().token_in_form("token").member("cost", 1),
    ] {
        let error = error(builder);
        assert!(
            error.contains("`member`") && !error.contains("canary"),
            "{error}"
        );
    }
}

/// An issuer refuses our own secret by the same status.
#[test]
fn what_may_be_about_our_secret_is_no_denial() {
    for status in [401, 403] {
        let bare = error(builder().rule(AnswerRule::new(status, Outcome::Denied)));
        assert!(bare.contains("`rule`") && bare.contains("secret"), "{bare}");
        let rule = AnswerRule::new(status, Outcome::Denied).when("/error", ["unknown_token"]);
        assert!(builder().rule(rule).build().is_ok());
        let ours = AnswerRule::new(status, Outcome::CredentialsRefused);
        assert!(builder().rule(ours).build().is_ok());
    }
}

#[test]
fn what_every_provider_is_held_to_is_held_to_here() {
    let nobody = VerifyCallProvider::builder("http://127.0.0.1:9/verify")
        .bearer("ours")
        .token_in_json("token");
    for (field, builder) in [
        ("field", nobody),
        ("active", builder().active("ok")),
        (
            "rule",
            builder().rule(AnswerRule::new(500, Outcome::Denied)),
        ),
        ("bearer", unknown().bearer("").token_in_json("token")),
        ("basic", unknown().basic("a:b", "c").token_in_json("token")),
    ] {
        let error = error(builder);
        assert!(error.contains(&format!("`{field}`")), "{error}");
    }
}
