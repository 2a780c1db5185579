//! Settings that cannot work are refused, and secrets are never shown.

use std::time::Duration;

use customer_session::endpoint::webhook::WebhookBuilder;
use customer_session_polar::PolarWebhook;
use customer_session_stripe::StripeWebhook;

use super::{World, world::SECRET};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn builder(world: &World) -> WebhookBuilder<PolarWebhook> {
    PolarWebhook::builder(world.config.revocations())
}

#[test]
fn secrets_that_cannot_work_are_refused_and_not_shown() {
    let world = World::new();
    for secret in [
        "",
        "   ",
        "whsec_",
        "whsec_tooshort",
        "polar_oat_canarycanarycanarycanarycanarycanarycanary",
        " canarycanarycanarycanary",
        "canarycanarycanarycanary\n",
        "canary\tcanarycanarycanary",
    ] {
        let error = builder(&world).secret(secret).build().unwrap_err();

        let told = error.to_string();
        assert!(told.starts_with("`secret` is `(hidden)`: "), "{told}");
        assert!(!told.contains("canary") && !told.contains("tooshort"));
    }
    // One that cannot work beside one that can.
    assert!(builder(&world).secret(SECRET).secret("").build().is_err());
    let stripe = StripeWebhook::builder(world.config.revocations());
    assert!(
        stripe
            .secret("sk_live_0123456789abcdef0123456789abcdef")
            .build()
            .is_err()
    );
}

#[test]
fn at_least_one_secret_is_needed_and_at_most_eight_are_possible() {
    let world = World::new();
    let with = |count| (0..count).fold(builder(&world), |builder, _| builder.secret(SECRET));

    assert!(
        with(0)
            .build()
            .unwrap_err()
            .to_string()
            .contains("`secret` is `not set`")
    );
    assert!(with(8).build().is_ok());
    assert!(
        with(9)
            .build()
            .unwrap_err()
            .to_string()
            .contains("at most 8")
    );
}

#[test]
fn values_out_of_their_range_are_refused_by_name() {
    let world = World::new();
    let good = || builder(&world).secret(SECRET);
    let seconds = Duration::from_secs;
    for (field, refused, accepted) in [
        (
            "tolerance",
            good().tolerance(seconds(9)),
            good().tolerance(seconds(10)),
        ),
        (
            "tolerance",
            good().tolerance(seconds(901)),
            good().tolerance(seconds(900)),
        ),
        (
            "max_body_bytes",
            good().max_body_bytes(1023),
            good().max_body_bytes(1024),
        ),
        (
            "max_body_bytes",
            good().max_body_bytes((8 << 20) + 1),
            good().max_body_bytes(8 << 20),
        ),
        ("max_events", good().max_events(99), good().max_events(100)),
        (
            "max_events",
            good().max_events(1_000_001),
            good().max_events(1_000_000),
        ),
        (
            "event_lifetime",
            good().event_lifetime(seconds(599)),
            good().event_lifetime(seconds(600)),
        ),
        (
            "event_lifetime",
            good().event_lifetime(8 * DAY),
            good().event_lifetime(7 * DAY),
        ),
    ] {
        let error = refused.build().unwrap_err().to_string();

        assert!(error.starts_with(&format!("`{field}` is ")), "{error}");
        assert!(accepted.build().is_ok(), "{field}");
    }
}

#[test]
fn a_webhook_for_a_provider_that_is_not_there_is_refused() {
    let world = World::of("stub", |defaults| defaults);

    let error = builder(&world)
        .secret(SECRET)
        .build()
        .unwrap_err()
        .to_string();

    assert!(
        error.contains("`polar`") && error.contains("stub"),
        "{error}"
    );
}

#[test]
fn a_webhook_for_a_configuration_that_is_gone_is_refused() {
    let revocations = World::new().config.revocations();

    let error = PolarWebhook::builder(revocations).secret(SECRET).build();

    assert!(
        error
            .unwrap_err()
            .to_string()
            .starts_with("`revocations` is ")
    );
}

#[test]
fn debug_shows_no_secret() {
    let world = World::new();
    let builder = builder(&world).secret(SECRET);
    let before = format!("{builder:?}");

    let built = format!("{:?}", builder.build().unwrap());

    for printed in [before, built] {
        assert!(printed.contains("PolarWebhook"));
        assert!(!printed.contains("merchant"), "{printed}");
    }
}
