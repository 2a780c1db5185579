//! The way to an issuer: plain-data requests over a transport that you may replace.

mod address;
mod error;
mod message;
#[cfg(feature = "upstream")]
mod reqwest_transport;
mod transport;

#[cfg(feature = "upstream")]
pub use self::reqwest_transport::{ReqwestTransport, ReqwestTransportBuilder, TlsRoots};
pub use self::{
    address::BaseUrl,
    error::{TransportError, TransportErrorKind},
    message::{HttpAnswer, HttpRequest},
    transport::{HttpTransport, Upstream},
};
