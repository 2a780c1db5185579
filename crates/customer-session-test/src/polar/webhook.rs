//! Webhooks: what the fake tells an application when something inside it changes.
//!
//! [`Organization::add_webhook`](super::Organization::add_webhook) adds an endpoint to send to.
//! From then on, every change that is made through handles or over HTTP is sent to it:
//!
//! 1. A new, changed or deleted customer is `customer.created`, `customer.updated` or
//!    `customer.deleted`, and `customer.state_changed` after it.
//! 2. A new, changed or deleted member is `member.created`, `member.updated` or `member.deleted`.
//!    The members of a deleted customer are told of before it.
//! 3. Seats change on demand, with [`Member::send_seat_event`](super::Member::send_seat_event), and
//!    anything else is sent with [`Organization::send_event`](super::Organization::send_event).
//!
//! Each endpoint gets events of its own, in the order of the changes. An event keeps its
//! `webhook-id` however often it is sent; its `webhook-timestamp` is that of the attempt.
//!
//! An attempt succeeds with an answer of 2xx within ten seconds; anything else, redirects included,
//! fails it. It is tried again after 2 seconds, then 4, 8 and so on, ten times in all, by the clock
//! of the fake. Later events to the same endpoint wait until they are one minute old. Ten events in
//! a row that failed for good disable the endpoint.
//!
//! # Example
//!
//! A server that takes one delivery, and checks that the fake has sent it:
//!
//! ```
//! use customer_session_test::polar::{FakePolar, NewCustomer, webhook::NewWebhook};
//! use tokio::{io::{AsyncReadExt, AsyncWriteExt}, net::TcpListener};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let receiver = TcpListener::bind("127.0.0.1:0").await?;
//! let url = format!("http://{}/webhooks/polar", receiver.local_addr()?);
//!
//! let polar = FakePolar::start().await?;
//! let new = NewWebhook::new(url).events(["customer.created"]);
//! let webhook = polar.organization().add_webhook(new)?;
//! // What the receiver under test is given: `webhook.secret().expose()`.
//! polar.organization().add_customer(NewCustomer::individual("ada@shop.example"));
//!
//! let (mut connection, _) = receiver.accept().await?;
//! let mut request = String::new();
//! while !request.ends_with("}}") {
//!     request.push(connection.read_u8().await?.into());
//! }
//! connection.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await?;
//! polar.webhooks().flush().await;
//!
//! assert!(request.starts_with("POST /webhooks/polar HTTP/1.1\r\n"));
//! assert!(request.contains("\r\nwebhook-signature: v1,"));
//! assert_eq!(polar.webhooks().attempts()[0].status(), Some(204));
//! # Ok(())
//! # }
//! ```
//!
//! # Control
//!
//! [`FakePolar::webhooks`](super::FakePolar::webhooks) holds deliveries back, sends them one by
//! one, in another order, twice or never, and keeps a journal of the attempts. Without any socket,
//! [`Event::signed`] and [`Webhook::sign`] give a delivery as data, to be changed and then put
//! through an application:
//!
//! ```
//! use customer_session_test::polar::{FakePolar, NewCustomer, webhook::NewWebhook};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let polar = FakePolar::start().await?;
//! polar.webhooks().hold();
//! polar.organization().add_webhook(NewWebhook::new("http://127.0.0.1:9/"))?;
//! polar.organization().add_customer(NewCustomer::individual("ada@shop.example"));
//!
//! let mut delivery = polar.webhooks().queued()[0].signed();
//! delivery.body.push(b' ');
//! // A request of these headers and this body has to be refused.
//! assert!(delivery.header("webhook-signature").is_some());
//! # Ok(())
//! # }
//! ```
//!
//! # What it leaves out
//!
//! `customer.state_changed` follows at once, where Polar gathers changes for some seconds.
//! Endpoints are added through handles only, and are sent to over plain HTTP, where Polar insists
//! on HTTPS. The formats for chat services are missing.

mod announce;
mod attempt;
mod control;
mod delivery;
mod envelope;
mod error;
mod event;
mod handle;
mod http;
mod new;
mod outbox;
mod retry;
mod seat;
mod secret;
mod send;

pub(super) use self::{announce::Change, outbox::Outbox, seat::SeatRow};
pub use self::{
    attempt::{Attempt, Outcome},
    control::Webhooks,
    delivery::Delivery,
    error::WebhookError,
    event::{Event, EventStatus},
    handle::Webhook,
    new::NewWebhook,
    retry::RetryJitter,
    seat::SeatEvent,
    secret::{Secret, SignatureMode},
};
