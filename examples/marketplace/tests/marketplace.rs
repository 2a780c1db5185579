//! The marketplace as a process: whose token is whose, and what an outage means to whom.

#[path = "../../axum-jwt/tests/common/curl.rs"]
mod curl;
#[allow(dead_code, reason = "it is that of other examples too")]
#[path = "../../axum-jwt/tests/common/http.rs"]
mod http;
#[path = "../../axum-jwt/tests/common/paste.rs"]
mod paste;
#[path = "../../axum-jwt/tests/common/process.rs"]
mod process;

use customer_session_test::issuer::FakeIssuer;
use serde_json::{Value, json};

use crate::{
    http::{Answer, get, post, post_json, text},
    process::Running,
};

const ISSUERS: [&str; 4] = ["jwt", "oauth", "polar", "stripe"];

struct Market(Running);

impl Market {
    async fn open() -> Self {
        Self(Running::start(env!("CARGO_BIN_EXE_marketplace")).await)
    }

    /// A new session of a customer's.
    async fn mint(&self, issuer: &str, customer: &str) -> String {
        let body = json!({ "issuer": issuer, "customer": customer });
        let minted = post_json(&self.0.address, "/demo/sessions", &body).await;
        assert_eq!(minted.status, 201, "{}", minted.body);
        assert_eq!(minted.body["issuer"], issuer);
        text(&minted.body["token"])
    }

    async fn me(&self, token: &str) -> Answer {
        get(&self.0.address, "/api/me", Some(token)).await
    }

    /// The status that a new session of a customer's is answered with.
    async fn fresh(&self, issuer: &str, customer: &str) -> u16 {
        self.me(&self.mint(issuer, customer).await).await.status
    }

    async fn switch(&self, issuer: &str, mode: &str) {
        let path = format!("/demo/issuers/{issuer}");
        let switched = post_json(&self.0.address, &path, &json!({ "mode": mode })).await;
        assert_eq!(switched.status, 204, "{}", switched.body);
    }

    async fn revoke(&self, issuer: &str, customer: &str) {
        let body = json!({ "issuer": issuer, "customer": customer });
        let revoked = post_json(&self.0.address, "/demo/revoke", &body).await;
        assert_eq!(revoked.status, 204, "{}", revoked.body);
    }

    async fn stats(&self) -> Value {
        get(&self.0.address, "/demo/stats", None).await.body
    }

    /// How many requests were sent to issuers so far, that for the app's own keys included.
    async fn calls(&self) -> u64 {
        assert_eq!(self.fresh("jwt", "ada").await, 200);
        let calls = &self.stats().await["upstream_calls"];
        calls.as_u64().expect("it is a number")
    }
}

#[tokio::test]
async fn every_printed_line_is_answered_as_it_says() {
    let market = Market::open().await;

    assert_eq!(paste::every_line(&market.0).await, 17);
}

#[tokio::test]
async fn each_token_is_good_by_its_own_issuer_and_names_its_customer() {
    let market = Market::open().await;

    for issuer in ISSUERS {
        for (customer, name) in [("ada", "Ada"), ("bo", "Bo")] {
            let me = market.me(&market.mint(issuer, customer).await).await;

            assert_eq!(me.status, 200, "{issuer}: {}", me.body);
            assert_eq!(me.body["provider"], issuer);
            assert_eq!(me.body["name"], name, "{issuer}");
            assert_eq!(me.body["email"], format!("{customer}@shop.example"));
            assert!(text(&me.body["expires_at"]).ends_with('Z'), "{issuer}");
        }
    }
}

#[tokio::test]
async fn the_form_of_a_token_says_whose_it_is() {
    let market = Market::open().await;

    assert!(market.mint("polar", "ada").await.starts_with("polar_cst_"));
    assert!(market.mint("stripe", "ada").await.starts_with("css_"));
    assert_eq!(market.mint("jwt", "ada").await.split('.').count(), 3);
    assert!(!market.mint("oauth", "ada").await.contains('.'));
}

#[tokio::test]
async fn a_token_of_no_known_form_is_the_oauth_servers_to_refuse() {
    let market = Market::open().await;
    let before = market.calls().await;

    let (first, again) = (market.me("nonsense").await, market.me("nonsense").await);

    assert_eq!((first.status, again.status), (401, 401));
    assert_eq!(first.body["code"], "token_invalid");
    assert_eq!(market.calls().await, before + 1);
    assert_eq!(
        market.stats().await["rejected"],
        json!({ "token_denied": 2 })
    );
    market.switch("oauth", "down").await;
    assert_eq!(market.me("nonsense-too").await.status, 503);
}

#[tokio::test]
async fn garbage_behind_a_known_prefix_costs_no_call() {
    let market = Market::open().await;
    let before = market.calls().await;

    for token in ["polar_cst_nonsense", "css_nonsense"] {
        let refused = market.me(token).await;

        assert_eq!(
            (refused.status, &refused.body["code"]),
            (401, &json!("token_malformed")),
            "{token}"
        );
    }
    assert_eq!(market.calls().await, before);
}

#[tokio::test]
async fn a_signed_token_of_another_issuer_is_refused_and_its_issuer_not_asked() {
    let market = Market::open().await;
    let other = FakeIssuer::start().await.expect("a port is free");
    let before = market.calls().await;

    let unknown = market.me(&other.mint_for("cus_ada")).await;

    assert_eq!(unknown.status, 401);
    // Whatever nobody claims is the OAuth server's, who may have signed it.
    assert_eq!(market.calls().await, before + 1);
    assert_eq!(other.total_calls(), 0);
}

#[tokio::test]
async fn a_signed_token_that_was_tampered_with_is_refused_without_a_call() {
    let market = Market::open().await;
    let good = market.mint("jwt", "ada").await;
    assert_eq!(market.me(&good).await.status, 200);
    let before = market.calls().await;
    let (signed, signature) = good.rsplit_once('.').expect("it is signed");
    let first = if signature.starts_with('A') { 'B' } else { 'A' };

    let refused = market
        .me(&format!("{signed}.{first}{}", &signature[1..]))
        .await;

    assert_eq!(refused.status, 401);
    assert_eq!(market.calls().await, before);
    assert_eq!(
        market.stats().await["rejected"],
        json!({ "signature_invalid": 1 })
    );
}

#[tokio::test]
async fn an_outage_reaches_the_customers_of_one_issuer_only() {
    let market = Market::open().await;

    for down in ["oauth", "polar", "stripe"] {
        let remembered = market.mint(down, "ada").await;
        assert_eq!(market.me(&remembered).await.status, 200, "{down}");

        market.switch(down, "down").await;

        assert_eq!(market.me(&remembered).await.status, 200, "{down}");
        let unknown = market.mint(down, "bo").await;
        let refused = market.me(&unknown).await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (503, &json!("unavailable")),
            "{down}"
        );
        for other in ISSUERS.into_iter().filter(|other| *other != down) {
            assert_eq!(market.fresh(other, "ada").await, 200, "{other}, {down}");
        }

        market.switch(down, "up").await;
        assert_eq!(market.me(&unknown).await.status, 200, "{down}");
    }
}

#[tokio::test]
async fn while_stripe_is_down_a_new_session_of_a_remembered_customer_is_good() {
    let market = Market::open().await;
    assert_eq!(market.fresh("stripe", "ada").await, 200);

    market.switch("stripe", "down").await;

    assert_eq!(market.fresh("stripe", "ada").await, 200);
    assert_eq!(market.fresh("stripe", "bo").await, 503);
}

#[tokio::test]
async fn signed_sessions_outlive_an_outage_of_their_keys() {
    let market = Market::open().await;
    assert_eq!(market.fresh("jwt", "ada").await, 200);
    let keys = async || {
        let path = "/.well-known/jwks.json";
        get(&market.0.address, path, None).await.status
    };
    assert_eq!(keys().await, 200);

    market.switch("jwt", "down").await;

    assert_eq!(keys().await, 503);
    assert_eq!(market.fresh("jwt", "bo").await, 200);
    assert_eq!(get(&market.0.address, "/healthz", None).await.status, 200);
}

#[tokio::test]
async fn one_id_at_three_issuers_is_three_customers() {
    let issuers = ["jwt", "oauth", "stripe"];
    for ended in issuers {
        let market = Market::open().await;
        let mut sessions = Vec::new();
        for issuer in issuers {
            let token = market.mint(issuer, "bo").await;
            assert_eq!(market.me(&token).await.body["id"], "cus_bo", "{issuer}");
            sessions.push((issuer, token));
        }

        market.revoke(ended, "bo").await;

        for (issuer, token) in sessions {
            let expected = if issuer == ended { 401 } else { 200 };
            let status = market.me(&token).await.status;
            assert_eq!(status, expected, "{issuer}, {ended}");
        }
    }
}

#[tokio::test]
async fn who_signed_out_is_out_whichever_issuer_it_was() {
    let market = Market::open().await;

    for issuer in ISSUERS {
        let (token, other) = (
            market.mint(issuer, "ada").await,
            market.mint(issuer, "ada").await,
        );
        let out = post(&market.0.address, "/api/logout", Some(&token)).await;

        assert_eq!(out.status, 204, "{issuer}");
        assert_eq!(market.me(&token).await.status, 401, "{issuer}");
        assert_eq!(market.me(&other).await.status, 200, "{issuer}");
    }
}

#[tokio::test]
async fn nobody_has_a_session_of_an_issuer_or_a_customer_that_there_is_not() {
    let market = Market::open().await;

    for body in [
        json!({ "issuer": "paypal", "customer": "ada" }),
        json!({ "issuer": "polar", "customer": "hugo" }),
    ] {
        let refused = post_json(&market.0.address, "/demo/sessions", &body).await;

        assert_eq!(refused.status, 422, "{body}");
    }
}

#[tokio::test]
async fn ctrl_c_ends_it_well() {
    let market = Market::open().await;
    // Before it serves, nobody listens for the signal.
    assert_eq!(market.fresh("polar", "ada").await, 200);

    assert!(market.0.interrupt().await.success());
}
