//! Who the customer of a registered session is.

use std::future::Future;

use crate::{
    provider::ProviderError,
    session::{CustomerId, CustomerRecord},
};

/// Says who a customer is: closures that take a [`CustomerId`] do, and so do types of your own.
///
/// # What you must guarantee
///
/// As for [`SessionProvider::customer`](crate::provider::SessionProvider::customer): that the
/// customer exists and is yours now. Say
/// [`not_our_customer`](ProviderError::not_our_customer) of one who was deleted; an outage is
/// another error, and never that one.
pub trait CustomerLookup: Send + Sync + 'static {
    /// Looks a customer up.
    fn customer(
        &self,
        id: &CustomerId,
    ) -> impl Future<Output = Result<CustomerRecord, ProviderError>> + Send;
}

impl<F, A> CustomerLookup for F
where
    F: Fn(CustomerId) -> A + Send + Sync + 'static,
    A: Future<Output = Result<CustomerRecord, ProviderError>> + Send,
{
    fn customer(
        &self,
        id: &CustomerId,
    ) -> impl Future<Output = Result<CustomerRecord, ProviderError>> + Send {
        self(id.clone())
    }
}
