//! Requests, and what is answered to them.

use reqwest::{
    Client, RequestBuilder,
    header::{CONTENT_TYPE, WWW_AUTHENTICATE},
};
use serde_json::Value;

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) challenge: Option<String>,
    /// JSON, or the text.
    pub(crate) body: Value,
}

pub(crate) async fn get(shop: &str, path: &str, token: Option<&str>) -> Answer {
    send(authorize(Client::new().get(format!("{shop}{path}")), token)).await
}

pub(crate) async fn post(shop: &str, path: &str, token: Option<&str>) -> Answer {
    send(authorize(
        Client::new().post(format!("{shop}{path}")),
        token,
    ))
    .await
}

pub(crate) async fn login(shop: &str, body: &Value) -> Answer {
    post_json(shop, "/login", body).await
}

pub(crate) async fn post_json(shop: &str, path: &str, body: &Value) -> Answer {
    let request = Client::new()
        .post(format!("{shop}{path}"))
        .header(CONTENT_TYPE, "application/json")
        .body(body.to_string());
    send(request).await
}

/// A signed session of this customer's, for everything.
pub(crate) async fn token(shop: &str, customer: &str) -> String {
    let answer = login(shop, &serde_json::json!({ "customer": customer })).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    text(&answer.body["token"])
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().expect("it is text").to_owned()
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let answer = request.send().await.expect("the shop is up");
    let status = answer.status().as_u16();
    let challenge = answer.headers().get(WWW_AUTHENTICATE);
    let challenge = challenge.map(|value| value.to_str().expect("it is text").to_owned());
    let body = answer.text().await.expect("it has a body");
    Answer {
        status,
        challenge,
        body: serde_json::from_str(&body).unwrap_or(Value::String(body)),
    }
}

fn authorize(request: RequestBuilder, token: Option<&str>) -> RequestBuilder {
    match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    }
}
