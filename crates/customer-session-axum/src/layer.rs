//! The layer, as axum wants it.

use customer_session::CustomerSessionConfig;
use customer_session_tower::CustomerSessionService;
use tower_layer::Layer;

use crate::{Custom, Problem};

/// Puts the customer of a request's session token into the request's extensions, or answers with a
/// rejection.
///
/// It is the [tower adapter's layer](customer_session_tower::CustomerSessionLayer), except that
/// responses leave it with axum's own body: a handler's response passes as it is, without being
/// boxed once more. It works in a `Router`, a route, and a `ServiceBuilder` with other layers
/// inside. See the [crate page](crate) for what passes. Building it cannot fail: the configuration
/// is validated.
///
/// # Example
///
/// ```
/// # use customer_session::CustomerSessionConfig;
/// use axum::{Router, routing::get};
/// use customer_session_axum::{CurrentCustomer, CustomerSessionLayer};
///
/// async fn me(CurrentCustomer(customer): CurrentCustomer) -> String {
///     customer.id().to_string()
/// }
///
/// # fn app(config: CustomerSessionConfig) -> Router {
/// Router::new().route("/me", get(me)).layer(CustomerSessionLayer::new(config))
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CustomerSessionLayer<R = Problem>(customer_session_tower::CustomerSessionLayer<R>);

impl CustomerSessionLayer {
    /// A layer that refuses requests without a good session.
    #[must_use]
    pub fn new(config: CustomerSessionConfig) -> Self {
        let layer = customer_session_tower::CustomerSessionLayer::new(config);
        Self(layer.with_rejection_response(Problem::new()))
    }
}

impl<R> CustomerSessionLayer<R> {
    /// Lets requests without a token pass as anonymous; a bad token is still refused.
    #[must_use]
    pub fn optional(self) -> Self {
        Self(self.0.optional())
    }

    /// Lets requests with a bad token pass as anonymous too. Faults (429, 500, 503) stay faults:
    /// else a paying customer would look like a guest while the issuer is down.
    #[must_use]
    pub fn lenient(self) -> Self {
        Self(self.0.lenient())
    }

    /// Treats CORS preflights like any other request. Default: they pass as anonymous, since
    /// browsers send them without credentials.
    #[must_use]
    pub fn authenticate_preflights(self) -> Self {
        Self(self.0.authenticate_preflights())
    }

    /// Replaces the response to rejections, those of extractors and requirements included, by what
    /// `respond` makes: a closure `|rejection: &Rejection| ..` or a function that returns any type
    /// of response. Default: [`Problem`]. A requirement that has a response of its own keeps it.
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
    pub fn with_rejection_response<F>(self, respond: F) -> CustomerSessionLayer<Custom<F>> {
        CustomerSessionLayer(self.0.with_rejection_response(Custom::new(respond)))
    }
}

impl<S, R: Clone> Layer<S> for CustomerSessionLayer<R> {
    type Service = CustomerSessionService<S, R>;

    fn layer(&self, inner: S) -> Self::Service {
        self.0.layer(inner)
    }
}
