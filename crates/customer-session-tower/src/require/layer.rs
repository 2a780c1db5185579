//! The layer: a requirement, and who answers if it is not fulfilled.

use customer_session::{ConfigError, Requirement, VerifiedSession};
use tower_layer::Layer;

use super::RequireService;
use crate::{Problem, response::Responder};

/// Refuses requests whose session does not fulfil a [`Requirement`].
///
/// It belongs **inside** of a [`CustomerSessionLayer`](crate::CustomerSessionLayer), which finds
/// the session; see the [crate page](crate#rights) for what becomes of a request. Cheap to clone.
///
/// # Example
///
/// ```
/// # use customer_session::CustomerSessionConfig;
/// use customer_session::Requirement;
/// use customer_session_tower::{CustomerSessionLayer, RequireLayer};
/// use tower::ServiceBuilder;
///
/// # fn layers(config: CustomerSessionConfig) -> Result<(), customer_session::ConfigError> {
/// let billing = Requirement::any_scope(["invoices:read", "invoices:write"])?
///     .and(Requirement::role("owner")?);
/// let layers = ServiceBuilder::new()
///     .layer(CustomerSessionLayer::new(config))
///     .layer(RequireLayer::new(billing));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a layer does nothing until it is put around a service"]
pub struct RequireLayer<R = Problem> {
    requirement: Requirement,
    responder: Responder<R>,
}

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
    pub const fn new(requirement: Requirement) -> Self {
        Self {
            requirement,
            responder: Responder::Default(Problem::new()),
        }
    }
}

impl<R> RequireLayer<R> {
    /// Replaces the response to every rejection of this layer: the 403 to a session that lacks
    /// something, the 401 or 400 that was held back from a request without a session (a CORS
    /// preflight too), and the 500 where no layer ran. Default: [`Problem`], unless the
    /// [`CustomerSessionLayer`](crate::CustomerSessionLayer) around it replaces its responses: then
    /// it replaces this one too. What is set here it leaves alone.
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
    pub fn with_rejection_response<N>(self, responder: N) -> RequireLayer<N> {
        RequireLayer {
            requirement: self.requirement,
            responder: Responder::Own(responder),
        }
    }

    /// Replaces the default response, which the layer around it may replace in turn. For adapters
    /// whose bodies are of another type.
    pub fn with_default_response<N>(self, responder: N) -> RequireLayer<N> {
        RequireLayer {
            requirement: self.requirement,
            responder: Responder::Default(responder),
        }
    }
}

impl<S, R: Clone> Layer<S> for RequireLayer<R> {
    type Service = RequireService<S, R>;

    fn layer(&self, inner: S) -> Self::Service {
        RequireService::new(inner, self.requirement.clone(), self.responder.clone())
    }
}
