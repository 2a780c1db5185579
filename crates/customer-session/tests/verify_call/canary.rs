//! Neither tokens nor secrets nor personal data are printed.

use customer_session::provider::verify_call::{
    AnswerRule, Field, Outcome, TimeFormat, VerifyCallProvider,
};

use crate::common::{Answer, Server, config, printed};

const BODIES: [&str; 6] = [
    r#"{"ok":true,"id":"c1","email":"canary@shop.example"}"#,
    r#"{"ok":"canary"}"#,
    r#"{"ok":true,"id":["canary"]}"#,
    r#"{"ok":true,"id":"c1","end":"canary"}"#,
    r#"{"ok":true,"canary":1,"canary":1}"#,
    "canary",
];

#[tokio::test]
async fn nothing_secret_or_personal_is_printed() {
    for status in [200, 400, 401, 404, 429, 500] {
        for body in BODIES {
            for basic in [false, true] {
                let server = Server::saying(Answer::json(status, body).with("x", "canary"));
                let builder = VerifyCallProvider::builder(server.url("/verify?x=canary"))
                    .token_in_json("token")
                    .member("x", "canary")
                    .header("x-key", "canary")
                    .active("/ok")
                    .field(Field::CustomerId, "/id")
                    .field(Field::Email, "/email")
                    .expires_at("/end", TimeFormat::Rfc3339)
                    .rule(AnswerRule::new(404, Outcome::Denied).when("/code", ["canary"]));
                let builder = if basic {
                    builder.basic("shop", "canary")
                } else {
                    builder.bearer("canary-secret")
                };
                let mut all = format!("{builder:?}");
                let provider = builder.build().unwrap();
                all += &format!("{provider:?}");
                let (_, config) = config(provider);

                all += &match config.verify("canary-token").await {
                    Ok(session) => format!("{session:?} {:?}", session.customer()),
                    Err(rejection) => printed(&rejection),
                };
                all += &format!("{config:?}");

                assert!(!all.contains("canary"), "{status} {body}: {all}");
                // The pair of name and password in base64.
                assert!(!all.contains("c2hvcDpj"), "{all}");
                assert_eq!(server.asked().len(), 1);
            }
        }
    }
}
