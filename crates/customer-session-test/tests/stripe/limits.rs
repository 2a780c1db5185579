//! Stripe's limit of calls.

use std::time::Duration;

use customer_session::clock::ManualClock;
use customer_session_test::stripe::{FakeStripe, NewCustomer};

use crate::client::Request;

#[tokio::test]
async fn an_endpoint_takes_25_calls_a_second_and_all_ids_are_one_endpoint() {
    let clock = ManualClock::new();
    let fake = FakeStripe::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    let customers = [NewCustomer::new(), NewCustomer::new()].map(|new| fake.add_customer(new));
    let ask = async |id: &str| {
        let path = format!("/v1/customers/{id}");
        Request::get(&fake, &path).send().await
    };
    for call in 0..25 {
        assert_eq!(ask(&customers[call % 2]).await.status(), 200, "{call}");
    }

    let limited = ask(&customers[0]).await;

    assert_eq!(limited.status(), 429);
    assert_eq!(limited.error()[1], "rate_limit");
    assert_eq!(
        limited.header("stripe-rate-limited-reason"),
        Some("endpoint-rate")
    );
    // Another endpoint has a limit of its own, and so has live mode.
    let form = format!(
        "customer={}&components[buy_button][enabled]=true",
        customers[0]
    );
    assert_eq!(Request::create(&fake, &form).send().await.status(), 200);
    let live = Request::get(&fake, "/v1/customers/cus_x").key(&fake.live_secret_key());
    assert_eq!(live.send().await.status(), 404);
    clock.advance(Duration::from_millis(999));
    assert_eq!(ask(&customers[1]).await.status(), 429);
    clock.advance(Duration::from_millis(1));
    assert_eq!(ask(&customers[1]).await.status(), 200);
}
