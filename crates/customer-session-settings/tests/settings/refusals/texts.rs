//! Texts that cannot be read.

use customer_session_settings::{Settings, SettingsErrorKind::Unreadable};

use crate::world::World;

#[test]
fn texts_that_cannot_be_read_name_the_line() {
    for (name, text, said) in [
        ("settings.toml", "a = 'CANARY\n", "line 1, column"),
        ("settings.toml", "\n\na = = CANARY", "line 3, column 5"),
        (
            "settings.toml",
            "realm = 'CANARY'\nrealm = 'CANARY'",
            "line 2, column 1",
        ),
        ("settings.json", "{\n \"realm\": CANARY }", "line 2, column"),
        ("settings.json", "", "line 1, column 0"),
        ("settings.yaml", "realm: CANARY", ".toml or .json"),
    ] {
        let error = World::new().load(name, text).unwrap_err();

        assert_eq!(error.kind(), Unreadable, "{error}");
        let told = error.to_string();
        assert!(told.contains(said) && told.contains(name), "{told}");
        assert!(!told.contains("CANARY"), "{told}");
    }
    let error = Settings::from_file("/no/such/settings.toml").unwrap_err();
    assert!(
        error.to_string().contains("/no/such/settings.toml"),
        "{error}"
    );
    let error = World::new()
        .load("long.toml", &"#".repeat(1024 * 1024 + 1))
        .unwrap_err();
    assert!(error.to_string().contains("1 MiB"), "{error}");
}
