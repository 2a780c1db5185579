//! What the steps ask of the shop.

use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::common::{Storefront, post};

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) body: Value,
}

pub(super) async fn get(shop: &Storefront, path: &str, token: Option<&str>) -> Answer {
    let mut request = reqwest::Client::new().get(format!("{}{path}", shop.address));
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    let answer = request.send().await.expect("the shop is up");
    Answer {
        status: answer.status().as_u16(),
        retry_after: answer
            .headers()
            .get("retry-after")
            .map(|value| value.to_str().expect("it is text").to_owned()),
        body: {
            let text = answer.text().await.expect("it has a body");
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        },
    }
}

pub(super) async fn mint(shop: &Storefront, customer: &str) -> String {
    let (status, session) = post(shop, "/demo/sessions", json!({ "customer": customer })).await;
    assert_eq!(status, 201, "{session}");
    assert!(
        session["expires_at"]
            .as_str()
            .expect("it is a time")
            .ends_with('Z')
    );
    session["token"].as_str().expect("it is text").to_owned()
}

pub(super) async fn switch(shop: &Storefront, mode: &str) -> u16 {
    post(shop, "/demo/polar", json!({ "mode": mode })).await.0
}

pub(super) async fn revoke(shop: &Storefront, customer: &str) -> (u16, Value) {
    post(shop, "/demo/revoke", json!({ "customer": customer })).await
}

pub(super) async fn sign_out(shop: &Storefront, token: &str) -> u16 {
    let request = reqwest::Client::new()
        .post(format!("{}/api/logout", shop.address))
        .header(AUTHORIZATION, format!("Bearer {token}"));
    request
        .send()
        .await
        .expect("the shop is up")
        .status()
        .as_u16()
}

/// Sends JSON and returns the status and the text of the answer.
pub(super) async fn refused(shop: &Storefront, path: &str, body: &Value) -> (u16, String) {
    let request = reqwest::Client::new()
        .post(format!("{}{path}", shop.address))
        .json(body);
    let answer = request.send().await.expect("the shop is up");
    let status = answer.status().as_u16();
    (status, answer.text().await.expect("it has a body"))
}

pub(super) async fn stats(shop: &Storefront) -> Value {
    get(shop, "/demo/stats", None).await.body
}
