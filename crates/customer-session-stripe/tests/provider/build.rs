//! A configuration that cannot work is refused, with the field, the value and the mend, and without
//! any secret.

use customer_session::{
    ConfigError, danger::TokensInClearText, provider::registry::MemoryStore, token::DigestSecret,
};
use customer_session_stripe::{Mode, Stripe, StripeBuilder};

/// In two parts, so that no secret scanner takes this file for a leak.
fn key(prefix: &str) -> String {
    format!("{prefix}_{}", "CANARY0".repeat(3))
}

fn with_store(builder: StripeBuilder) -> StripeBuilder {
    let secret = DigestSecret::new("CANARY00".repeat(4)).unwrap();
    builder.store(MemoryStore::new(), secret)
}

fn good() -> StripeBuilder {
    with_store(Stripe::server("http://127.0.0.1:9")).secret_key(key("sk_test"))
}

/// Field, value and mend of the error.
fn refused(builder: StripeBuilder) -> (&'static str, String, String) {
    let error = builder.build().unwrap_err();
    let printed = format!("{error} {error:?}");
    assert!(!printed.contains("CANARY"), "{printed}");
    match error {
        ConfigError::Invalid { field, value, mend } => (field, value, mend),
        other => panic!("expected a value that cannot work, got {other:?}"),
    }
}

#[test]
fn a_complete_configuration_is_built_and_the_key_says_the_mode() {
    for (builder, prefix, mode) in [
        (Stripe::live(), "sk_live", Mode::Live),
        (Stripe::live(), "rk_live", Mode::Live),
        (Stripe::test(), "sk_test", Mode::Test),
        (Stripe::test(), "rk_test", Mode::Test),
        (Stripe::server("http://127.0.0.1:9"), "sk_live", Mode::Live),
        (Stripe::server("http://127.0.0.1:9"), "rk_test", Mode::Test),
    ] {
        let builder = with_store(builder).secret_key(key(prefix));
        let stripe = builder
            .tls_roots(customer_session::upstream::TlsRoots::None)
            .build();

        assert_eq!(stripe.unwrap().mode(), mode);
    }
    let identity = good().account("acct_1").build().unwrap();
    assert_eq!(
        identity.registry().identity(),
        "stripe test http://127.0.0.1:9 acct_1"
    );
    let named = good().own_account("shop-de").build().unwrap();
    assert_eq!(
        named.registry().identity(),
        "stripe test http://127.0.0.1:9 - of shop-de"
    );
}

#[test]
fn a_key_of_the_other_mode_is_refused() {
    for (builder, prefix) in [(Stripe::live(), "sk_test"), (Stripe::test(), "rk_live")] {
        let (field, value, _) = refused(with_store(builder).secret_key(key(prefix)));

        assert_eq!((field, &*value), ("secret_key", "(hidden)"));
    }
}

#[test]
fn what_is_missing_is_named() {
    let (field, value, _) = refused(with_store(Stripe::test()));
    assert_eq!((field, &*value), ("secret_key", "(hidden)"));
    let (field, value, mend) = refused(Stripe::test().secret_key(key("sk_test")));
    assert_eq!((field, &*value), ("store", "not set"));
    assert!(mend.contains("MemoryStore"));
}

#[test]
fn a_setting_that_cannot_work_is_refused() {
    for (builder, field, value) in [
        (good().account("cus_1"), "account", "cus_1"),
        (
            good().account(format!("acct_1 {}", key("sk_test"))),
            "account",
            "(hidden)",
        ),
        (good().account(key("sk_test")), "account", "(hidden)"),
        (good().account("acct_1 2"), "account", "acct_1 2"),
        (good().account(""), "account", ""),
        (good().own_account(""), "own_account", "(hidden)"),
        (good().own_account("shop de"), "own_account", "(hidden)"),
        (
            good().own_account(key("rk_live")),
            "own_account",
            "(hidden)",
        ),
        (good().api_version("latest"), "api_version", "latest"),
        (good().api_version("2026-10"), "api_version", "2026-10"),
        (
            good().api_version("2026-10-28."),
            "api_version",
            "2026-10-28.",
        ),
        (
            good().api_version("2026-10-28-1"),
            "api_version",
            "2026-10-28-1",
        ),
        (
            good().api_version("2026-10-28.e\r\n"),
            "api_version",
            "(hidden)",
        ),
        (
            good().api_version(key("sk_test")),
            "api_version",
            "(hidden)",
        ),
        (good().own_token_prefix(""), "own_token_prefix", ""),
        (good().own_token_prefix("CSS_"), "own_token_prefix", "CSS_"),
        (
            good().own_token_prefix("cuss_x"),
            "own_token_prefix",
            "cuss_x",
        ),
        (good().own_token_prefix("cu"), "own_token_prefix", "cu"),
        (good().client_secret_prefix(""), "client_secret_prefix", ""),
        (
            good().own_token_prefix(key("whsec")),
            "own_token_prefix",
            "(hidden)",
        ),
        // Nothing but its beginning tells that it is one.
        (
            good().own_token_prefix("sk_test_0a"),
            "own_token_prefix",
            "(hidden)",
        ),
        (
            good().client_secret_prefix(key("cuss_secret")),
            "client_secret_prefix",
            "(hidden)",
        ),
        (
            good().client_secret_prefix(format!("{} x", key("x"))),
            "client_secret_prefix",
            "(hidden)",
        ),
    ] {
        let (seen_field, seen, mend) = refused(builder);

        assert_eq!((seen_field, &*seen), (field, value));
        assert!(!mend.is_empty());
    }
    good().api_version("2024-04-10").build().unwrap();
}

#[test]
fn a_server_in_clear_text_must_be_here_or_be_allowed() {
    let elsewhere =
        || with_store(Stripe::server("http://stripe.internal")).secret_key(key("sk_test"));

    assert_eq!(refused(elsewhere()).0, "server");
    elsewhere()
        .allow_clear_text(TokensInClearText)
        .build()
        .unwrap();
}
