//! What the shop answers with, word for word and by type.

use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::calls::refused;
use crate::common::Storefront;

pub(crate) async fn a_name_that_nobody_has_is_answered_with_those_that_there_are(program: &str) {
    let shop = Storefront::start(program, &[]).await;
    let hugo = json!({ "customer": "hugo" });

    for (path, body, known) in [
        ("/demo/sessions", &hugo, "ada, bo, mallory"),
        ("/demo/revoke", &hugo, "ada, bo, mallory"),
        ("/demo/customers/hugo/delete", &Value::Null, "ada, bo\n"),
    ] {
        let (status, text) = refused(&shop, path, body).await;

        assert_eq!(status, 404, "{path}");
        assert!(text.contains("hugo") && text.contains(known), "{text}");
    }
}

/// Status and type of the content are the same whatever answers them.
pub(crate) async fn the_page_and_the_refusals_are_what_they_say_they_are(program: &str) {
    let shop = Storefront::start(program, &[]).await;
    let ask = async |method: &str, path: &str, body: &Value| {
        let url = format!("{}{path}", shop.address);
        let request = match method {
            "GET" => reqwest::Client::new().get(url),
            _ => reqwest::Client::new().post(url).json(body),
        };
        let answer = request.send().await.expect("the shop is up");
        let kind = answer.headers().get(CONTENT_TYPE);
        let kind = kind.map(|kind| kind.to_str().expect("it is text").to_owned());
        (answer.status().as_u16(), kind.unwrap_or_default())
    };
    let (html, json, text) = (
        "text/html; charset=utf-8",
        "application/json",
        "text/plain; charset=utf-8",
    );

    for (method, path, body, status, kind) in [
        ("GET", "/", Value::Null, 200, html),
        ("GET", "/healthz", Value::Null, 200, text),
        ("GET", "/api/greeting", Value::Null, 200, text),
        (
            "GET",
            "/api/me",
            Value::Null,
            401,
            "application/problem+json",
        ),
        ("GET", "/demo/stats", Value::Null, 200, json),
        (
            "POST",
            "/demo/sessions",
            json!({ "customer": "ada" }),
            201,
            json,
        ),
        (
            "POST",
            "/demo/sessions",
            json!({ "customer": "hugo" }),
            404,
            text,
        ),
        (
            "POST",
            "/demo/polar",
            json!({ "mode": "sideways" }),
            422,
            text,
        ),
        ("POST", "/demo/polar", json!({ "mode": "up" }), 204, ""),
        ("POST", "/healthz", Value::Null, 405, ""),
        ("GET", "/nowhere", Value::Null, 404, ""),
    ] {
        assert_eq!(
            ask(method, path, &body).await,
            (status, kind.to_owned()),
            "{method} {path}"
        );
    }
}
