//! Holding back, and sending by hand.

use std::time::Duration;

use customer_session_test::polar::{FakePolar, webhook::EventStatus};
use serde_json::json;

use super::{kinds, sending};
use crate::receiver::{ERROR, HANG};

fn send(polar: &FakePolar, kinds: &[&str]) {
    for kind in kinds {
        polar.organization().send_event(kind, json!({}));
    }
}

#[tokio::test]
async fn what_is_held_back_is_sent_once_it_is_released() {
    let (polar, clock, receiver, _) = sending().await;
    polar.webhooks().hold();

    send(&polar, &["order.created", "order.paid"]);
    polar.webhooks().attempted().await;
    clock.advance(Duration::from_secs(3600));
    polar.webhooks().attempted().await;
    assert!(receiver.received().is_empty());
    assert_eq!(kinds(&polar), ["order.created", "order.paid"]);
    polar.webhooks().release();
    polar.webhooks().flush().await;

    assert_eq!(receiver.kinds(), ["order.created", "order.paid"]);
}

#[tokio::test]
async fn held_events_are_delivered_one_by_one() {
    let (polar, _, receiver, _) = sending().await;
    polar.webhooks().hold();
    send(&polar, &["order.created", "order.paid"]);

    let first = polar.webhooks().deliver_next().await.unwrap();
    assert_eq!(receiver.kinds(), ["order.created"]);
    let second = polar.webhooks().deliver_next().await.unwrap();

    assert_eq!((&*first.kind, first.status()), ("order.created", Some(204)));
    assert_eq!((&*second.kind, second.number), ("order.paid", 1));
    assert_eq!(polar.webhooks().deliver_next().await, None);
    assert_eq!(polar.webhooks().attempts(), [first, second]);
}

#[tokio::test]
async fn all_that_is_held_is_delivered_once_each_even_if_one_fails() {
    let (polar, _, receiver, _) = sending().await;
    polar.webhooks().hold();
    send(&polar, &["order.created", "order.paid"]);
    receiver.answer([ERROR]);

    let attempts = polar.webhooks().deliver_all().await;

    let statuses: Vec<_> = attempts.iter().map(|attempt| attempt.status()).collect();
    assert_eq!(statuses, [Some(500), Some(204)]);
    assert_eq!(kinds(&polar), ["order.created"]);
}

#[tokio::test]
async fn held_events_can_come_in_another_order() {
    let (polar, _, receiver, _) = sending().await;
    polar.webhooks().hold();
    send(&polar, &["order.created", "order.updated", "order.paid"]);

    for event in polar.webhooks().queued().iter().rev() {
        event.deliver().await;
    }
    polar.webhooks().flush().await;

    assert_eq!(
        receiver.kinds(),
        ["order.paid", "order.updated", "order.created"]
    );
}

#[tokio::test]
async fn a_duplicate_has_the_same_id_and_a_new_timestamp() {
    let (polar, clock, receiver, _) = sending().await;
    send(&polar, &["order.paid"]);
    polar.webhooks().flush().await;
    let event = polar.webhooks().events().remove(0);

    clock.advance(Duration::from_secs(90));
    let attempt = event.deliver().await;

    assert_eq!(attempt.number, 2);
    let [first, second] = receiver.received().try_into().unwrap();
    assert_eq!(first.header("webhook-id"), event.id());
    assert_eq!(second.header("webhook-id"), event.id());
    assert_eq!(first.body, second.body);
    assert_eq!(first.header("webhook-timestamp"), "1767225600");
    assert_eq!(second.header("webhook-timestamp"), "1767225690");
}

#[tokio::test]
async fn a_duplicate_that_fails_is_not_tried_again() {
    let (polar, clock, receiver, _) = sending().await;
    send(&polar, &["order.paid"]);
    polar.webhooks().flush().await;
    let event = polar.webhooks().events().remove(0);
    receiver.answer([ERROR]);

    event.deliver().await;
    clock.advance(Duration::from_secs(3600));
    polar.webhooks().attempted().await;

    assert_eq!(event.status(), Some(EventStatus::Delivered));
    assert_eq!(receiver.received().len(), 2);
}

#[tokio::test]
async fn a_discarded_event_is_never_sent() {
    let (polar, _, receiver, _) = sending().await;
    polar.webhooks().hold();
    send(&polar, &["order.created", "order.paid"]);
    let lost = polar.webhooks().queued().remove(0);

    assert!(lost.discard());
    assert!(!lost.discard());
    polar.webhooks().release();
    polar.webhooks().flush().await;

    assert_eq!(receiver.kinds(), ["order.paid"]);
    assert_eq!(lost.status(), Some(EventStatus::Discarded));
}

#[tokio::test]
async fn what_is_signed_as_data_is_what_is_sent() {
    let (polar, _, receiver, _) = sending().await;
    polar.webhooks().hold();
    send(&polar, &["order.paid"]);

    let delivery = polar.webhooks().queued()[0].signed();
    polar.webhooks().deliver_next().await;

    let received = receiver.received().remove(0);
    assert_eq!(delivery.body, received.body);
    for (name, value) in &delivery.headers {
        if name != "traceparent" {
            assert_eq!(received.header(name), value);
        }
    }
    let own = ["host", "content-length"];
    let sent = received.headers.iter().map(|(name, _)| name.as_str());
    let documented = sent.filter(|name| !own.contains(name)).count();
    assert_eq!(documented, delivery.headers.len());
}

#[tokio::test]
async fn an_attempt_that_is_cancelled_leaves_nobody_waiting() {
    let (polar, _, receiver, _) = sending().await;
    polar.webhooks().hold();
    send(&polar, &["order.paid"]);
    receiver.answer([HANG]);
    let event = polar.webhooks().queued().remove(0);
    let attempt = tokio::spawn(async move { event.deliver().await });
    receiver.wait_for(1).await;

    attempt.abort();
    assert!(attempt.await.unwrap_err().is_cancelled());
    polar.webhooks().attempted().await;
    polar.webhooks().release();
    polar.webhooks().flush().await;

    assert_eq!(receiver.received().len(), 2);
    assert_eq!(polar.webhooks().attempts()[0].number, 2);
}

#[tokio::test]
async fn a_disabled_webhook_is_sent_nothing() {
    let (polar, _, receiver, webhook) = sending().await;
    polar.webhooks().hold();
    send(&polar, &["order.created"]);

    webhook.disable();
    polar.webhooks().release();
    send(&polar, &["order.paid"]);
    polar.webhooks().flush().await;
    assert!(receiver.received().is_empty());
    webhook.enable();
    send(&polar, &["order.refunded"]);
    polar.webhooks().flush().await;

    assert_eq!(receiver.kinds(), ["order.refunded"]);
}
