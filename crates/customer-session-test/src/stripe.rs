//! A fake of Stripe's API on a loopback port: customer sessions, and the customers they are for.
//!
//! [`FakeStripe`] answers as Stripe documents it, and as its libraries read it:
//!
//! 1. `POST /v1/customer_sessions` takes a form in bracket notation and gives a session with a
//!    `client_secret`. There is no call that looks one up, lists or ends one.
//! 2. A repeated `Idempotency-Key` gives the first answer once more, secret included; with other
//!    parameters it is a 400 of the type `idempotency_error`.
//! 3. `GET /v1/customers/{id}` answers **200** with `"deleted": true` for a customer who was
//!    deleted, and 404 for one who never was.
//! 4. The shape follows `Stripe-Version`: two components, three, five or seven, and
//!    `customer_account` since 2025-12-15.
//! 5. Live mode, test mode and each connected account (`Stripe-Account`) have customers of their
//!    own.
//! 6. Each endpoint takes 25 calls a second, where all ids of one count as one; then 429.
//!
//! # Example
//!
//! ```
//! use customer_session_test::stripe::{Endpoint, FakeStripe, NewCustomer};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let stripe = FakeStripe::start().await?;
//! let ada = stripe.add_customer(NewCustomer::new().email("ada@shop.example"));
//! // Point the client under test at `stripe.url()` with `stripe.secret_key()`, and have it create
//! // a session for `ada`. Then delete the customer, as somebody does in the dashboard.
//! stripe.delete_customer(&ada);
//! assert_eq!(stripe.calls(Endpoint::Customer), 0);
//! # Ok(())
//! # }
//! ```
//!
//! # What it leaves out
//!
//! Everything else that Stripe has. Customers are created through [`FakeStripe::add_customer`]
//! only. How long a session lasts is documented nowhere: here it is 30 minutes, unless the
//! [builder](FakeStripeBuilder::session_lifetime) says otherwise. Webhooks are
//! [signed](FakeStripe::event), and not delivered.

mod auth;
mod builder;
mod customer;
mod endpoint;
mod event;
mod fault;
mod form;
mod journal;
mod problem;
mod rate;
mod routes;
mod serve;
mod server;
mod shapes;
mod shared;
mod version;
mod world;

pub use self::{
    builder::FakeStripeBuilder, customer::NewCustomer, endpoint::Endpoint, event::SignedEvent,
    fault::Fault, journal::RecordedRequest, server::FakeStripe,
};
