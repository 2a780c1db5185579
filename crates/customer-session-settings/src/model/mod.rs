//! The settings as they are written: plain data, of which nothing was looked at but its form.

mod cache;
mod http;
mod limits;
mod outage;
pub mod provider;
mod revocation;
mod settings;
mod source;
mod webhook;

pub use self::{
    cache::{Bounds, Cache},
    http::{Http, TlsRoots},
    limits::Limits,
    outage::{Breaker, Outage, Retries},
    revocation::Revocation,
    settings::Settings,
    source::Source,
    webhook::Webhook,
};
