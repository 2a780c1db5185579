//! The middleware: a requirement, and who answers if it is not fulfilled.

use std::future::{Ready, ready};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
};
use customer_session::{ConfigError, Requirement, VerifiedSession};

use super::RequireService;
use crate::{Problem, ResponseForRejection, response::Responder};

/// Refuses requests whose session does not fulfil a [`Requirement`].
///
/// It belongs **inside** of a [`CustomerSessionMiddleware`](crate::CustomerSessionMiddleware),
/// which finds the session: `.wrap(..)` it first. See the [crate page](crate#rights) for what
/// becomes of a request. Cheap to clone: make it outside of `HttpServer::new`'s closure, where its
/// errors can be handled, and clone it inside.
///
/// # Example
///
/// ```
/// # use customer_session::CustomerSessionConfig;
/// use actix_web::{App, web};
/// use customer_session::Requirement;
/// use customer_session_actix::{CustomerSessionMiddleware, RequireMiddleware};
///
/// # fn app(config: CustomerSessionConfig) -> Result<(), customer_session::ConfigError> {
/// let billing = Requirement::any_scope(["invoices:read", "invoices:write"])?
///     .and(Requirement::role("owner")?);
/// let app = App::new()
///     .service(
///         web::resource("/invoices")
///             .wrap(RequireMiddleware::new(billing))
///             .route(web::get().to(async || "invoices")),
///     )
///     .wrap(CustomerSessionMiddleware::new(config));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a middleware does nothing until something is wrapped in it"]
pub struct RequireMiddleware<R = Problem> {
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
) -> Result<RequireMiddleware, ConfigError> {
    Requirement::scopes(scopes).map(RequireMiddleware::new)
}

/// Lets sessions pass in which somebody acts in this role: see [`Requirement::role`].
///
/// # Errors
///
/// The role is empty.
pub fn require_role(role: impl Into<String>) -> Result<RequireMiddleware, ConfigError> {
    Requirement::role(role).map(RequireMiddleware::new)
}

/// Lets sessions pass of which this rule says so: see [`Requirement::of`].
pub fn require(
    rule: impl Fn(&VerifiedSession) -> bool + Send + Sync + 'static,
) -> RequireMiddleware {
    RequireMiddleware::new(Requirement::of(rule))
}

impl RequireMiddleware {
    /// Lets sessions pass that fulfil this.
    pub const fn new(requirement: Requirement) -> Self {
        Self {
            requirement,
            responder: Responder::Default(Problem::new()),
        }
    }
}

impl<R> RequireMiddleware<R> {
    /// Replaces the response to every rejection of this middleware: the 403 to a session that lacks
    /// something, the 401 or 400 that was held back from a request without a session (a CORS
    /// preflight too), and the 500 where no middleware ran. Default: [`Problem`], unless the
    /// [`CustomerSessionMiddleware`](crate::CustomerSessionMiddleware) around it replaces its
    /// responses: then it replaces this one too. What is set here it leaves alone.
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
    pub fn with_rejection_response<N>(self, responder: N) -> RequireMiddleware<N> {
        RequireMiddleware {
            requirement: self.requirement,
            responder: Responder::Own(responder),
        }
    }
}

impl<S, R, B> Transform<S, ServiceRequest> for RequireMiddleware<R>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    R: ResponseForRejection,
    B: MessageBody,
{
    type Response = <RequireService<S, R> as Service<ServiceRequest>>::Response;
    type Error = Error;
    type Transform = RequireService<S, R>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        let (requirement, responder) = (self.requirement.clone(), self.responder.clone());
        ready(Ok(RequireService::new(inner, requirement, responder)))
    }
}
