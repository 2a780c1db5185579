//! What can never work is refused when it is built.

use std::time::Duration;

use customer_session::provider::introspection::{
    IntrospectionProvider, IntrospectionProviderBuilder,
};

use crate::server::{ENDPOINT, Server};

fn error(builder: IntrospectionProviderBuilder) -> String {
    builder.build().unwrap_err().to_string()
}

fn server() -> Server {
    Server::stating("{}")
}

#[test]
fn the_address_is_https_or_on_this_machine() {
    let at = |address: &str| {
        IntrospectionProvider::builder(address)
            .client_secret_basic("id", "secret")
            .transport(server())
    };

    for address in [
        ENDPOINT,
        "http://127.0.0.1:9/introspect",
        "http://localhost/introspect",
        "https://login.shop.example/introspect?tenant=shop",
    ] {
        assert!(at(address).build().is_ok(), "{address}");
    }
    for address in [
        "http://login.shop.example/introspect",
        "https://id:canary@login.shop.example/introspect",
        "https://login.shop.example/introspect#canary",
        "ftp://login.shop.example",
        "canary",
    ] {
        let error = error(at(address));
        assert!(
            error.contains("`endpoint`") && !error.contains("canary"),
            "{error}"
        );
    }
}

#[test]
fn the_server_must_know_us_by_one_thing() {
    let none = error(server().unknown());
    let two = error(server().builder().bearer("token"));

    for error in [none, two] {
        assert!(
            error.contains("`credentials`") && error.contains("`client_secret_post`"),
            "{error}"
        );
    }
}

#[test]
fn nothing_that_is_compared_is_empty() {
    for (field, builder) in [
        ("audience", server().builder().audience("api").audience("")),
        ("issuer", server().builder().issuer("")),
        ("parties", server().builder().parties(["a", ""])),
        ("required_scope", server().builder().required_scope("")),
    ] {
        let error = error(builder);
        assert!(error.contains(&format!("`{field}`")), "{error}");
    }
}

#[test]
fn the_leeway_is_five_minutes_at_most() {
    let with = |seconds| server().builder().leeway(Duration::from_secs(seconds));

    assert!(with(0).build().is_ok() && with(300).build().is_ok());
    let error = error(with(301));
    assert!(
        error.contains("`leeway`") && error.contains("300 s"),
        "{error}"
    );
}

#[test]
fn an_issuer_that_is_to_be_found_is_https_without_a_query() {
    let of = |issuer: &str| {
        IntrospectionProvider::discover(issuer)
            .client_secret_basic("id", "secret")
            .transport(server())
    };

    for issuer in ["https://login.shop.example/eu/", "http://127.0.0.1:9"] {
        assert!(of(issuer).build().is_ok(), "{issuer}");
    }
    for issuer in [
        "http://login.shop.example",
        "https://id:canary@login.shop.example",
        "https://login.shop.example/?tenant=canary",
        "https://login.shop.example/#canary",
        "canary",
        "",
    ] {
        let error = error(of(issuer));
        assert!(
            error.contains("`issuer`") && !error.contains("canary"),
            "{error}"
        );
    }
}
