//! Rate limits: fixed windows, by who asks.

use std::time::Duration;

use customer_session::clock::ManualClock;
use customer_session_test::polar::{FakePolar, NewCustomer, NewMember, RateLimitGroup, RateLimits};

use crate::client::{Answer, INTROSPECT, ME, get};

async fn limited(rate_limits: RateLimits) -> (FakePolar, ManualClock) {
    let clock = ManualClock::new();
    let polar = FakePolar::builder()
        .clock(clock.clone())
        .rate_limits(rate_limits)
        .sandbox(true)
        .start();
    (polar.await.unwrap(), clock)
}

/// How many of these calls are let through before the first 429.
async fn let_through(polar: &FakePolar, path: &str, token: &str, calls: usize) -> usize {
    for made in 0..calls {
        if get(polar, path).bearer(token).send().await.status == 429 {
            return made;
        }
    }
    calls
}

async fn introspect(polar: &FakePolar, token: &str) -> Answer {
    get(polar, INTROSPECT).bearer(token).send().await
}

#[tokio::test]
async fn a_new_token_in_production_has_501_calls_the_first_of_which_is_pending() {
    let (polar, _) = limited(RateLimits::Production).await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();

    assert_eq!(let_through(&polar, INTROSPECT, &token, 600).await, 501);
}

#[tokio::test]
async fn the_answer_is_empty_and_names_the_length_of_the_window() {
    let (polar, clock) = limited(RateLimits::Sandbox).await;
    let_through(&polar, INTROSPECT, "polar_cst_unknown", 60).await;
    clock.advance(Duration::from_secs(59));

    let answer = introspect(&polar, "polar_cst_unknown").await;

    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("retry-after"), Some("60"));
    assert_eq!(answer.header("content-type"), None);
    assert_eq!(answer.header("content-length"), None);
    assert_eq!(answer.header("transfer-encoding"), Some("chunked"));
    assert_eq!(answer.body, "");
    assert_eq!(answer.header("x-polar-sandbox"), None);
}

#[tokio::test]
async fn a_bad_token_has_60_calls_for_itself() {
    let (polar, _) = limited(RateLimits::Production).await;

    assert_eq!(
        let_through(&polar, INTROSPECT, "polar_cst_one", 70).await,
        60
    );
    assert_eq!(introspect(&polar, "polar_cst_other").await.status, 401);
}

#[tokio::test]
async fn a_window_opens_anew_when_it_is_over_and_not_before() {
    let (polar, clock) = limited(RateLimits::Production).await;
    let_through(&polar, INTROSPECT, "polar_cst_unknown", 60).await;

    clock.advance(Duration::from_millis(59_999));
    let before = introspect(&polar, "polar_cst_unknown").await.status;
    clock.advance(Duration::from_millis(1));
    let after = introspect(&polar, "polar_cst_unknown").await.status;

    assert_eq!((before, after), (429, 401));
}

#[tokio::test]
async fn a_token_that_was_seen_valid_has_100_calls_in_the_sandbox() {
    let (polar, clock) = limited(RateLimits::Sandbox).await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();
    introspect(&polar, &token).await;
    clock.advance(Duration::from_secs(60));

    assert_eq!(let_through(&polar, INTROSPECT, &token, 110).await, 100);
}

#[tokio::test]
async fn a_token_that_was_not_seen_for_300_seconds_is_pending_again() {
    let (polar, clock) = limited(RateLimits::Sandbox).await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();
    introspect(&polar, &token).await;
    clock.advance(Duration::from_secs(300));

    assert_eq!(let_through(&polar, INTROSPECT, &token, 110).await, 101);
}

#[tokio::test]
async fn all_tokens_of_a_customer_share_a_window() {
    let (polar, clock) = limited(RateLimits::Sandbox).await;
    let ada = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));
    let (one, other) = (ada.mint(), ada.mint());
    introspect(&polar, &one).await;
    introspect(&polar, &other).await;
    clock.advance(Duration::from_secs(60));

    let_through(&polar, INTROSPECT, &one, 90).await;

    assert_eq!(let_through(&polar, INTROSPECT, &other, 20).await, 10);
}

#[tokio::test]
async fn a_member_has_a_window_of_its_own() {
    let (polar, clock) = limited(RateLimits::Sandbox).await;
    let team = polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines"));
    let bo = team.add_member(NewMember::new("bo@shop.example"));
    let (teams, bos) = (team.mint(), team.mint_member(&bo));
    introspect(&polar, &teams).await;
    introspect(&polar, &bos).await;
    clock.advance(Duration::from_secs(60));

    let_through(&polar, INTROSPECT, &teams, 110).await;

    assert_eq!(introspect(&polar, &bos).await.status, 200);
}

#[tokio::test]
async fn all_access_tokens_of_an_organization_share_a_window() {
    let (polar, clock) = limited(RateLimits::Sandbox).await;
    let (one, other) = (
        polar.organization().access_token(),
        polar.organization().access_token(),
    );
    get(&polar, "/v1/customers/").bearer(&one).send().await;
    get(&polar, "/v1/customers/").bearer(&other).send().await;
    clock.advance(Duration::from_secs(60));

    let_through(&polar, "/v1/customers/", &one, 99).await;

    assert_eq!(let_through(&polar, "/v1/customers/", &other, 5).await, 1);
}

#[tokio::test]
async fn an_elevated_organization_is_limited_by_the_second() {
    let (polar, clock) = limited(RateLimits::Production).await;
    let access_token = polar.organization().access_token();
    polar
        .organization()
        .set_rate_limit_group(RateLimitGroup::Elevated);
    get(&polar, "/v1/customers/")
        .bearer(&access_token)
        .send()
        .await;
    clock.advance(Duration::from_secs(1));

    assert_eq!(
        let_through(&polar, "/v1/customers/", &access_token, 110).await,
        100
    );
    let answer = get(&polar, "/v1/customers/")
        .bearer(&access_token)
        .send()
        .await;
    assert_eq!(answer.header("retry-after"), Some("1"));
}

#[tokio::test]
async fn a_restricted_organization_has_10_calls_in_the_sandbox() {
    let (polar, clock) = limited(RateLimits::Sandbox).await;
    let access_token = polar.organization().access_token();
    polar
        .organization()
        .set_rate_limit_group(RateLimitGroup::Restricted);
    get(&polar, "/v1/customers/")
        .bearer(&access_token)
        .send()
        .await;
    clock.advance(Duration::from_secs(60));

    assert_eq!(
        let_through(&polar, "/v1/customers/", &access_token, 20).await,
        10
    );
}

#[tokio::test]
async fn callers_without_a_token_share_the_window_of_their_address() {
    let (polar, _) = limited(RateLimits::Sandbox).await;

    for _ in 0..100 {
        assert_eq!(get(&polar, ME).send().await.status, 401);
    }

    assert_eq!(get(&polar, ME).send().await.status, 429);
}

#[tokio::test]
async fn there_are_no_limits_unless_asked_for() {
    let (polar, _) = crate::client::still().await;

    assert_eq!(
        let_through(&polar, INTROSPECT, "polar_cst_unknown", 120).await,
        120
    );
}
