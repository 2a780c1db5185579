//! The way to an issuer: plain-data requests over a transport that you may replace.

mod address;
mod breaker;
mod budget;
mod error;
mod message;
mod pace;
#[cfg(feature = "upstream")]
mod reqwest_transport;
mod transport;
#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "verify-call"
))]
mod usual;

#[cfg(any(feature = "introspection", feature = "jwt"))]
pub(crate) use self::address::is_https_or_loopback;
#[cfg(feature = "upstream")]
pub use self::reqwest_transport::{ReqwestTransport, ReqwestTransportBuilder, TlsRoots};
pub use self::{
    address::BaseUrl,
    breaker::{BreakerSettings, BreakerState},
    budget::RetryShare,
    error::{TransportError, TransportErrorKind},
    message::{HttpAnswer, HttpRequest},
    pace::Rate,
    transport::{HttpTransport, Upstream},
};
#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "verify-call"
))]
pub(crate) use self::{address::parse_document, usual::usual};
pub(crate) use self::{
    breaker::{Breaker, Permit},
    budget::RetryBudget,
    pace::Pace,
};
