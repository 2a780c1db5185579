//! Where keys may come from, and what is refused when the configuration is built.

use std::time::Duration;

use customer_session::provider::jwt::{JwtProvider, JwtProviderBuilder};
use customer_session_test::issuer::FakeIssuer;
use serde_json::json;

use super::{
    World,
    world::{config, present, provider, verdict},
};

fn begin() -> JwtProviderBuilder {
    JwtProvider::issuer("https://issuer.example").audience("https://api.shop.example")
}

fn refusal(builder: JwtProviderBuilder) -> String {
    builder.build().unwrap_err().to_string()
}

#[tokio::test]
async fn clear_text_to_another_machine_is_refused() {
    for address in [
        "http://issuer.example/jwks",
        "ftp://issuer.example/jwks",
        "jwks",
    ] {
        assert!(refusal(begin().jwks_url(address)).contains("jwks_url"));
    }
    let discovered = JwtProvider::issuer("http://issuer.example").audience("x");
    assert!(refusal(discovered).contains("issuer"));
}

#[tokio::test]
async fn the_error_names_the_setting_that_is_out_of_its_range() {
    let url = "https://issuer.example/jwks";
    for (builder, field) in [
        (begin().key_refresh(Duration::from_secs(9)), "key_refresh"),
        (
            begin().unknown_key_cooldown(Duration::from_secs(3601)),
            "unknown_key_cooldown",
        ),
        (
            begin().keys_outlive_outage(Duration::from_secs(24 * 3600 + 1)),
            "keys_outlive_outage",
        ),
        // They would be fetched all the time.
        (
            begin()
                .key_refresh(Duration::from_secs(15))
                .keys_outlive_outage(Duration::from_secs(4)),
            "key_refresh",
        ),
    ] {
        assert!(refusal(builder.jwks_url(url)).contains(field), "{field}");
    }
}

#[tokio::test]
async fn keys_of_a_file_are_judged_like_those_of_an_issuer_and_nobody_is_asked() {
    let world = World::new().await;
    let issuer = &world.issuer;
    let path = std::env::temp_dir().join(format!("jwks-{}.json", std::process::id()));
    let keys = json!({ "keys": [issuer.jwk("key-1"), { "kty": "oct", "k": "AA" }] });
    std::fs::write(&path, keys.to_string()).unwrap();

    let built = provider(issuer).jwks_file(&path).build();
    std::fs::remove_file(&path).unwrap();
    let config = config(&world.clock)
        .provider(built.unwrap())
        .build()
        .unwrap();
    let session = verdict(present(&config, &issuer.mint_for("ada"))).await;

    assert_eq!(session.unwrap().customer().id().as_str(), "ada");
    assert_eq!(
        config.readiness().into_values().next().unwrap().as_str(),
        "ready"
    );
    assert_eq!(issuer.total_calls(), 0);
}

#[tokio::test]
async fn a_file_that_holds_no_keys_is_named() {
    let issuer = FakeIssuer::start().await.unwrap();
    let path = std::env::temp_dir().join(format!("no-jwks-{}.json", std::process::id()));
    let missing = refusal(provider(&issuer).jwks_file(&path));
    std::fs::write(&path, "{\"keys\":[]}").unwrap();
    let empty = refusal(provider(&issuer).jwks_file(&path));
    std::fs::remove_file(&path).unwrap();

    for error in [missing, empty] {
        assert!(error.contains("jwks_file"), "{error}");
        assert!(error.contains("no-jwks-"), "{error}");
    }
}
