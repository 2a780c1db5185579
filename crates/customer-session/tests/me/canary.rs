//! Neither tokens nor keys nor personal data are printed.

use customer_session::provider::me::{AnswerRule, Field, MeProvider, Outcome, TimeFormat};

use crate::common::{Answer, Server, config, printed};

const BODIES: [&str; 6] = [
    r#"{"id":"c1","email":"canary@shop.example","name":"canary","d":{"canary":1}}"#,
    r#"{"id":["canary"]}"#,
    r#"{"id":"c1","email":["canary"]}"#,
    r#"{"id":"c1","end":"canary"}"#,
    r#"{"id":"c1","canary":1,"canary":1}"#,
    "canary",
];

#[tokio::test]
async fn nothing_secret_or_personal_is_printed() {
    for status in [200, 302, 400, 401, 429, 500] {
        for body in BODIES {
            let answer = Answer::json(status, body)
                .with("x", "canary")
                .with("location", "/canary");
            let server = Server::saying(answer);
            let builder = MeProvider::builder(server.url("/me?x=canary"))
                .field(Field::CustomerId, "/id")
                .field(Field::Email, "/email")
                .field(Field::Name, "/name")
                .expires_at("/end", TimeFormat::Seconds)
                .details("/d")
                .header("x-key", "canary-key")
                .rule(AnswerRule::new(400, Outcome::Denied).when("/code", ["canary"]))
                .token_cookie("sid");
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
            assert_eq!(server.asked().len(), 1);
        }
    }
}
