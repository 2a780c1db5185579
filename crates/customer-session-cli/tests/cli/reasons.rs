//! Each way in which a signed token is wrong has its own reason.

use std::{fs, path::PathBuf, time::Duration};

use customer_session_test::issuer::FakeIssuer;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::command::{Ran, command, feed};

struct World {
    issuer: FakeIssuer,
    folder: TempDir,
}

impl World {
    async fn new() -> Self {
        let issuer = FakeIssuer::start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let world = Self { issuer, folder };
        let keys = json!({ "keys": [world.issuer.jwk(&world.issuer.key_id())] });
        fs::write(world.jwks(), keys.to_string()).unwrap();
        world
    }

    fn jwks(&self) -> PathBuf {
        self.folder.path().join("jwks.json")
    }

    /// Verifies tokens of the issuer, for its audience.
    fn verify(&self, more: &[&str], token: &str) -> Ran {
        let jwks = self.jwks();
        let (url, audience) = (self.issuer.url(), self.issuer.audience());
        let mut args = vec!["verify", "--json", "--jwks", jwks.to_str().unwrap()];
        args.extend(["--issuer", &url, "--audience", &audience]);
        args.extend(more);
        args.push(token);
        feed(&mut command(args), b"")
    }

    fn reason(&self, token: &str) -> String {
        let ran = self.verify(&[], token);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let line = &ran.json()[0];
        assert_eq!(
            (&line["outcome"], &line["status"]),
            (&json!("rejected"), &json!(401))
        );
        assert!(!line["detail"].as_str().unwrap().is_empty());
        line["reason"].as_str().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_payload_that_is_no_claims_object_is_told_from_a_wrong_signature() {
    let world = World::new().await;
    // Its first key has the same id, and is another key.
    let stranger = FakeIssuer::start().await.unwrap();
    for claims in [
        json!([]),
        json!("text"),
        json!(1),
        Value::Null,
        json!({}),
        json!({ "iss": world.issuer.url(), "sub": "ada" }),
    ] {
        let reason = world.reason(&world.issuer.mint(claims.clone()));
        assert!(reason.starts_with("claims_"), "{claims}: {reason}");

        let reason = world.reason(&stranger.mint(claims.clone()));
        assert_eq!(reason, "signature_invalid", "{claims}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_claim_that_is_missing_or_wrong_has_a_reason_of_claims() {
    let world = World::new().await;
    let token = || world.issuer.token("ada");
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    for (token, reason) in [
        (token().without("exp"), "claims_missing"),
        (token().without("sub"), "claims_missing"),
        (token().without("iss"), "claims_missing"),
        (token().claim("exp", "soon"), "claims_malformed"),
        (token().claim("nbf", now + 3600), "claims_not_yet_valid"),
        (token().claim("aud", "other"), "claims_audience_mismatch"),
        (token().claim("exp", now - 3600), "token_expired"),
        (
            token().claim("iss", "https://other.example"),
            "issuer_unknown",
        ),
        (token().header("typ", "logout+jwt"), "token_type_refused"),
        (token().header("alg", "none"), "algorithm_refused"),
        (token().header("kid", "key-9"), "key_unknown"),
        (token().header("crit", json!(["exp"])), "header_critical"),
    ] {
        assert_eq!(world.reason(&token.sign()), reason);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_rules_of_the_command_line_are_the_rules() {
    let world = World::new().await;
    let usual = world.issuer.mint_for("ada");
    let logout = world.issuer.token("ada").header("typ", "logout+jwt").sign();
    let expired = world.issuer.token("ada").lifetime(Duration::ZERO).sign();
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let late = world.issuer.token("ada").claim("exp", now - 100).sign();
    for (more, token, verdict) in [
        (&[][..], &usual, "accepted"),
        (&["--audience", "other"], &usual, "accepted"),
        (&["--algorithms", "ES256"], &usual, "accepted"),
        (&["--algorithms", "RS256,ES256"], &usual, "accepted"),
        (
            &["--algorithms", "RS256,EdDSA"],
            &usual,
            "algorithm_refused",
        ),
        (&["--typ", "at+jwt"], &usual, "accepted"),
        (
            &["--typ", "JWT", "--typ", "application/at+jwt"],
            &usual,
            "accepted",
        ),
        (&["--typ", "JWT"], &usual, "token_type_refused"),
        (&["--typ", "any"], &logout, "accepted"),
        (&["--typ", "logout+jwt"], &logout, "accepted"),
        (&["--leeway", "30"], &expired, "accepted"),
        (&["--leeway", "0"], &expired, "token_expired"),
        (&["--leeway", "300"], &late, "accepted"),
        (&[], &late, "token_expired"),
    ] {
        let ran = world.verify(more, token);

        assert_eq!(ran.verdicts(), [verdict], "{more:?}: {ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_an_issuer_whoever_has_the_key_is_taken() {
    let world = World::new().await;
    let other = world
        .issuer
        .token("ada")
        .claim("iss", "https://other.example")
        .sign();
    let nobody = world.issuer.token("ada").without("iss").sign();
    let stranger = FakeIssuer::start().await.unwrap().mint_for("ada");
    let jwks = world.jwks();
    let mut command = command(["verify", "--json", "--jwks", jwks.to_str().unwrap(), "-"]);

    let ran = feed(
        &mut command,
        format!("{other}\n{nobody}\n{stranger}").as_bytes(),
    );

    assert_eq!(
        ran.verdicts(),
        ["accepted", "accepted", "signature_invalid"]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_rights_of_a_session_are_told_where_there_are_any() {
    let world = World::new().await;
    let token = world
        .issuer
        .token("ada")
        .claim("roles", json!(["buyer"]))
        .sign();

    let with = world.verify(&[], &token).json();
    let without = world.verify(&[], &world.issuer.mint_for("ada")).json();

    assert_eq!(with[0]["roles"], json!(["buyer"]));
    assert!(without[0].get("roles").is_none() && without[0].get("scopes").is_none());
}
