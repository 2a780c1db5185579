//! A fake of the Polar billing API on a loopback port.
//!
//! [`FakePolar`] answers as Polar was seen to answer on its wire, byte for byte where a client can trip over a byte:
//!
//! 1. Authentication comes before routing: a bad bearer token is 401 on any path.
//! 2. There are two 401s. `invalid_token` means that the token is unknown, expired, or that its
//!    customer is gone; `Unauthorized` means that no usable token was sent.
//! 3. There are two 404s. `ResourceNotFound` means that the resource is not there for this token;
//!    `{"detail":"Not Found"}` means that the path, or the `Polar-Version` that was asked for, is
//!    not there.
//! 4. The customer portal accepts a token of **any** organization. Only `GET /v1/customers/{id}`
//!    with an organization's own access token tells whose customer it is.
//! 5. Sessions live for one hour, and nothing but deleting the customer or the member ends them
//!    sooner.
//!
//! What changes inside it, it tells to [webhooks](webhook).
//!
//! # Example
//!
//! Both outcomes, over the wire:
//!
//! ```
//! use customer_session_test::polar::{FakePolar, NewCustomer};
//! # use tokio::{io::{AsyncReadExt, AsyncWriteExt}, net::TcpStream};
//!
//! # async fn ask(polar: &FakePolar, token: &str) -> std::io::Result<String> {
//! #     let mut stream = TcpStream::connect(polar.url().trim_start_matches("http://")).await?;
//! #     let path = "/v1/customer-portal/customer-session/introspect";
//! #     let head = format!("GET {path} HTTP/1.1\r\nHost: polar\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n");
//! #     stream.write_all(head.as_bytes()).await?;
//! #     let mut answer = String::new();
//! #     stream.read_to_string(&mut answer).await?;
//! #     Ok(answer)
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let polar = FakePolar::start().await?;
//! let ada = polar.organization().add_customer(NewCustomer::individual("ada@shop.example"));
//! let token = ada.mint();
//! assert!(ask(&polar, &token).await?.starts_with("HTTP/1.1 200"));
//!
//! ada.delete();
//! assert!(ask(&polar, &token).await?.starts_with("HTTP/1.1 401"));
//! # Ok(())
//! # }
//! ```
//!
//! # What it leaves out
//!
//! There are no products and no orders, and the portal's lists of orders, payment methods,
//! subscriptions and wallets are always empty: what [`Customer::subscribe`] and its neighbours give
//! is shown in the customer's state (`/v1/customers/{id}/state`) and told to webhooks only.
//! Customers are created through [`Organization::add_customer`] only, and the one-time-password
//! login of the portal is missing.

mod answer;
mod auth;
mod builder;
mod call;
mod cross_origin;
mod demo;
mod endpoint;
mod fault;
mod faulted;
mod handles;
mod journal;
mod new;
mod rate;
mod routes;
mod serve;
mod server;
mod shapes;
mod shared;
mod time;
mod token;
mod usual;
mod validation;
mod version;
pub mod webhook;
mod world;

pub use self::{
    builder::FakePolarBuilder,
    demo::Demo,
    endpoint::Endpoint,
    fault::Fault,
    handles::{Customer, Member, Organization},
    journal::RecordedRequest,
    new::{NewCustomer, NewMember, NewOrganization, Role},
    rate::{RateLimitGroup, RateLimits},
    server::FakePolar,
    shapes::Shape,
};
