//! What the application knows of a customer: loaded once, kept with the customer, read by handlers.
//!
//! An issuer tells who a customer is. What the application itself knows, such as its own user row
//! or what the customer may use, is looked up by most handlers once more for every request. An
//! enrichment loads it when the customer is loaded, and keeps it for as long:
//!
//! ```
//! # use customer_session::{CustomerSessionConfig, provider::*, session::{Customer, CustomerRecord}, token::SessionToken};
//! # #[derive(Debug)] struct Mine;
//! # impl SessionProvider for Mine {
//! #     fn name(&self) -> &str { "mine" }
//! #     fn shape(&self) -> Shape { Shape::Any }
//! #     async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
//! #         Ok(SessionFacts::new("ada").customer(CustomerRecord::new("ada")))
//! #     }
//! # }
//! # #[derive(Clone)] struct Database;
//! # impl Database {
//! #     async fn user(&self, _: &str) -> Result<Option<User>, std::io::Error> { Ok(Some(User { theme: "dark" })) }
//! # }
//! use customer_session::enrich::EnrichError;
//!
//! struct User {
//!     theme: &'static str,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let database = Database;
//! let config = CustomerSessionConfig::builder()
//!     .provider(Mine)
//!     .enrich(move |customer| {
//!         let database = database.clone();
//!         async move {
//!             let user = database.user(customer.id().as_str()).await?;
//!             user.ok_or_else(EnrichError::not_our_customer)
//!         }
//!     })
//!     .build()?;
//!
//! // In a handler, of the customer that it was given:
//! fn theme(customer: &Customer) -> &'static str {
//!     customer.extension::<User>().map_or("light", |user| user.theme)
//! }
//! # let session = config.verify("token").await?;
//! # assert_eq!(theme(session.customer()), "dark");
//! # Ok(()) }
//! ```
//!
//! # When it is loaded
//!
//! With the customer, in the same question: after the session is proven and the customer's record
//! is known, before the request passes. One question serves all sessions of the customer, and all
//! requests that wait; it is renewed in the background, dropped when a webhook or
//! [`recheck`](crate::revoke::Revocations::recheck) says that the customer changed, and served
//! [beyond its time](crate::config::CustomerSessionConfigBuilder::stale_if_error) while it cannot
//! be had, where that is allowed: all as the record. A webhook never brings a value, it only has it
//! loaded anew. How old it may be is the
//! [staleness](crate::CustomerSessionConfig::staleness) of the customer.
//!
//! Where the record comes with every token or with every answer about a session, as with signed
//! sessions, nobody asks for the customer. There the values are loaded on first sight of the
//! customer and have a slot of their own, which all of the customer's sessions share. A signed
//! session that is judged on the spot waits for them that once.
//!
//! # What is loaded
//!
//! Several may be set, for as many types; they are loaded side by side. Each must depend on
//! nothing but the customer's id and provider, since the first session that needs a value brings it
//! for all: what one token says of the customer is not what another says.
//!
//! # When it fails
//!
//! Cannot know is not no. An error, a panic, and a value that does not come within the
//! [time of a verification](crate::config::CustomerSessionConfigBuilder::verification_timeout) are
//! a 503, and are not remembered; [`EnrichError::failed`] is a 500. The issuer is not blamed for
//! them. Only [`EnrichError::not_our_customer`] refuses the session.
//!
//! # What belongs here, and what not
//!
//! See the manual's chapter on [caching](crate::manual::caching#what-you-add-to-a-customer).

mod enrichment;
mod error;

pub use self::{enrichment::Enrichment, error::EnrichError};
