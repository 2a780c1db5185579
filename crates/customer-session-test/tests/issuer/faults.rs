//! What can go wrong on demand.

use std::time::Duration;

use customer_session::clock::ManualClock;
use customer_session_test::issuer::{Endpoint, FakeIssuer, Fault};

use crate::client::get;

#[tokio::test]
async fn answers_are_spoilt_as_the_fault_says() {
    let issuer = FakeIssuer::start().await.unwrap();
    let url = issuer.jwks_url();
    let ask = async |fault| {
        issuer.fault(fault);
        get(&url, "x: y").await
    };

    let page = ask(Fault::Html(200)).await.unwrap();
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=UTF-8")
    );
    let busy = Fault::Status {
        status: 503,
        retry_after: Some(7),
    };
    let busy = ask(busy).await.unwrap();
    assert_eq!(
        (busy.status(), busy.header("retry-after")),
        ("503", Some("7"))
    );
    let elsewhere = ask(Fault::Redirect("http://127.0.0.1:1/".into()))
        .await
        .unwrap();
    assert_eq!(elsewhere.status(), "307");
    assert_eq!(elsewhere.header("location"), Some("http://127.0.0.1:1/"));
    let huge = ask(Fault::Huge(300 * 1024)).await.unwrap();
    assert_eq!(huge.body.len(), 300 * 1024);
    let cut = ask(Fault::TruncatedJson).await.unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&cut.body).is_err());
    assert!(ask(Fault::Drop).await.is_err());
    assert!(ask(Fault::Refuse).await.is_err());

    issuer.clear_faults();
    assert_eq!(get(&url, "x: y").await.unwrap().status(), "200");
    assert_eq!(
        issuer.calls(Endpoint::Jwks),
        7,
        "a refused one does not count"
    );
}

#[tokio::test]
async fn a_fault_of_one_endpoint_leaves_the_others_alone() {
    let issuer = FakeIssuer::start().await.unwrap();
    issuer.fault_on(Endpoint::Jwks, Fault::status(500));
    let discovery = format!("{}/.well-known/openid-configuration", issuer.url());

    assert_eq!(
        get(&issuer.jwks_url(), "x: y").await.unwrap().status(),
        "500"
    );
    assert_eq!(get(&discovery, "x: y").await.unwrap().status(), "200");
}

#[tokio::test]
async fn a_dripping_answer_takes_its_time_by_the_clock() {
    let clock = ManualClock::new();
    let issuer = FakeIssuer::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    issuer.publish("{}");
    issuer.fault(Fault::Drip(Duration::from_secs(1)));
    let url = issuer.jwks_url();
    let asking = tokio::spawn(async move { get(&url, "x: y").await });
    while issuer.calls(Endpoint::Jwks) == 0 {
        tokio::task::yield_now().await;
    }
    assert!(!asking.is_finished());

    while !asking.is_finished() {
        clock.advance(Duration::from_secs(1));
        tokio::task::yield_now().await;
    }

    let chunks = asking.await.unwrap().unwrap().body;
    assert_eq!(chunks, "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
}
