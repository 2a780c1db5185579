//! Every example is loaded and built.

use std::{collections::BTreeSet, fs, path::Path};

use customer_session_settings::Settings;

#[cfg(feature = "polar")]
use crate::world::example;
use crate::world::{CANARY, EXAMPLES, World};

#[test]
fn every_example_is_tested() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = files.filter(|entry| entry.file_type().unwrap().is_file());
    let found: BTreeSet<_> = files
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();

    assert_eq!(found, EXAMPLES.map(str::to_owned).into());
}

#[test]
fn every_example_is_read_and_written_back_to_the_same_settings() {
    for name in EXAMPLES {
        let world = World::new();
        let settings = world.example(name);

        let written = serde_json::to_string(&settings).unwrap();

        let folder = world.path().join("again.json");
        fs::write(&folder, &written).unwrap();
        let again = Settings::loader()
            .file(folder)
            .environment(World::environment())
            .load();
        assert_eq!(again.unwrap(), settings, "{name}");
        for said in [written, format!("{settings:?}")] {
            assert!(!said.contains(CANARY), "{name}: {said}");
        }
    }
}

#[cfg(all(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "polar",
    feature = "stripe",
    feature = "verify-call",
    feature = "webhook"
))]
#[test]
fn every_example_is_built() {
    for (name, providers) in [
        ("engine.toml", &["polar"][..]),
        (
            "introspection.toml",
            &["commercetools", "login", "partners"],
        ),
        ("jwt.toml", &["clerk", "legacy", "login", "partner"]),
        ("marketplace.json", &["login", "partners", "polar", "shop"]),
        ("me.toml", &["accounts", "magento"]),
        ("polar.json", &["polar"]),
        ("polar.toml", &["polar"]),
        ("stripe.toml", &["outlet", "shop"]),
        ("verify_call.toml", &["sessions", "stytch", "unkey"]),
    ] {
        let world = World::new();

        let sessions = world
            .example(name)
            .build()
            .unwrap_or_else(|error| panic!("{name}: {error}"));

        let built: Vec<_> = sessions.config().readiness().into_keys().collect();
        assert_eq!(built, providers, "{name}");
        assert!(!format!("{sessions:?}").contains(CANARY), "{name}");
        assert_eq!(
            sessions.polar().is_some(),
            providers.contains(&"polar"),
            "{name}"
        );
        assert_eq!(
            sessions.polar_webhook().is_some(),
            name == "polar.toml",
            "{name}"
        );
        assert_eq!(
            sessions.stripe_webhook("shop").is_some(),
            name == "stripe.toml",
            "{name}"
        );
    }
}

/// What settings leave out, and what `engine.toml` says that the defaults are, is the same.
#[cfg(feature = "polar")]
#[test]
fn the_example_of_the_engine_holds_the_defaults() {
    let world = World::new();
    let short = example("polar.json").replace("\"cache\": { \"session_lifetime\": \"30s\" },", "");
    let built = |settings: Settings| {
        let mut builder = String::new();
        let sessions = settings.assembly().configure(|config| {
            builder = format!("{config:?}");
            config
        });
        sessions.build().unwrap();
        // Up to the providers, which differ.
        let (before, after) = builder.split_once("providers").unwrap();
        let (_, after) = after.split_once("realm").unwrap();
        let plain = |text: &str| -> String {
            let address = text.split_whitespace().filter(|word| !word.contains("0x"));
            address.collect::<Vec<_>>().join(" ")
        };
        plain(before).split("customers:").nth(1).unwrap().to_owned() + &plain(after)
    };

    let default = built(world.load("short.json", &short).unwrap());

    assert_eq!(built(world.example("engine.toml")), default);
    assert_ne!(built(world.example("polar.json")), default);
}
