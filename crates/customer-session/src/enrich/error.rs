//! Why nothing could be added to a customer.

use std::{error::Error, fmt, sync::Arc};

use crate::provider::ProviderError;

/// Why nothing could be added to a customer: a fault of the application's, or its "no".
///
/// Every error converts into one, so that `?` works on whatever a database gives. Such an error is a
/// fault that may pass ([`unavailable`](Self::unavailable)): the request is refused with 503, and
/// the session is not blamed. Only [`not_our_customer`](Self::not_our_customer) refuses the session.
///
/// The text of the error is logged, with all that lies behind it: it must hold no secret and no
/// personal data.
#[derive(Clone)]
pub struct EnrichError(Kind);

#[derive(Clone)]
enum Kind {
    Failed(Arc<dyn Error + Send + Sync>),
    NotOurCustomer,
    Unavailable(Arc<dyn Error + Send + Sync>),
}

impl EnrichError {
    /// Nothing will come of it until somebody mends the application: the request is refused with
    /// 500, [`EnrichmentFailed`](crate::Reason::EnrichmentFailed).
    pub fn failed(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Kind::Failed(source.into().into()))
    }

    /// The application says that the customer is not one of its own, or no longer: the session is
    /// refused with 401, [`NotOurCustomer`](crate::Reason::NotOurCustomer), as if the issuer had
    /// said so, and so are all sessions of the customer for the time that a
    /// [denial](crate::config::CustomerSessionConfigBuilder::customer_denial_lifetime) is
    /// remembered.
    ///
    /// A row that could not be read is no such "no".
    #[must_use]
    pub const fn not_our_customer() -> Self {
        Self(Kind::NotOurCustomer)
    }

    /// Nothing can be had at the moment: the request is refused with 503,
    /// [`EnrichmentUnavailable`](crate::Reason::EnrichmentUnavailable).
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Kind::Unavailable(source.into().into()))
    }

    /// What it means for the session.
    pub(crate) fn into_provider_error(self) -> ProviderError {
        match self.0 {
            Kind::Failed(source) => ProviderError::enrichment_failed(source),
            Kind::NotOurCustomer => ProviderError::not_our_customer(),
            Kind::Unavailable(source) => ProviderError::enrichment_unavailable(source),
        }
    }
}

/// It is not an error itself, so that every error can become one.
impl<E: Error + Send + Sync + 'static> From<E> for EnrichError {
    fn from(error: E) -> Self {
        Self::unavailable(error)
    }
}

/// Shows the kind only: what lies behind it may print anything.
impl fmt::Debug for EnrichError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Failed(_) => "Failed",
            Kind::NotOurCustomer => "NotOurCustomer",
            Kind::Unavailable(_) => "Unavailable",
        })
    }
}

impl fmt::Display for EnrichError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Failed(source) | Kind::Unavailable(source) => source.fmt(f),
            Kind::NotOurCustomer => f.write_str("the application does not know the customer"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    fn reason(error: impl Into<EnrichError>) -> Reason {
        error.into().into_provider_error().reason()
    }

    #[test]
    fn only_an_explicit_no_is_a_denial() {
        assert_eq!(
            reason(std::io::Error::other("down")),
            Reason::EnrichmentUnavailable
        );
        assert_eq!(
            reason(EnrichError::failed("no such table")),
            Reason::EnrichmentFailed
        );
        assert_eq!(
            reason(EnrichError::not_our_customer()),
            Reason::NotOurCustomer
        );
    }

    /// An error that a provider made for itself says nothing of this session.
    #[test]
    fn a_providers_denial_is_an_error_like_any_other() {
        assert_eq!(
            reason(ProviderError::denied()),
            Reason::EnrichmentUnavailable
        );
    }

    #[test]
    fn debug_does_not_print_what_lies_behind() {
        let error = EnrichError::from(std::io::Error::other("ada@shop.example"));

        assert_eq!(format!("{error:?}"), "Unavailable");
    }
}
