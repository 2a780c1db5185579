//! Sessions that an OAuth server is asked about (RFC 7662): see [`IntrospectionProvider`].

mod answer;
#[cfg(feature = "jwt")]
mod assertion;
mod builder;
mod credentials;
mod endpoint;
mod lookup;
mod mapping;
mod provider;
mod rules;
#[cfg_attr(not(feature = "jwt"), path = "unsigned.rs")]
mod signed;
#[cfg(feature = "jwt")]
mod signing;
mod validate;

#[cfg(feature = "jwt")]
pub use self::signed::SignedAnswers;
pub use self::{builder::IntrospectionProviderBuilder, provider::IntrospectionProvider};
pub use super::claims::{Claims, Mapped};
