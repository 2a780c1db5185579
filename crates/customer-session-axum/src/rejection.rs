//! What an extractor answers.

use std::{error::Error, fmt};

use axum_core::{
    body::Body,
    response::{IntoResponse, Response},
};
use customer_session::Rejection;
use customer_session_tower::{Problem, RefusedInside};

/// The rejection of an extractor.
///
/// # As response
///
/// The same problem document that the layer answers with. If the layer around the handler
/// [replaces its responses](customer_session_tower::CustomerSessionLayer::with_rejection_response), it replaces this one too.
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

impl IntoResponse for CustomerSessionRejection {
    fn into_response(self) -> Response {
        let mut response = Problem::response(&self.0, Body::from);
        response.extensions_mut().insert(self.0);
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
