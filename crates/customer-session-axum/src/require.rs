//! What a route asks of a session beyond that it is good, as axum wants it.

use customer_session::{ConfigError, Requirement, VerifiedSession};
use customer_session_tower::RequireService;
use tower_layer::Layer;

use crate::{Custom, Problem};

/// Refuses requests whose session does not fulfil a [`Requirement`].
///
/// It is the [tower adapter's layer](customer_session_tower::RequireLayer), except that responses
/// leave it with axum's own body. It belongs **inside** of a
/// [`CustomerSessionLayer`](crate::CustomerSessionLayer), which finds the session: put it on routes
/// by `.route_layer(..)` before the router is wrapped. Routes and methods that are added **after**
/// that `.route_layer(..)`, and the fallback, are not guarded. See the [crate page](crate#rights)
/// for what becomes of a request. Cheap to clone.
///
/// # Example
///
/// ```
/// # use customer_session::CustomerSessionConfig;
/// use axum::{Router, routing::get};
/// use customer_session::Requirement;
/// use customer_session_axum::{CustomerSessionLayer, RequireLayer};
///
/// # fn app(config: CustomerSessionConfig) -> Result<Router, customer_session::ConfigError> {
/// let billing = Requirement::any_scope(["invoices:read", "invoices:write"])?
///     .and(Requirement::role("owner")?);
/// let app = Router::new()
///     .route("/invoices", get(|| async { "invoices" }))
///     .route_layer(RequireLayer::new(billing))
///     .layer(CustomerSessionLayer::new(config));
/// # Ok(app)
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a layer does nothing until it is put around routes"]
pub struct RequireLayer<R = Problem>(customer_session_tower::RequireLayer<R>);

/// Lets sessions pass that have **all** of these scopes.
///
/// # Errors
///
/// There is no scope, or one is not a single word: see [`Requirement::scopes`].
pub fn require_scopes(
    scopes: impl IntoIterator<Item = impl Into<String>>,
) -> Result<RequireLayer, ConfigError> {
    Requirement::scopes(scopes).map(RequireLayer::new)
}

/// Lets sessions pass in which somebody acts in this role: see [`Requirement::role`].
///
/// # Errors
///
/// The role is empty.
pub fn require_role(role: impl Into<String>) -> Result<RequireLayer, ConfigError> {
    Requirement::role(role).map(RequireLayer::new)
}

/// Lets sessions pass of which this rule says so: see [`Requirement::of`].
pub fn require(rule: impl Fn(&VerifiedSession) -> bool + Send + Sync + 'static) -> RequireLayer {
    RequireLayer::new(Requirement::of(rule))
}

impl RequireLayer {
    /// Lets sessions pass that fulfil this.
    pub fn new(requirement: Requirement) -> Self {
        let layer = customer_session_tower::RequireLayer::new(requirement);
        Self(layer.with_default_response(Problem::new()))
    }
}

impl<R> RequireLayer<R> {
    /// Replaces the response to every rejection of this layer by what `respond` makes: a closure
    /// `|rejection: &Rejection| ..` or a function that returns any type of response. It answers the
    /// 403 to a session that lacks something, the 401 or 400 that was held back from a request
    /// without a session (a CORS preflight too), and the 500 where no layer ran. Default:
    /// [`Problem`], unless the [`CustomerSessionLayer`](crate::CustomerSessionLayer) around it
    /// replaces its responses: then it replaces this one too. What is set here it leaves alone.
    ///
    /// The [`Rejection`](customer_session::Rejection) is put into the extensions of whatever
    /// response is returned.
    ///
    /// # Security
    ///
    /// A 401 must carry a `WWW-Authenticate` challenge (RFC 9110 §15.5.2), and a 403 tells by it
    /// which scopes are required (RFC 6750 §3.1): take it from
    /// [`Rejection::challenge`](customer_session::Rejection::challenge) or copy
    /// [`Rejection::headers`](customer_session::Rejection::headers) whole.
    pub fn with_rejection_response<F>(self, respond: F) -> RequireLayer<Custom<F>> {
        RequireLayer(self.0.with_rejection_response(Custom::new(respond)))
    }
}

impl<S, R: Clone> Layer<S> for RequireLayer<R> {
    type Service = RequireService<S, R>;

    fn layer(&self, inner: S) -> Self::Service {
        self.0.layer(inner)
    }
}
