//! What metadata may say.

use super::*;
use crate::rejection::Reason;

const SOUGHT: Sought = Sought {
    member: "jwks_uri",
    mend: "set `jwks_url`",
};

fn issuer(name: &str) -> Issuer {
    match Whereabouts::discovered(name, SOUGHT) {
        Ok(Whereabouts::Discovered(issuer)) => issuer,
        other => panic!("{other:?}"),
    }
}

fn answer(metadata: &str) -> HttpAnswer {
    HttpAnswer::new(200, metadata.to_owned())
}

fn read(name: &str, metadata: &str) -> Result<String, Reason> {
    let issuer = issuer(name);
    let read = issuer.read(&answer(metadata));
    let read = read.and_then(|url| url.ok_or_else(|| issuer.unnamed()));
    read.map(|url| url.to_string()).map_err(|why| match why {
        Unlocated::Unsaid(error) | Unlocated::Excluded(error) => error.reason(),
    })
}

/// What comes of metadata that say that the keys are there.
fn at(name: &str, address: &str) -> Result<String, Reason> {
    let metadata = format!(r#"{{"issuer":"{name}","jwks_uri":"{address}"}}"#);
    read(name, &metadata)
}

#[test]
fn metadata_are_where_the_standards_put_them() {
    for (name, openid, oauth) in [
        (
            "https://a.example",
            "https://a.example/.well-known/openid-configuration",
            "https://a.example/.well-known/oauth-authorization-server",
        ),
        (
            "https://a.example/",
            "https://a.example/.well-known/openid-configuration",
            "https://a.example/.well-known/oauth-authorization-server",
        ),
        (
            "https://a.example/x/y/",
            "https://a.example/x/y/.well-known/openid-configuration",
            "https://a.example/.well-known/oauth-authorization-server/x/y",
        ),
    ] {
        let issuer = issuer(name);

        assert_eq!(
            (issuer.openid.as_str(), issuer.oauth.as_str()),
            (openid, oauth)
        );
    }
}

#[test]
fn only_an_issuer_that_is_named_to_the_letter_is_believed() {
    let named = |name: &str| {
        let metadata = format!(r#"{{"issuer":"{name}","jwks_uri":"https://a.example/k"}}"#);
        read("https://a.example", &metadata)
    };

    assert_eq!(named("https://a.example"), Ok("https://a.example/k".into()));
    for other in [
        "https://a.example/",
        "https://A.example",
        "https://a.example.evil.example",
        "https://b.example",
        "",
    ] {
        assert_eq!(named(other), Err(Reason::Misconfigured), "{other}");
    }
}

#[test]
fn keys_must_be_at_https_whatever_the_metadata_say() {
    assert!(at("https://a.example", "https://keys.example/k?p=1").is_ok());
    assert!(at("http://127.0.0.1:9", "http://127.0.0.1:9/k").is_ok());
    for address in [
        "http://a.example/k",
        "http://127.0.0.1/k",
        "file:///etc/passwd",
        "data:,{}",
        "/k",
        "https://user:secret@a.example/k",
    ] {
        let judged = at("https://a.example", address);

        assert_eq!(judged, Err(Reason::Misconfigured), "{address}");
    }
    let judged = at("http://127.0.0.1:9", "http://a.example/k");
    assert_eq!(judged, Err(Reason::Misconfigured));
}

const LOCAL: [&str; 32] = [
    "localhost",
    "LOCALHOST.",
    "keys.localhost",
    "127.0.0.1",
    "127.9.9.9",
    "2130706433",
    "0x7f.1",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[febf::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[::ffff:169.254.169.254]",
    "[::10.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[64:ff9b:1:ffff::1]",
    "[2002:7f00:1::1]",
    "[2002:a9fe:a9fe::]",
    "[fec0::1]",
    "[feff::1]",
];

#[test]
fn keys_on_this_machine_or_its_own_network_are_only_those_of_an_issuer_there() {
    for host in LOCAL {
        let address = format!("https://{host}/k");

        let judged = at("https://a.example", &address);
        assert_eq!(judged, Err(Reason::Misconfigured), "{host}");
        for own in ["https://10.0.0.5", "https://localhost", "https://[fd00::1]"] {
            assert!(at(own, &address).is_ok(), "{own} {host}");
        }
    }
}

#[test]
fn keys_anywhere_else_are_the_issuers_choice() {
    for host in [
        "keys.example",
        "localhost.example",
        "notlocalhost",
        "11.0.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "169.253.0.1",
        "[2001:db8::1]",
        "[::ffff:192.0.2.1]",
        "[64:ff9b::c000:201]",
        "[64:ff9b:2::7f00:1]",
        "[2002:c000:201::1]",
        "[2003:7f00:1::1]",
        "[ff00::1]",
    ] {
        let judged = at("https://a.example", &format!("https://{host}/k"));

        assert!(judged.is_ok(), "{host}");
    }
}

#[test]
fn only_the_issuers_own_word_rules_out_where_its_keys_were() {
    let excludes = |metadata: &str| {
        let read = issuer("https://a.example").read(&answer(metadata));
        matches!(read, Err(Unlocated::Excluded(_)))
    };

    for excluding in [
        r#"{"issuer":"https://b.example","jwks_uri":"https://a.example/k"}"#,
        r#"{"issuer":"https://a.example","jwks_uri":"http://a.example/k"}"#,
        r#"{"issuer":"https://a.example","jwks_uri":"https://127.0.0.1/k"}"#,
    ] {
        assert!(excludes(excluding), "{excluding}");
    }
    for silent in ["<html>", "{}", r#"{"issuer":"https://a.example"}"#] {
        assert!(!excludes(silent), "{silent}");
    }
}

#[test]
fn metadata_that_are_none_are_malformed() {
    for metadata in [
        "",
        "<html>",
        "[]",
        r#"{"issuer":7}"#,
        r#"{"issuer":"https://a.example"}"#,
        r#"{"issuer":"https://a.example","jwks_uri":7}"#,
        r#"{"issuer":"https://b.example","issuer":"https://a.example","jwks_uri":"https://a.example/k"}"#,
    ] {
        let read = read("https://a.example", metadata);

        assert_eq!(read, Err(Reason::IssuerAnswerMalformed), "{metadata}");
    }
}

#[test]
fn addresses_in_clear_text_to_other_machines_are_refused() {
    for address in ["http://a.example", "ftp://a.example", "nonsense"] {
        assert!(
            Whereabouts::given("jwks_url", address).is_err(),
            "{address}"
        );
        assert!(
            Whereabouts::discovered(address, SOUGHT).is_err(),
            "{address}"
        );
    }
    assert!(Whereabouts::given("jwks_url", "https://a.example/k?p=1").is_ok());
    assert!(Whereabouts::discovered("https://a.example/?p=1", SOUGHT).is_err());
}

#[test]
fn what_a_stranger_calls_itself_is_printed_in_one_short_line() {
    let shown = printable(&format!("a\r\nb\u{202e}{}", "c".repeat(999)));

    assert!(shown.starts_with("a??b?c") && shown.len() == MAX_PRINTED);
}
