//! The layer: a requirement, and who answers if it is not fulfilled.

use customer_session::{ConfigError, Requirement, VerifiedSession};
use tower_layer::Layer;

use super::RequireService;
use crate::Problem;

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
    responder: R,
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
            responder: Problem::new(),
        }
    }
}

impl<R> RequireLayer<R> {
    /// Replaces the response to this layer's own rejections. Default: [`Problem`], unless the
    /// [`CustomerSessionLayer`](crate::CustomerSessionLayer) around it replaces its responses: then
    /// it replaces this one too.
    ///
    /// The [`Rejection`](customer_session::Rejection) is put into the extensions of whatever
    /// response is returned.
    pub fn with_rejection_response<N>(self, responder: N) -> RequireLayer<N> {
        RequireLayer {
            requirement: self.requirement,
            responder,
        }
    }
}

impl<S, R: Clone> Layer<S> for RequireLayer<R> {
    type Service = RequireService<S, R>;

    fn layer(&self, inner: S) -> Self::Service {
        RequireService::new(inner, self.requirement.clone(), self.responder.clone())
    }
}
