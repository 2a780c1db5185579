//! Sessions that an OAuth server is asked about (RFC 7662): see [`IntrospectionProvider`].

mod answer;
mod builder;
mod credentials;
mod mapping;
mod provider;
mod rules;

pub use self::{builder::IntrospectionProviderBuilder, provider::IntrospectionProvider};
pub use super::claims::{Claims, Mapped};
