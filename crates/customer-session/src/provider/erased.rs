//! The object-safe mirror of [`SessionProvider`]: layers and middleware name no provider type.

use std::{fmt, future::Future, pin::Pin, time::Duration};

use super::{ProviderError, Recognition, SessionFacts, SessionProvider, Shape};
use crate::{
    session::{CustomerId, CustomerRecord},
    token::SessionToken,
};

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'a>>;

/// A provider of whichever type.
pub(crate) trait DynProvider: fmt::Debug + Send + Sync {
    fn name(&self) -> &str;
    fn shape(&self) -> Shape;
    fn recognize(&self, token: &str) -> Recognition;
    fn verify<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, SessionFacts>;
    fn customer<'a>(&'a self, id: &'a CustomerId) -> Answer<'a, CustomerRecord>;
    fn longest_session(&self) -> Option<Duration>;
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

    fn verify<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, SessionFacts> {
        Box::pin(SessionProvider::verify(self, token))
    }

    fn customer<'a>(&'a self, id: &'a CustomerId) -> Answer<'a, CustomerRecord> {
        Box::pin(SessionProvider::customer(self, id))
    }

    fn longest_session(&self) -> Option<Duration> {
        SessionProvider::longest_session(self)
    }

    fn upstream_calls(&self) -> u64 {
        SessionProvider::upstream_calls(self)
    }
}
