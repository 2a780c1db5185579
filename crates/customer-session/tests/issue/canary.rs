//! What is secret or personal is in no `Debug` and in no error.

use customer_session::{
    clock::ManualClock,
    issuer::{NewSession, SigningKey},
    provider::jwt::Algorithm,
    session::CustomerId,
};
use secrecy::ExposeSecret;

use crate::world::{builder, issuer, key};

#[test]
fn no_private_key_is_printed() {
    let clock = ManualClock::new();
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256] {
        let key = SigningKey::generate(algorithm).unwrap();
        let stored = key.to_pkcs8_pem().unwrap();
        let settings = builder(&clock).key(key.clone());
        let printed = format!(
            "{key:?} {settings:?} {stored:?} {:?}",
            settings_of(&clock, &key)
        );
        let lines = stored.expose_secret().lines();

        for line in lines.filter(|line| !line.starts_with("-----")) {
            assert!(!printed.contains(line), "{printed}");
        }
        assert!(printed.contains(key.key_id()));
    }
}

fn settings_of(clock: &ManualClock, key: &SigningKey) -> impl std::fmt::Debug {
    let issuer = builder(clock).key(key.clone()).build().unwrap();
    (
        issuer.clone(),
        issuer.jwks_endpoint(),
        issuer.metadata_endpoint(),
    )
}

#[test]
fn neither_tokens_nor_personal_data_are_printed() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let ada = || {
        NewSession::for_customer("c1")
            .email("canary@shop.example".to_owned())
            .name("canary".to_owned())
            .external_id("canary".to_owned())
            .claim("note", "canary")
    };
    let session = issuer.mint(ada()).unwrap();

    let printed = format!("{:?} {session:?}", ada());

    assert!(!printed.contains("canary"), "{printed}");
    assert!(!printed.contains("eyJ"), "{printed}");
    assert!(printed.contains("c1") && printed.contains(&session.jti));
}

#[test]
fn errors_hold_no_values() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let ada = || NewSession::for_customer("canary");
    let errors = [
        issuer.mint(ada().claim("sub", "canary")),
        issuer.mint(ada().scopes(["canary canary"])),
        issuer.mint(ada().claim("x", "canary".repeat(3000))),
        issuer.mint(NewSession::for_customer(CustomerId::new(""))),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert!(
            !format!("{error} {error:?}").contains("canary"),
            "{error:?}"
        );
    }
    let rotation = issuer.rotate(key("a")).unwrap_err();
    assert!(rotation.to_string().contains("`a`"));
}
