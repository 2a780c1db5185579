//! What can never work is refused when it is built.

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
