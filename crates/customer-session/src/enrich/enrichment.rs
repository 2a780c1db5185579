//! How a value is loaded for a customer.

use std::{
    any::{TypeId, type_name},
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
};

use super::EnrichError;
use crate::session::{Customer, Extension};

type Loading = Pin<Box<dyn Future<Output = Result<Extension, EnrichError>> + Send>>;

/// How a value of one type is loaded for a customer. See the [module](super).
///
/// Cheap to clone.
#[derive(Clone)]
pub struct Enrichment {
    load: Arc<dyn Fn(Customer) -> Loading + Send + Sync>,
    name: &'static str,
    of: TypeId,
}

impl Enrichment {
    /// A value that `load` gives for a customer. It counts against the cache's bound in bytes with
    /// the size of its type; see [`weighed`](Self::weighed) where it keeps much beside that, as
    /// text and lists do.
    ///
    /// The value is dropped wherever its last use ends, which may be in the middle of the cache's
    /// housekeeping: what it does then must be short, and must not ask for the
    /// [usage](crate::config::CustomerSessionConfig::cache_usage) of the cache, which would wait for
    /// that housekeeping.
    pub fn new<T, E, F, Fut>(load: F) -> Self
    where
        T: Send + Sync + 'static,
        E: Into<EnrichError>,
        F: Fn(Customer) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        Self::weighed(load, |_| 0)
    }

    /// The same, where `beside` tells how many bytes a value keeps in memory beside the value
    /// itself, for the bound of the
    /// [customer cache](crate::config::CustomerSessionConfigBuilder::customer_cache).
    pub fn weighed<T, E, F, Fut>(load: F, beside: fn(&T) -> usize) -> Self
    where
        T: Send + Sync + 'static,
        E: Into<EnrichError>,
        F: Fn(Customer) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        let load = move |customer| -> Loading {
            let loading = load(customer);
            Box::pin(async move {
                let value = loading.await.map_err(Into::into)?;
                let beside = beside(&value);
                Ok(Extension::new(value, beside))
            })
        };
        Self {
            load: Arc::new(load),
            name: type_name::<T>(),
            of: TypeId::of::<T>(),
        }
    }

    pub(crate) async fn load(self, customer: Customer) -> Result<Extension, EnrichError> {
        (self.load)(customer).await
    }

    /// The type that two of these give, if there are two that give one type: a handler could not
    /// tell them apart.
    pub(crate) fn given_twice(enrichments: &[Self]) -> Option<&'static str> {
        let mut rest = enrichments;
        while let [first, others @ ..] = rest {
            if others.iter().any(|other| other.of == first.of) {
                return Some(first.name);
            }
            rest = others;
        }
        None
    }
}

/// Shows the type only.
impl fmt::Debug for Enrichment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Enrichment").field(&self.name).finish()
    }
}
