//! Neither tokens nor secrets nor personal data are printed.

use crate::{
    common,
    server::{Server, config, json},
};

const BODIES: [&str; 6] = [
    r#"{"active":true,"sub":"c1","email":"canary@shop.example"}"#,
    r#"{"active":true,"sub":"c1","aud":"canary-aud","cnf":{"jkt":"canary"}}"#,
    r#"{"active":true,"sub":["canary-sub"]}"#,
    r#"{"active":"canary"}"#,
    r#"{"active":true,"exp":"canary"}"#,
    r#"{"active":true,"canary":1,"canary":1}"#,
];

#[tokio::test]
async fn nothing_secret_or_personal_is_printed() {
    for status in [200, 400, 401, 429, 500] {
        for body in BODIES {
            for post in [false, true] {
                let server = Server::saying(json(status, body).with_header("x", "canary"));
                let builder = if post {
                    server.unknown().client_secret_post("shop", "canary-secret")
                } else {
                    server
                        .unknown()
                        .client_secret_basic("shop", "canary-secret")
                };
                let mut printed = format!("{builder:?}");
                let (_, config) = config(builder);

                match config.verify("canary-token").await {
                    Ok(session) => printed.push_str(&format!("{session:?}")),
                    Err(rejection) => printed.push_str(&common::printed(&rejection)),
                }
                printed.push_str(&format!("{config:?} {:?}", server.questions()));

                assert!(!printed.contains("canary"), "{status} {body}: {printed}");
                // The pair of id and secret in base64.
                assert!(!printed.contains("c2hvcDpj"), "{printed}");
            }
        }
    }
}

#[test]
fn a_provider_shows_neither_its_secret_nor_the_query_of_its_address() {
    let address = "https://login.shop.example/introspect?key=canary";
    let provider =
        customer_session::provider::introspection::IntrospectionProvider::builder(address)
            .bearer("canary")
            .transport(Server::stating("{}"))
            .build()
            .unwrap();

    let printed = format!("{provider:?}");

    assert!(printed.contains("login.shop.example"), "{printed}");
    assert!(!printed.contains("canary"), "{printed}");
}
