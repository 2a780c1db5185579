//! Handlers without tokens: every request is signed in.

use customer_session::{Customer, CustomerSessionConfig, VerifiedSession, provider::SessionFacts};

/// A configuration that signs every request in as this customer, whatever it carries: for tests of
/// handlers.
///
/// The layer or middleware built from it runs as in production, up to and including the extractors;
/// only the token is not looked at, and no issuer is asked.
///
/// # Panics
///
/// If the operating system has no randomness.
///
/// # Example
///
/// ```
/// use customer_session::{Customer, session::CustomerRecord};
/// use customer_session_test::signed_in_as;
///
/// let ada = CustomerRecord::new("c1").name("Ada".to_owned());
/// let config = signed_in_as(Customer::assertion(ada, "test"));
/// // `.layer(CustomerSessionLayer::new(config))`, then call the route without any token.
/// ```
#[must_use]
pub fn signed_in_as(customer: Customer) -> CustomerSessionConfig {
    let facts = SessionFacts::new(customer.id().clone());
    signed_in_with(VerifiedSession::assertion(facts, customer))
}

/// A configuration that signs every request in with this session: as [`signed_in_as`], for handlers
/// that look at the member, the scopes or the times.
///
/// # Panics
///
/// If the operating system has no randomness.
#[must_use]
pub fn signed_in_with(session: VerifiedSession) -> CustomerSessionConfig {
    let built = CustomerSessionConfig::builder()
        .signed_in_as(session)
        .build();
    built.expect("all settings but the session are the defaults, which are valid")
}
