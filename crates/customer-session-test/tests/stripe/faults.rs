//! Faults.

use std::time::Duration;

use customer_session::clock::ManualClock;
use customer_session_test::stripe::{Endpoint, FakeStripe, Fault, NewCustomer};

use crate::client::Request;

#[tokio::test]
async fn a_fault_is_met_by_its_endpoint_until_it_is_cleared() {
    let fake = FakeStripe::start().await.unwrap();
    let ada = fake.add_customer(NewCustomer::new());
    let path = format!("/v1/customers/{ada}");
    let json = "application/json".to_owned();
    for (fault, status) in [
        (Fault::Html(502), 502),
        (
            Fault::RateLimited {
                retry_after: Some(7),
            },
            429,
        ),
        (Fault::Redirect("http://127.0.0.1:9/".to_owned()), 307),
        (Fault::Status(418, json, "{}".to_owned()), 418),
        (Fault::WrongContentType, 200),
        (Fault::TruncatedJson, 200),
    ] {
        fake.fault_on(Endpoint::Customer, fault.clone());
        let answer = Request::get(&fake, &path).send().await;
        assert_eq!(answer.status(), status, "{fault:?}");
        let wait = answer.header("retry-after");
        assert_eq!(wait, (status == 429).then_some("7"), "{fault:?}");
        let whole = serde_json::from_str::<serde_json::Value>(&answer.body).is_ok();
        assert!(!whole || fault != Fault::TruncatedJson);
        let form = format!("customer={ada}&components[buy_button][enabled]=true");
        assert_eq!(Request::create(&fake, &form).send().await.status(), 200);
    }
    fake.clear_faults();
    assert_eq!(Request::get(&fake, &path).send().await.status(), 200);
}

#[tokio::test]
async fn a_general_fault_is_met_by_all_but_those_that_are_exempt() {
    let fake = FakeStripe::start().await.unwrap();
    fake.fault(Fault::Drop);
    fake.fault_on(Endpoint::Other, Fault::None);

    assert!(
        Request::get(&fake, "/v1/customers/cus_x")
            .try_send()
            .await
            .is_err()
    );
    assert_eq!(Request::get(&fake, "/").send().await.status(), 404);
    assert_eq!(fake.total_calls(), 2);
}

#[tokio::test]
async fn refusing_takes_the_listener_away_and_clearing_brings_it_back() {
    let fake = FakeStripe::start().await.unwrap();
    fake.fault(Fault::Refuse);
    assert!(Request::get(&fake, "/").try_send().await.is_err());
    fake.clear_faults();

    assert_eq!(Request::get(&fake, "/").send().await.status(), 404);
    assert_eq!(fake.total_calls(), 1);
}

#[tokio::test]
async fn a_delay_goes_by_the_fakes_clock() {
    let clock = ManualClock::new();
    let fake = FakeStripe::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    fake.fault(Fault::Delay(Duration::from_secs(60)));
    let asked = fake.clone();
    let asking = tokio::spawn(async move { Request::get(&asked, "/").send().await.status() });
    while fake.total_calls() == 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!asking.is_finished());

    clock.advance(Duration::from_secs(60));

    assert_eq!(asking.await.unwrap(), 404);
}
