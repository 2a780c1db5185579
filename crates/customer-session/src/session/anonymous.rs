//! The marker of a request that passed without a session.

use crate::rejection::Rejection;

/// Stands in the extensions of a request that passed without a session, in `.optional()` and
/// `.lenient()` mode.
///
/// By it an extractor tells "the middleware ran and found nobody" from "no middleware ran", and
/// knows what to answer when the handler insists on a customer.
#[derive(Clone, Debug)]
pub struct Anonymous(Rejection);

impl Anonymous {
    pub(crate) fn new(rejection: Rejection) -> Self {
        Self(rejection)
    }

    /// How to refuse the request if a handler insists on a customer.
    #[must_use]
    pub fn rejection(&self) -> &Rejection {
        &self.0
    }
}
