//! In-process fakes of session issuers, which answer over real HTTP as the real ones were seen to
//! answer.
//!
//! A fake shares no code with the providers it is asked by, so the two cannot be wrong in the same
//! way.
//!
//! ```
//! use customer_session_test::polar::{Endpoint, FakePolar, NewCustomer};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let polar = FakePolar::start().await?;
//! let ada = polar.organization().add_customer(NewCustomer::individual("ada@shop.example"));
//! let token = ada.mint();
//! // Point the provider under test at `polar.url()`, send it the token, then count what it asked.
//! assert_eq!(polar.calls(Endpoint::Introspect), 0);
//! # assert!(token.starts_with("polar_cst_"));
//! # Ok(())
//! # }
//! ```
//!
//! To test handlers without any token, sign every request in: [`signed_in_as`]. To test expiry
//! without waiting, give the same
//! [`ManualClock`](customer_session::clock::ManualClock) to the fake and to the configuration.
//!
//! It belongs among the dev-dependencies: it switches on the core's feature `test-util`, by which a
//! configuration can sign everybody in.
//!
//! | feature | gives |
//! |---|---|
//! | `issuer` | [`issuer::FakeIssuer`] |
//! | `polar` (default) | [`polar::FakePolar`] |
//! | `provider` | [`provider::conformance`], the suite that every provider must pass |
//! | `store` | [`store::conformance`], the suite that every store of sessions must pass |
//! | `stripe` | [`stripe::FakeStripe`] |
//! | `stub` | [`StubProvider`], which needs no issuer |

#[cfg(any(feature = "issuer", feature = "polar"))]
mod hashed;
#[cfg(feature = "issuer")]
pub mod issuer;
#[cfg(feature = "polar")]
pub mod polar;
#[cfg(feature = "provider")]
pub mod provider;
mod signed_in;
#[cfg(feature = "store")]
pub mod store;
#[cfg(feature = "stripe")]
pub mod stripe;
#[cfg(feature = "stub")]
mod stub;
#[cfg(any(
    feature = "issuer",
    feature = "polar",
    feature = "provider",
    feature = "stripe"
))]
mod wire;

pub use self::signed_in::{signed_in_as, signed_in_with};
#[cfg(feature = "stub")]
pub use self::stub::StubProvider;
