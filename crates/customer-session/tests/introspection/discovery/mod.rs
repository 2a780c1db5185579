//! Where the server is asked, by its own metadata (RFC 8414).

mod kept;

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig, Reason,
    clock::ManualClock,
    provider::{
        Readiness,
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder},
    },
    upstream::{HttpAnswer, HttpRequest, HttpTransport, TransportError},
};
use tokio::task::JoinSet;

use crate::{
    common::TOKEN,
    server::{config, json, readiness},
    site::{ACTIVE, ISSUER, METADATA, OAUTH_METADATA, PLACE, Site, metadata},
};

fn provider(site: &Site) -> IntrospectionProviderBuilder {
    IntrospectionProvider::discover(ISSUER)
        .client_secret_basic("shop", "secret")
        .transport(site.clone())
}

fn engine(site: &Site) -> (ManualClock, CustomerSessionConfig) {
    config(provider(site))
}

async fn refused(config: &CustomerSessionConfig, token: &str) -> (u16, Reason) {
    let rejection = config.verify(token).await.unwrap_err();
    (rejection.status(), rejection.reason())
}

/// What becomes of a token where the metadata are these.
async fn with(answer: HttpAnswer) -> (u16, Reason) {
    let site = Site::whole();
    site.says(METADATA, answer);
    refused(&engine(&site).1, TOKEN).await
}

/// Until what is under way in the background is done.
async fn until(done: impl Fn() -> bool) {
    for _ in 0..10_000 {
        if done() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("it is never done")
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn the_endpoint_is_found_once_and_tokens_are_asked_about_there() {
    let site = Site::whole();
    let (_, config) = engine(&site);

    for turn in 0..3 {
        let session = config.verify(&format!("token-{turn}")).await.unwrap();
        assert_eq!(session.customer().id().as_str(), "c1");
    }

    assert_eq!((site.asked_at(METADATA), site.asked_at(PLACE)), (1, 3));
    assert_eq!(config.stats().upstream_calls, 4);
    let questions = site.questions();
    // Credentials and tokens are for the endpoint alone.
    assert_eq!(questions[0].method, "GET");
    assert!(questions[0].authorization.is_none() && questions[0].body.is_none());
    assert!(questions[1].authorization.is_some());
}

#[tokio::test]
async fn metadata_may_stand_where_oauth_puts_them() {
    let site = Site::whole();
    site.says(METADATA, json(404, "{}"));
    site.says(OAUTH_METADATA, json(200, &metadata(PLACE)));

    assert!(engine(&site).1.verify(TOKEN).await.is_ok());
}

#[tokio::test]
async fn all_who_wait_are_served_by_one_question_that_nobody_cancels_by_leaving() {
    let site = Site::whole();
    site.close_gate();
    let (_, config) = engine(&site);
    let mut waiting = JoinSet::new();
    for turn in 0..20 {
        let config = config.clone();
        waiting.spawn(async move { config.verify(&format!("token-{turn}")).await.is_ok() });
    }
    let leaver = {
        let config = config.clone();
        tokio::spawn(async move { config.verify("leaver").await.is_ok() })
    };
    until(|| site.asked_at(METADATA) == 1).await;

    leaver.abort();
    site.open_gate();

    while let Some(served) = waiting.join_next().await {
        assert!(served.unwrap());
    }
    assert_eq!(site.asked_at(METADATA), 1);
}

#[tokio::test]
async fn metadata_of_another_issuer_are_never_believed() {
    for other in [
        "https://login.shop.example/",
        "https://LOGIN.shop.example",
        "https://evil.example",
        "",
    ] {
        let document = format!(r#"{{"issuer":"{other}","introspection_endpoint":"{PLACE}"}}"#);

        let outcome = with(json(200, &document)).await;

        assert_eq!(outcome, (500, Reason::Misconfigured), "{other}");
    }
}

#[tokio::test]
async fn an_endpoint_that_is_not_safe_is_never_asked() {
    for endpoint in [
        "http://login.shop.example/introspect",
        "http://127.0.0.1/introspect",
        "https://127.0.0.1/introspect",
        "https://localhost/introspect",
        "https://10.0.0.1/introspect",
        "https://169.254.169.254/introspect",
        "https://[::1]/introspect",
        "https://id:secret@login.shop.example/introspect",
        "file:///etc/passwd",
        "/introspect",
    ] {
        let site = Site::whole();
        site.says(METADATA, json(200, &metadata(endpoint)));
        site.says(endpoint, json(200, ACTIVE));

        let outcome = refused(&engine(&site).1, TOKEN).await;

        assert_eq!(outcome, (500, Reason::Misconfigured), "{endpoint}");
        assert_eq!(site.questions().len(), 1, "{endpoint}");
    }
}

/// Nobody knows whether the session is good: no denial, and nothing is remembered.
#[tokio::test]
async fn what_is_no_metadata_is_an_outage_and_never_a_denial() {
    let html = HttpAnswer::new(200, "<html>").with_header("content-type", "text/html");
    let twice = format!(r#"{{"issuer":"{ISSUER}","issuer":"{ISSUER}"}}"#);
    let long = format!("{}{}", metadata(PLACE), " ".repeat(64 * 1024));
    for (answer, expected) in [
        (json(500, "{}"), (503, Reason::IssuerUnavailable)),
        (json(503, "{}"), (503, Reason::IssuerUnavailable)),
        (json(401, "{}"), (503, Reason::IssuerUnavailable)),
        (json(429, "{}"), (503, Reason::IssuerUnavailable)),
        (html, (503, Reason::IssuerAnswerMalformed)),
        (json(200, "{}"), (503, Reason::IssuerAnswerMalformed)),
        (json(200, &twice), (503, Reason::IssuerAnswerMalformed)),
        (json(200, &long), (503, Reason::IssuerAnswerMalformed)),
        (
            json(200, &format!(r#"{{"issuer":"{ISSUER}"}}"#)),
            (503, Reason::IssuerAnswerMalformed),
        ),
        (json(302, "{}"), (500, Reason::Misconfigured)),
    ] {
        let told = format!("{answer:?}");
        let site = Site::whole();
        site.says(METADATA, answer);
        let (clock, config) = engine(&site);

        assert_eq!(refused(&config, TOKEN).await, expected, "{told}");
        assert_eq!(site.asked_at(PLACE), 0);

        site.says(METADATA, json(200, &metadata(PLACE)));
        clock.advance(2 * SECOND);
        assert!(config.verify(TOKEN).await.is_ok(), "{told}");
    }
}

#[tokio::test]
async fn an_issuer_that_cannot_be_reached_is_not_asked_at_every_request() {
    let site = Site::new();
    let (clock, config) = engine(&site);

    for turn in 0..4 {
        let (status, reason) = refused(&config, &format!("token-{turn}")).await;
        // The pause is the engine's too, which then says so.
        let why = [Reason::IssuerUnavailable, Reason::IssuerSuspended];
        assert!(status == 503 && why.contains(&reason), "{reason}");
    }
    assert_eq!(site.questions().len(), 1);

    clock.advance(2 * SECOND);
    assert_eq!(refused(&config, "token-5").await.0, 503);
    assert_eq!(site.questions().len(), 2);
}

#[tokio::test]
async fn the_issuer_that_was_looked_for_is_the_one_that_answers_name() {
    let site = Site::whole();
    let evil = r#"{"active":true,"sub":"c1","iss":"https://evil.example"}"#;
    site.says(PLACE, json(200, evil));

    let outcome = refused(&engine(&site).1, TOKEN).await;
    assert_eq!(outcome, (401, Reason::IssuerUnknown));
    let (_, other) = config(provider(&site).issuer("https://evil.example"));
    assert!(other.verify(TOKEN).await.is_ok());
}

/// Some servers name in the one place what belongs to OpenID, and the rest in the other.
#[tokio::test]
async fn what_the_one_place_does_not_name_is_looked_for_in_the_other() {
    let silent = json(200, &format!(r#"{{"issuer":"{ISSUER}"}}"#));
    let site = Site::whole();
    site.says(METADATA, silent.clone());
    site.says(OAUTH_METADATA, json(200, &metadata(PLACE)));
    assert!(engine(&site).1.verify(TOKEN).await.is_ok());

    let evil = metadata(PLACE).replace(ISSUER, "https://evil.example");
    for (first, second, expected) in [
        (
            silent.clone(),
            json(200, &evil),
            (500, Reason::Misconfigured),
        ),
        (silent.clone(), silent, (503, Reason::IssuerAnswerMalformed)),
        // The issuer's own word is final.
        (
            json(200, &evil),
            json(200, &metadata(PLACE)),
            (500, Reason::Misconfigured),
        ),
    ] {
        let site = Site::whole();
        site.says(METADATA, first);
        site.says(OAUTH_METADATA, second);
        assert_eq!(refused(&engine(&site).1, TOKEN).await, expected);
        assert_eq!(site.asked_at(PLACE), 0);
    }
}
