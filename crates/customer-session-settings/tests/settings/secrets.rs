//! Secrets are read from their places, and are never said.

#![cfg(feature = "polar")]

use std::{fs, path::Path};

use customer_session_settings::{Environment, Settings, SettingsError, SettingsErrorKind};

const CANARY: &str = "polar_oat_CANARY";

fn polar(access_token: &str) -> String {
    format!(
        "[providers.polar]\naccess_token = {access_token}\norganization_id = '7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01'"
    )
}

fn build(access_token: &str) -> Result<(), SettingsError> {
    let environment = Environment::given([("CANARY", CANARY), ("EMPTY", "")]);
    let settings = Settings::loader()
        .toml(polar(access_token))
        .environment(environment)
        .load()?;
    settings.build().map(drop)
}

#[test]
fn a_file_is_read_without_the_line_break_at_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    for content in [
        CANARY.to_owned(),
        format!("{CANARY}\n"),
        format!("{CANARY}\r\n"),
    ] {
        fs::write(&file, content).unwrap();

        build(&format!("{{ file = '{}' }}", file.display())).unwrap();
    }
    // One break is no part of it. Two are: the builder says so.
    fs::write(&file, format!("{CANARY}\n\n")).unwrap();
    let error = build(&format!("{{ file = '{}' }}", file.display())).unwrap_err();
    assert_eq!(error.path(), "providers.polar.access_token");
    assert!(!error.to_string().contains("CANARY"), "{error}");
}

#[test]
fn a_path_that_is_not_absolute_begins_where_the_settings_are() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("token"), CANARY).unwrap();
    let settings = folder.path().join("settings.toml");
    fs::write(&settings, polar("{ file = 'token' }")).unwrap();

    Settings::from_file(&settings).unwrap().build().unwrap();
}

/// A file in the folder of the other would be read in place of the one that is meant.
#[test]
fn with_files_in_several_folders_a_path_that_is_not_absolute_is_refused() {
    let (base, over) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&base, &over] {
        fs::write(folder.path().join("token"), CANARY).unwrap();
        fs::write(folder.path().join("over.toml"), "realm = 'shop'").unwrap();
    }
    let load = |place: &str, over: &Path| {
        let settings = base.path().join("settings.toml");
        fs::write(&settings, polar(place)).unwrap();
        let loader = Settings::loader().file(settings);
        loader.file(over.join("over.toml")).load().unwrap().build()
    };
    let whole = format!("{{ file = '{}' }}", base.path().join("token").display());

    load("{ file = 'token' }", base.path()).unwrap();
    load(&whole, over.path()).unwrap();
    let error = load("{ file = 'token' }", over.path()).unwrap_err();

    assert_eq!(error.path(), "providers.polar.access_token");
    assert!(
        error.to_string().contains("write the whole path"),
        "{error}"
    );
}

#[test]
fn what_is_no_secret_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        format!("{{ file = '{}' }}", path.display())
    };
    for (place, said) in [
        (file("empty", b""), "is empty"),
        (file("break", b"\n"), "is empty"),
        (file("long", &[b'a'; 16 * 1024 + 1]), "16 KiB"),
        (file("binary", b"\xff\xfe"), "no UTF-8"),
        (
            "{ file = '/no/such/file' }".to_owned(),
            "`/no/such/file` cannot be read",
        ),
        (
            format!("{{ file = '{}' }}", folder.path().display()),
            "cannot be read",
        ),
        ("{ env = 'UNSET' }".to_owned(), "`UNSET` is not set"),
        ("{ env = 'EMPTY' }".to_owned(), "`EMPTY` is not set"),
    ] {
        let error = build(&place).unwrap_err();

        assert_eq!(
            (error.kind(), error.path()),
            (SettingsErrorKind::Secret, "providers.polar.access_token"),
            "{error}"
        );
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn a_secret_in_the_settings_is_refused_and_not_repeated() {
    for place in [
        format!("'{CANARY}'"),
        format!("['{CANARY}']"),
        format!("{{ inline = '{CANARY}' }}"),
        format!("{{ env = 'CANARY', file = '{CANARY}' }}"),
        format!("{{ env = '{CANARY}' }}"),
        format!("{{ file = '{CANARY}' }}"),
        format!("'{CANARY}"),
        CANARY.to_owned(),
    ] {
        let error = build(&place).unwrap_err();

        for said in [error.to_string(), format!("{error:?}")] {
            assert!(!said.contains("CANARY"), "{said}");
        }
        assert!(
            std::error::Error::source(&error)
                .is_none_or(|source| !source.to_string().contains("CANARY"))
        );
    }
    let error = build(&format!("'{CANARY}'")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`providers.polar.access_token` is `(hidden)`: write where the secret stands: \
         { file = \"/run/secrets/…\" } or { env = \"…\" }"
    );
}

/// Whatever it looks like, and whoever reads the settings.
#[test]
fn a_text_where_a_secret_is_named_is_not_repeated_by_any_reader() {
    let text = polar("'correct horse'");
    let json = r#"{ "access_token": "correct horse", "organization_id": "x" }"#;

    let ours = build("'correct horse'").unwrap_err().to_string();
    let toml = toml::from_str::<Settings>(&text)
        .unwrap_err()
        .message()
        .to_owned();
    let json = serde_json::from_str::<customer_session_settings::provider::Polar>(json);
    let json = json.unwrap_err().to_string();

    for said in [ours, toml, json] {
        assert!(!said.contains("correct"), "{said}");
        assert!(said.contains("where the secret stands"), "{said}");
    }
}

#[test]
fn a_secret_in_the_place_of_another_setting_is_not_repeated() {
    for text in [
        format!(
            "realm = 5\n[providers.polar]\norganization_id = '{CANARY}'\naccess_token = {{ env = 'CANARY' }}"
        ),
        format!("[cache]\nsession_lifetime = '{CANARY}'"),
        format!("sources = ['{CANARY}']"),
        format!("[cache]\nsessions = '{CANARY}'"),
        format!(
            "[providers.polar]\nserver = '{CANARY}'\naccess_token = {{ env = 'CANARY' }}\norganization_id = '7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01'"
        ),
        format!(
            "[providers.polar]\napi_version = '{CANARY}'\naccess_token = {{ env = 'CANARY' }}\norganization_id = '7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01'"
        ),
        format!("[providers.jwt]\nissuer = '{CANARY}'"),
    ] {
        let environment = Environment::given([("CANARY", CANARY)]);
        let loaded = Settings::loader()
            .toml(&*text)
            .environment(environment)
            .load();

        let error = loaded.and_then(|settings| settings.build()).unwrap_err();

        assert!(!error.to_string().contains("CANARY"), "{error}");
    }
}
