//! A configuration that cannot work is refused, with the field, the value and the mend, and without
//! any secret.

use std::io::Write;

use customer_session::{ConfigError, danger::TokensInClearText, upstream::TlsRoots};
use customer_session_polar::{ApiVersion, Polar, PolarBuilder};

const ORGANIZATION: &str = "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01";

/// In two parts, so that no secret scanner takes this file for a leak.
fn secret(prefix: &str) -> String {
    format!("polar_{prefix}_CANARYCANARYCANARYCANARYCANARYCANARYCANARY0")
}

fn good() -> PolarBuilder {
    Polar::server("http://127.0.0.1:9")
        .access_token(secret("oat"))
        .organization_id(ORGANIZATION)
}

/// Field, value and mend of the error.
fn refused(builder: PolarBuilder) -> (&'static str, String, String) {
    let error = builder.build().unwrap_err();
    let printed = format!("{error} {error:?}");
    assert!(!printed.contains("CANARY"), "{printed}");
    match error {
        ConfigError::Invalid { field, value, mend } => (field, value, mend),
        other => panic!("expected a value that cannot work, got {other:?}"),
    }
}

#[test]
fn a_complete_configuration_is_built() {
    good().build().unwrap();
    Polar::production()
        .access_token(secret("oat"))
        .organization_id(ORGANIZATION)
        .tls_roots(TlsRoots::None)
        .build()
        .unwrap();
}

#[test]
fn an_access_token_is_required() {
    let builder = Polar::server("http://127.0.0.1:9").organization_id(ORGANIZATION);

    let (field, value, mend) = refused(builder);

    assert_eq!((field, &*value), ("access_token", "not set"));
    assert!(mend.contains("create an organization access token"));
}

#[test]
fn an_access_token_that_cannot_work_is_refused_unseen() {
    let rows = [
        (String::new(), "set the token"),
        ("  ".to_owned(), "white space"),
        (format!("{}\n", secret("oat")), "line breaks"),
        (format!("Bearer {}", secret("oat")), "white space"),
        (format!("{}é", secret("oat")), "white space"),
        (secret("cst"), "session token"),
        (secret("mst"), "session token"),
    ];
    for (token, expected) in rows {
        let (field, value, mend) = refused(good().access_token(token));

        assert_eq!((field, &*value), ("access_token", "(hidden)"));
        assert!(mend.contains(expected), "{mend}");
    }
}

#[test]
fn an_organization_id_is_required() {
    let builder = Polar::server("http://127.0.0.1:9").access_token(secret("oat"));

    let (field, _, mend) = refused(builder);

    assert_eq!(field, "organization_id");
    assert!(mend.contains("UUID"), "{mend}");
}

#[test]
fn an_organization_id_that_is_no_uuid_is_refused() {
    for id in [
        "acme",
        "",
        "7a1f0f0e2a554b3e8a530a8d9b1f6c01",
        "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c0g",
    ] {
        let (field, value, mend) = refused(good().organization_id(id));

        assert_eq!((field, &*value), ("organization_id", id));
        assert!(mend.contains("UUID"), "{mend}");
    }
}

/// Two settings that are easily swapped in an environment file.
#[test]
fn an_access_token_as_the_organization_id_is_refused_unseen() {
    let (field, value, _) = refused(
        good()
            .access_token(ORGANIZATION)
            .organization_id(secret("oat")),
    );

    assert_eq!((field, &*value), ("organization_id", "(hidden)"));
}

#[test]
fn clear_text_to_another_machine_is_refused() {
    let builder = Polar::server("http://polar.internal")
        .access_token(secret("oat"))
        .organization_id(ORGANIZATION);

    let (field, value, mend) = refused(builder);

    assert_eq!((field, &*value), ("server", "http://polar.internal/"));
    assert!(mend.contains("https"), "{mend}");
}

#[test]
fn clear_text_to_another_machine_is_allowed_by_saying_so() {
    Polar::server("http://polar.internal")
        .access_token(secret("oat"))
        .organization_id(ORGANIZATION)
        .allow_clear_text(TokensInClearText)
        .build()
        .unwrap();
}

#[test]
fn clear_text_allows_no_other_scheme() {
    let builder = Polar::server("ftp://polar.internal")
        .access_token(secret("oat"))
        .organization_id(ORGANIZATION)
        .allow_clear_text(TokensInClearText);

    assert_eq!(refused(builder).0, "server");
}

#[test]
fn a_server_that_is_no_plain_address_is_refused() {
    let rows = [
        "api.polar.sh".to_owned(),
        String::new(),
        "/v1".to_owned(),
        secret("oat"),
        format!("https://user:{}@api.polar.sh", secret("oat")),
        format!("https://api.polar.sh/?token={}", secret("oat")),
        format!("https://api.polar.sh/#{}", secret("oat")),
    ];
    for server in rows {
        let builder = Polar::server(server)
            .access_token(secret("oat"))
            .organization_id(ORGANIZATION);

        assert_eq!(refused(builder).0, "server");
    }
}

#[test]
fn a_version_that_is_no_year_and_month_is_refused() {
    for version in [
        "",
        "v1",
        "2026",
        "2026-1",
        "2026-10-01",
        "2026_10",
        "latest",
    ] {
        let (field, value, mend) = refused(good().api_version(ApiVersion::pinned(version)));

        assert_eq!((field, &*value), ("api_version", version));
        assert!(mend.contains("2026-10"), "{mend}");
    }
}

#[test]
fn a_certificate_file_that_is_not_there_is_named() {
    let path = "/nowhere/roots.pem";

    let (field, value, mend) = refused(good().tls_roots(TlsRoots::PemFile(path.into())));

    assert_eq!((field, &*value), ("tls_roots", path));
    assert!(mend.contains("PEM file"), "{mend}");
}

#[test]
fn certificates_that_are_none_are_refused() {
    let garbage =
        "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    let broken = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
    let key = "-----BEGIN PRIVATE KEY-----\nQ0FOQVJZ\n-----END PRIVATE KEY-----\n";
    for pem in ["", "garbage", garbage, broken, key] {
        let (field, _, mend) = refused(good().tls_roots(TlsRoots::Pem(pem.into())));

        assert_eq!(field, "tls_roots", "{pem}");
        assert!(!mend.is_empty());
    }
}

#[test]
fn an_empty_certificate_file_is_refused() {
    let path = std::env::temp_dir().join(format!("roots-{}.pem", std::process::id()));
    std::fs::File::create(&path).unwrap().flush().unwrap();

    let (field, value, mend) = refused(good().tls_roots(TlsRoots::PemFile(path.clone())));

    std::fs::remove_file(path).unwrap();
    assert_eq!((field, &*value), ("tls_roots", "no certificate"));
    assert!(mend.contains("BEGIN CERTIFICATE"), "{mend}");
}
