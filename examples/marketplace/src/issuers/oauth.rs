//! A fake OAuth server: opaque tokens of no form, which it is asked about (RFC 7662).

use std::error::Error;

use customer_session::{ConfigError, provider::introspection::IntrospectionProvider};
use customer_session_test::issuer::{FakeIssuer, Fault};

use super::Person;

/// The fake.
pub(crate) struct Oauth(FakeIssuer);

impl Oauth {
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        Ok(Self(FakeIssuer::start().await?))
    }

    /// Without a prefix, and so for every token that no other provider claims.
    pub(crate) fn provider(&self) -> Result<IntrospectionProvider, ConfigError> {
        let Self(fake) = self;
        IntrospectionProvider::builder(fake.introspection_url())
            .client_secret_basic(fake.client_id(), fake.client_secret())
            .issuer(fake.url())
            .audience(fake.audience())
            .name("oauth")
            .build()
    }

    pub(crate) fn mint(&self, person: Person) -> String {
        self.0
            .opaque(person.id())
            .scopes(["orders:read"])
            .member("email", person.email())
            .member("name", person.name())
            .issue()
    }

    pub(crate) fn switch(&self, down: bool) {
        self.0.fault(if down { Fault::Refuse } else { Fault::None });
    }
}
