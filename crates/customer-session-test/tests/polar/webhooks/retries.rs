//! What follows a failure.

use std::time::Duration;

use customer_session::clock::ManualClock;
use customer_session_test::polar::{
    FakePolar,
    webhook::{EventStatus, RetryJitter},
};
use serde_json::json;

use super::sending;
use crate::receiver::{ERROR, Receiver};

const MILLI: Duration = Duration::from_millis(1);

fn send(polar: &FakePolar) {
    polar.organization().send_event("order.paid", json!({}));
}

/// How long the fake waits before it tries again, in milliseconds.
async fn wait(polar: &FakePolar, clock: &ManualClock, receiver: &Receiver) -> u128 {
    polar.webhooks().attempted().await;
    let before = receiver.received().len();
    // Finds the doubling within which the next attempt is, without ever stepping over it.
    for doublings in 0..12 {
        let waited = Duration::from_secs(2) * 2_u32.pow(doublings);
        let step = if doublings == 0 { waited } else { waited / 2 };
        clock.advance(step - MILLI);
        polar.webhooks().attempted().await;
        assert_eq!(receiver.received().len(), before, "before {waited:?}");
        clock.advance(MILLI);
        polar.webhooks().attempted().await;
        if receiver.received().len() > before {
            return waited.as_millis();
        }
    }
    panic!("no further attempt");
}

/// Moves the clock, ten times, to where any next attempt is due.
async fn exhaust(polar: &FakePolar, clock: &ManualClock) {
    for _ in 0..10 {
        polar.webhooks().attempted().await;
        clock.advance(Duration::from_secs(20 * 60));
    }
    polar.webhooks().attempted().await;
}

#[tokio::test]
async fn a_retry_has_the_same_id_and_body_and_the_timestamp_of_its_moment() {
    let (polar, clock, receiver, _) = sending().await;
    receiver.answer([ERROR]);
    send(&polar);
    polar.webhooks().attempted().await;

    clock.advance(Duration::from_secs(2));
    polar.webhooks().flush().await;

    let [first, second] = receiver.received().try_into().unwrap();
    assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
    assert_eq!(first.body, second.body);
    assert_eq!(first.header("webhook-timestamp"), "1767225600");
    assert_eq!(second.header("webhook-timestamp"), "1767225602");
    assert_ne!(
        first.header("webhook-signature"),
        second.header("webhook-signature")
    );
    let attempts = polar.webhooks().attempts();
    let noted: Vec<_> = attempts
        .iter()
        .map(|attempt| (attempt.number, attempt.status(), attempt.unix_seconds))
        .collect();
    assert_eq!(
        noted,
        [(1, Some(500), 1_767_225_600), (2, Some(204), 1_767_225_602)]
    );
    assert_eq!(
        polar.webhooks().events()[0].status(),
        Some(EventStatus::Delivered)
    );
}

#[tokio::test]
async fn an_event_is_tried_ten_times_and_waits_twice_as_long_each_time() {
    let (polar, clock, receiver, _) = sending().await;
    receiver.answer([ERROR; 10]);
    send(&polar);

    let mut waits = Vec::new();
    for _ in 0..9 {
        waits.push(wait(&polar, &clock, &receiver).await / 1000);
    }
    clock.advance(Duration::from_secs(3600));
    polar.webhooks().attempted().await;

    assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 512]);
    assert_eq!(receiver.received().len(), 10);
    assert_eq!(
        polar.webhooks().events()[0].status(),
        Some(EventStatus::GivenUp)
    );
}

#[tokio::test]
async fn jitter_makes_the_wait_up_to_twice_as_long() {
    let (polar, clock, receiver, _) = sending().await;
    polar.webhooks().set_retry_jitter(RetryJitter::Longest);
    receiver.answer([ERROR; 2]);
    send(&polar);

    assert_eq!(wait(&polar, &clock, &receiver).await, 4000);
    assert_eq!(wait(&polar, &clock, &receiver).await, 8000);
}

#[tokio::test]
async fn later_events_wait_for_one_that_fails() {
    let (polar, clock, receiver, _) = sending().await;
    receiver.answer([ERROR; 2]);
    send(&polar);
    polar.organization().send_event("order.refunded", json!({}));

    polar.webhooks().attempted().await;
    clock.advance(Duration::from_secs(2));
    polar.webhooks().attempted().await;
    clock.advance(Duration::from_secs(4));
    polar.webhooks().flush().await;

    assert_eq!(
        receiver.kinds(),
        ["order.paid", "order.paid", "order.paid", "order.refunded"]
    );
}

#[tokio::test]
async fn a_later_event_that_is_one_minute_old_waits_no_longer() {
    let (polar, clock, receiver, _) = sending().await;
    receiver.answer([ERROR; 5]);
    send(&polar);
    for seconds in [2, 4, 8, 16] {
        polar.webhooks().attempted().await;
        clock.advance(Duration::from_secs(seconds));
    }
    polar.webhooks().attempted().await;
    // 30 seconds are gone, and the next attempt is due in 32.
    polar.organization().send_event("order.refunded", json!({}));
    receiver.answer([ERROR]);
    clock.advance(Duration::from_secs(32));
    polar.webhooks().attempted().await;
    assert_eq!(receiver.kinds(), ["order.paid"; 6]);

    clock.advance(Duration::from_secs(28) - MILLI);
    polar.webhooks().attempted().await;
    assert_eq!(receiver.received().len(), 6);
    clock.advance(MILLI);
    polar.webhooks().attempted().await;

    assert_eq!(receiver.kinds()[6..], ["order.refunded"]);
    let queued = polar.webhooks().queued();
    assert_eq!(queued.len(), 1);
    assert_eq!(queued[0].kind(), "order.paid");
}

#[tokio::test]
async fn ten_failed_events_in_a_row_disable_a_webhook() {
    let (polar, clock, receiver, webhook) = sending().await;
    receiver.answer([ERROR; 100]);
    for _ in 0..9 {
        send(&polar);
        exhaust(&polar, &clock).await;
    }
    assert!(webhook.is_enabled());
    assert_eq!(receiver.received().len(), 90);

    send(&polar);
    polar.webhooks().hold();
    let last = polar.webhooks().queued().remove(0);
    send(&polar);
    let skipped = polar.webhooks().queued().remove(1);
    for _ in 0..10 {
        last.deliver().await;
    }
    polar.webhooks().release();
    send(&polar);
    polar.webhooks().flush().await;

    assert!(!webhook.is_enabled());
    assert_eq!(last.status(), Some(EventStatus::GivenUp));
    assert_eq!(skipped.status(), Some(EventStatus::Skipped));
    assert_eq!(receiver.received().len(), 100);
    assert_eq!(polar.webhooks().events().len(), 11);

    webhook.enable();
    send(&polar);
    polar.webhooks().flush().await;
    assert_eq!(receiver.received().len(), 101);
}

#[tokio::test]
async fn a_delivered_event_ends_a_row_of_failures() {
    let (polar, clock, receiver, webhook) = sending().await;
    receiver.answer([ERROR; 90]);
    for _ in 0..9 {
        send(&polar);
        exhaust(&polar, &clock).await;
    }
    send(&polar);
    polar.webhooks().flush().await;

    receiver.answer([ERROR; 10]);
    send(&polar);
    exhaust(&polar, &clock).await;

    assert!(webhook.is_enabled());
}
