//! The layer: a configuration, and what it lets pass.

use customer_session::{Access, CustomerSessionConfig, Mode, Preflight};
use tower_layer::Layer;

use crate::{CustomerSessionService, Problem};

/// Puts the customer of a request's session token into the request's extensions, or answers with a
/// rejection.
///
/// See the [crate page](crate) for what passes. Building it cannot fail: the configuration is
/// validated.
///
/// # Example
///
/// ```
/// # use customer_session::CustomerSessionConfig;
/// use customer_session_tower::CustomerSessionLayer;
///
/// # fn layers(config: CustomerSessionConfig) {
/// let required = CustomerSessionLayer::new(config.clone());
/// let optional = CustomerSessionLayer::new(config).optional();
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CustomerSessionLayer<R = Problem> {
    access: Access,
    config: CustomerSessionConfig,
    responder: R,
}

impl CustomerSessionLayer {
    /// A layer that refuses requests without a good session.
    #[must_use]
    pub fn new(config: CustomerSessionConfig) -> Self {
        Self {
            access: Access::default(),
            config,
            responder: Problem::new(),
        }
    }
}

impl<R> CustomerSessionLayer<R> {
    /// Lets requests without a token pass as anonymous; a bad token is still refused.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.access = self.access.mode(Mode::Optional);
        self
    }

    /// Lets requests with a bad token pass as anonymous too. Faults (429, 500, 503) stay faults:
    /// else a paying customer would look like a guest while the issuer is down.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.access = self.access.mode(Mode::Lenient);
        self
    }

    /// Treats CORS preflights like any other request. Default: they pass as anonymous, since
    /// browsers send them without credentials.
    #[must_use]
    pub fn authenticate_preflights(mut self) -> Self {
        self.access = self.access.preflight(Preflight::Authenticate);
        self
    }

    /// Replaces the response to rejections, those of extractors and requirements included. Default:
    /// [`Problem`]. A requirement that has a response of its own keeps it.
    ///
    /// The [`Rejection`](customer_session::Rejection) is put into the extensions of whatever
    /// response is returned.
    ///
    /// # Security
    ///
    /// A 401 must carry a `WWW-Authenticate` challenge (RFC 9110 §15.5.2): take it from
    /// [`Rejection::challenge`](customer_session::Rejection::challenge) or copy
    /// [`Rejection::headers`](customer_session::Rejection::headers) whole.
    #[must_use]
    pub fn with_rejection_response<N>(self, responder: N) -> CustomerSessionLayer<N> {
        CustomerSessionLayer {
            access: self.access,
            config: self.config,
            responder,
        }
    }
}

impl<S, R: Clone> Layer<S> for CustomerSessionLayer<R> {
    type Service = CustomerSessionService<S, R>;

    fn layer(&self, inner: S) -> Self::Service {
        CustomerSessionService::new(
            inner,
            self.config.clone(),
            self.access,
            self.responder.clone(),
        )
    }
}
