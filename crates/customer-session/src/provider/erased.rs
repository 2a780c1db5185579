//! The object-safe mirror of [`SessionProvider`]: layers and middleware name no provider type.

use std::{fmt, future::Future, pin::Pin, time::Duration};

use super::{Host, ProviderError, Readiness, Recognition, SessionFacts, SessionProvider, Shape};
use crate::{
    clock::Now,
    enrich::Enrichment,
    session::{CustomerId, CustomerRecord},
    token::SessionToken,
    upstream::Rate,
};

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'a>>;

/// A provider of whichever type.
pub(crate) trait DynProvider: fmt::Debug + Send + Sync {
    fn name(&self) -> &str;
    fn shape(&self) -> Shape;
    fn recognize(&self, token: &str) -> Recognition;
    fn identity<'a>(&self, token: &'a str) -> &'a str;
    #[cfg(feature = "jwt")]
    fn judges_issuer(&self) -> bool;
    fn verify_local(&self, token: &str, now: Now) -> Option<Result<SessionFacts, ProviderError>>;
    fn remembers(&self) -> bool;
    fn start(&self, host: Host);
    fn readiness(&self) -> Readiness;
    fn verify<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, SessionFacts>;
    fn customer<'a>(&'a self, id: &'a CustomerId) -> Answer<'a, CustomerRecord>;
    fn customer_rate(&self) -> Option<Rate>;
    fn enrichments(&self) -> Vec<Enrichment>;
    fn longest_session(&self) -> Option<Duration>;
    fn paces_itself(&self) -> bool;
    fn keeps_sessions(&self) -> bool;
    fn upstream_calls(&self) -> u64;
}

impl<P: SessionProvider> DynProvider for P {
    fn name(&self) -> &str {
        SessionProvider::name(self)
    }

    fn shape(&self) -> Shape {
        SessionProvider::shape(self)
    }

    fn recognize(&self, token: &str) -> Recognition {
        SessionProvider::recognize(self, token)
    }

    fn identity<'a>(&self, token: &'a str) -> &'a str {
        SessionProvider::identity(self, token)
    }

    #[cfg(feature = "jwt")]
    fn judges_issuer(&self) -> bool {
        SessionProvider::judges_issuer(self)
    }

    fn verify_local(&self, token: &str, now: Now) -> Option<Result<SessionFacts, ProviderError>> {
        SessionProvider::verify_local(self, token, now)
    }

    fn remembers(&self) -> bool {
        SessionProvider::remembers(self)
    }

    fn start(&self, host: Host) {
        SessionProvider::start(self, host);
    }

    fn readiness(&self) -> Readiness {
        SessionProvider::readiness(self)
    }

    fn verify<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, SessionFacts> {
        Box::pin(SessionProvider::verify(self, token))
    }

    fn customer<'a>(&'a self, id: &'a CustomerId) -> Answer<'a, CustomerRecord> {
        Box::pin(SessionProvider::customer(self, id))
    }

    fn customer_rate(&self) -> Option<Rate> {
        SessionProvider::customer_rate(self)
    }

    fn enrichments(&self) -> Vec<Enrichment> {
        SessionProvider::enrichments(self)
    }

    fn longest_session(&self) -> Option<Duration> {
        SessionProvider::longest_session(self)
    }

    fn paces_itself(&self) -> bool {
        SessionProvider::paces_itself(self)
    }

    fn keeps_sessions(&self) -> bool {
        SessionProvider::keeps_sessions(self)
    }

    fn upstream_calls(&self) -> u64 {
        SessionProvider::upstream_calls(self)
    }
}
