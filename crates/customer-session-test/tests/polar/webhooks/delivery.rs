//! One attempt: what is sent, and what counts as taken.

use std::time::Duration;

use customer_session::clock::ManualClock;
use customer_session_test::polar::{
    FakePolar, NewCustomer,
    webhook::{NewWebhook, Outcome, WebhookError},
};
use serde_json::json;

use super::sending;
use crate::receiver::{CUT, DROP, HANG, Receiver};

#[tokio::test]
async fn a_delivery_has_the_documented_request_line_and_headers() {
    let (polar, clock, receiver, _) = sending().await;
    clock.advance(Duration::from_millis(1900));

    polar.organization().send_event("order.paid", json!({}));
    polar.webhooks().flush().await;

    let received = receiver.received().remove(0);
    assert_eq!(received.request_line, "POST /hooks HTTP/1.1");
    assert_eq!(received.header("content-type"), "application/json");
    assert_eq!(received.header("user-agent"), "polar.sh webhooks");
    assert_eq!(
        received.header("webhook-id"),
        polar.webhooks().events()[0].id()
    );
    assert_eq!(received.header("webhook-timestamp"), "1767225601");
    assert!(received.header("webhook-signature").starts_with("v1,"));
    let authority = receiver.url.strip_prefix("http://").unwrap();
    assert_eq!(
        received.header("host"),
        authority.trim_end_matches("/hooks")
    );
    let traceparent: Vec<&str> = received.header("traceparent").split('-').collect();
    let lengths: Vec<usize> = traceparent.iter().map(|part| part.len()).collect();
    assert_eq!(lengths, [2, 32, 16, 2]);
    assert_eq!(received.body, polar.webhooks().events()[0].body());
}

#[tokio::test]
async fn path_and_query_of_the_url_are_kept() {
    let (polar, _, receiver, _) = sending().await;
    let url = format!("{}/polar?shop=acme", receiver.url);
    let elsewhere = polar.add_organization("globex");
    elsewhere.add_webhook(NewWebhook::new(url)).unwrap();

    elsewhere.send_event("order.paid", json!({}));
    polar.webhooks().flush().await;

    assert_eq!(
        receiver.received()[0].request_line,
        "POST /hooks/polar?shop=acme HTTP/1.1"
    );
}

#[tokio::test]
async fn events_come_in_the_order_of_the_changes() {
    let (polar, _, receiver, _) = sending().await;

    let ada = NewCustomer::individual("ada@shop.example");
    let ada = polar.organization().add_customer(ada);
    ada.set_name("Ada");
    ada.delete();
    polar.webhooks().flush().await;

    assert_eq!(
        receiver.kinds(),
        [
            "customer.created",
            "customer.state_changed",
            "customer.updated",
            "customer.state_changed",
            "customer.deleted",
            "customer.state_changed"
        ]
    );
    let attempts = polar.webhooks().attempts();
    assert!(attempts.iter().all(|attempt| attempt.succeeded()));
    let kinds: Vec<&str> = attempts.iter().map(|attempt| &*attempt.kind).collect();
    assert_eq!(kinds, receiver.kinds());
}

#[tokio::test]
async fn any_answer_of_2xx_takes_an_event_and_no_other_does() {
    for (answer, status, taken) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, true),
        (
            "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
            202,
            true,
        ),
        ("HTTP/1.1 299 Odd\r\nContent-Length: 0\r\n\r\n", 299, true),
        ("HTTP/1.1 304 Not Modified\r\n\r\n", 304, false),
        (
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
            400,
            false,
        ),
        (
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
            401,
            false,
        ),
        ("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", 410, false),
        (
            "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n",
            503,
            false,
        ),
    ] {
        let (polar, _, receiver, _) = sending().await;
        receiver.answer([answer]);

        polar.organization().send_event("order.paid", json!({}));
        polar.webhooks().attempted().await;

        let attempt = polar.webhooks().attempts().remove(0);
        assert_eq!(attempt.outcome, Outcome::Answered(status));
        assert_eq!(attempt.succeeded(), taken, "{status}");
        assert_eq!(polar.webhooks().queued().is_empty(), taken, "{status}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_fails_the_attempt() {
    let (polar, _, receiver, _) = sending().await;
    let elsewhere = Receiver::start().await;
    let answer = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        elsewhere.url
    );
    receiver.answer([&*answer.leak()]);

    polar.organization().send_event("order.paid", json!({}));
    polar.webhooks().attempted().await;

    assert_eq!(polar.webhooks().attempts()[0].status(), Some(307));
    assert_eq!(polar.webhooks().queued().len(), 1);
    assert!(elsewhere.received().is_empty());
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_none() {
    for answer in [CUT, DROP] {
        let (polar, _, receiver, _) = sending().await;
        receiver.answer([answer]);

        polar.organization().send_event("order.paid", json!({}));
        polar.webhooks().attempted().await;

        let attempt = polar.webhooks().attempts().remove(0);
        assert_eq!(attempt.outcome, Outcome::Unanswered);
        assert_eq!(attempt.status(), None);
    }
}

#[tokio::test]
async fn a_refused_connection_is_no_answer() {
    let (polar, _, _, _) = sending().await;
    // Nobody listens there, and while it is held nobody else gets the port.
    let held = tokio::net::TcpSocket::new_v4().unwrap();
    held.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let url = format!("http://{}/", held.local_addr().unwrap());
    let globex = polar.add_organization("globex");
    globex.add_webhook(NewWebhook::new(url)).unwrap();

    globex.send_event("order.paid", json!({}));
    polar.webhooks().attempted().await;

    assert_eq!(polar.webhooks().attempts()[0].outcome, Outcome::Unanswered);
}

#[tokio::test]
async fn an_answer_has_ten_seconds() {
    let (polar, clock, receiver, _) = sending().await;
    receiver.answer([HANG]);
    polar.organization().send_event("order.paid", json!({}));
    receiver.wait_for(1).await;

    clock.advance(Duration::from_secs(10) - Duration::from_millis(1));
    tokio::task::yield_now().await;
    assert!(polar.webhooks().attempts().is_empty());
    clock.advance(Duration::from_millis(1));
    polar.webhooks().attempted().await;

    assert_eq!(polar.webhooks().attempts()[0].outcome, Outcome::TimedOut);
}

#[tokio::test]
async fn a_receiver_that_hangs_keeps_no_other_waiting() {
    let (polar, _, slow, _) = sending().await;
    let fast = Receiver::start().await;
    let new = NewWebhook::new(&fast.url);
    polar.organization().add_webhook(new).unwrap();
    slow.answer([HANG]);

    polar.organization().send_event("order.paid", json!({}));
    polar.organization().send_event("order.paid", json!({}));

    fast.wait_for(2).await;
    slow.wait_for(1).await;
    assert_eq!(slow.received().len(), 1);
}

#[tokio::test]
async fn only_urls_of_plain_http_are_taken() {
    let (polar, _, _, _) = sending().await;

    for url in [
        "",
        "hooks",
        "https://shop.example/hooks",
        "file:///tmp/hooks",
    ] {
        let refused = polar.organization().add_webhook(NewWebhook::new(url));
        let refused = refused.unwrap_err();
        assert_eq!(refused, WebhookError::Url(url.to_owned()));
        assert!(refused.to_string().contains(&format!("{url:?}")));
    }
}

#[tokio::test]
async fn nothing_is_sent_once_the_fake_is_gone_and_nobody_waits_for_it() {
    let (polar, clock, receiver, webhook) = sending().await;
    let (organization, webhooks) = (polar.organization(), polar.webhooks());
    receiver.answer([HANG]);
    organization.send_event("order.paid", json!({}));
    receiver.wait_for(1).await;

    drop(polar);
    webhooks.flush().await;
    webhooks.attempted().await;
    organization.send_event("order.paid", json!({}));
    clock.advance(Duration::from_secs(3600));
    tokio::task::yield_now().await;

    assert_eq!(receiver.received().len(), 1);
    assert_eq!(webhook.url(), receiver.url);
}

#[test]
fn changes_from_outside_the_runtime_are_sent() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let (polar, receiver) = runtime.block_on(async {
        let started = FakePolar::builder().clock(ManualClock::new()).start();
        (started.await.unwrap(), Receiver::start().await)
    });

    let new = NewWebhook::new(&receiver.url);
    polar.organization().add_webhook(new).unwrap();
    polar.organization().send_event("order.paid", json!({}));
    runtime.block_on(polar.webhooks().flush());

    assert_eq!(receiver.kinds(), ["order.paid"]);
}
