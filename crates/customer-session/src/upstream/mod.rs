//! The way to an issuer: plain-data requests over a transport that you may replace.

mod address;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the exchange with an issuer is yet to ask it")
)]
mod breaker;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the exchange with an issuer is yet to ask it")
)]
mod budget;
mod error;
mod message;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the exchange with an issuer is yet to ask it")
)]
mod pace;
#[cfg(feature = "upstream")]
mod reqwest_transport;
mod transport;

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
