//! The server, in a process of its own, and the provider that asks it.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig,
    clock::ManualClock,
    provider::{
        SessionProvider,
        jwt::{JwtProvider, JwtProviderBuilder},
    },
};
use reqwest::Client;
use serde_json::{Value, json};

use super::{Tool, now};

/// For whom its tokens are meant.
pub(super) const AUDIENCE: &str = "https://api.shop.example";

/// A server on a port of its own, which keeps it when it begins anew with other keys.
pub(super) struct Server {
    tool: Tool,
    /// The public keys of the client that signs who it is.
    client_keys: Vec<Value>,
    format: &'static str,
    pub(super) issuer: String,
    port: u64,
}

impl Server {
    /// A server that signs by the first of these keys that fits the algorithm.
    pub(super) fn start(algorithm: &str, keys: &[Value]) -> Self {
        Self::issuing("jwt", algorithm, keys, Vec::new())
    }

    /// A server whose tokens say nothing, and that must be asked about them.
    pub(super) fn opaque() -> Self {
        Self::opaque_knowing(Vec::new())
    }

    /// The same, which knows the client `keyed` by these keys.
    pub(super) fn opaque_knowing(client_keys: Vec<Value>) -> Self {
        Self::issuing("opaque", "ES256", &Self::keys(&["ES256"]), client_keys)
    }

    fn issuing(
        format: &'static str,
        algorithm: &str,
        keys: &[Value],
        client_keys: Vec<Value>,
    ) -> Self {
        let mut server = Self {
            tool: Tool::oauth(),
            client_keys,
            format,
            issuer: String::new(),
            port: 0,
        };
        server.restart(algorithm, keys);
        server
    }

    pub(super) fn restart(&mut self, algorithm: &str, keys: &[Value]) {
        let answer = self.tool.ask(&json!({"start": {
            "algorithm": algorithm,
            "audience": AUDIENCE,
            "clientKeys": self.client_keys,
            "format": self.format,
            "keys": keys,
            "port": self.port,
            "seconds": LIFETIME.as_secs(),
        }}));
        answer["issuer"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.issuer);
        self.port = answer["port"].as_u64().unwrap();
    }

    /// Private keys that the server's own platform makes.
    pub(super) fn keys(algorithms: &[&str]) -> Vec<Value> {
        let answer = Tool::oauth().ask(&json!({ "keys": algorithms }));
        answer["keys"].as_array().unwrap().clone()
    }

    /// Takes the server away.
    pub(super) fn stop(&self) {
        self.tool.ask(&json!({ "stop": true }));
    }

    /// A token of an account, as if somebody had signed in: what is asked for, and the default.
    pub(super) fn mint(&self, wish: Value) -> String {
        let mut whole = json!({
            "account": "c1",
            "aud": AUDIENCE,
            "kind": "AccessToken",
            "scope": "orders:read",
            "seconds": LIFETIME.as_secs(),
        });
        if let (Some(whole), Value::Object(wish)) = (whole.as_object_mut(), wish) {
            whole.extend(wish);
        }
        let answer = self.tool.ask(&json!({ "mint": whole }));
        answer["token"].as_str().unwrap().to_owned()
    }

    /// A token, as a client gets one.
    pub(super) async fn token(&self) -> String {
        let request = Client::new()
            .post(format!("{}/token", self.issuer))
            .basic_auth("shop", Some("shop-secret-of-the-tests"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials&scope=orders%3Aread");
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        match answer["access_token"].as_str() {
            Some(token) => token.to_owned(),
            None => panic!("no token: {answer}"),
        }
    }

    /// A provider of its tokens, which finds everything else by itself.
    pub(super) fn provider(&self) -> JwtProviderBuilder {
        JwtProvider::issuer(&self.issuer).typ(["at+jwt"])
    }

    /// A configuration whose time begins now, and then stands still.
    pub(super) fn config(&self) -> (ManualClock, CustomerSessionConfig) {
        config_with(self.provider().audience(AUDIENCE).build().unwrap())
    }
}

/// A configuration whose time begins now, and then stands still.
pub(super) fn config_with(provider: impl SessionProvider) -> (ManualClock, CustomerSessionConfig) {
    let clock = ManualClock::at(now());
    let config = CustomerSessionConfig::builder()
        .clock(clock.clone())
        .provider(provider)
        .build()
        .unwrap();
    (clock, config)
}

/// Longer than the time between two looks at the keys.
pub(super) const LIFETIME: Duration = Duration::from_secs(4 * 3600);
