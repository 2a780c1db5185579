//! What an extractor answers.

use std::{error::Error, fmt};

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use customer_session::Rejection;

use crate::{Problem, ResponseForRejection, response::RefusedInside};

/// The rejection of an extractor.
///
/// As response it is the same problem document that the middleware answers with. If the middleware
/// around the handler
/// [replaces its responses](crate::CustomerSessionMiddleware::with_rejection_response), it replaces this one too.
#[derive(Clone, Debug)]
pub struct CustomerSessionRejection(Rejection);

impl CustomerSessionRejection {
    pub(crate) const fn new(rejection: Rejection) -> Self {
        Self(rejection)
    }

    /// Why the extractor refused.
    #[must_use]
    pub const fn rejection(&self) -> &Rejection {
        &self.0
    }
}

impl ResponseError for CustomerSessionRejection {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = Problem::new().response_for_rejection(&self.0);
        response.extensions_mut().insert(self.0.clone());
        response.extensions_mut().insert(RefusedInside);
        response
    }
}

impl fmt::Display for CustomerSessionRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for CustomerSessionRejection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
