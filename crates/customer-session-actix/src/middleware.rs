//! The middleware: a configuration, and what it lets pass.

use std::{
    future::{Ready, ready},
    rc::Rc,
};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
};
use customer_session::{Access, CustomerSessionConfig, Mode, Preflight};

use crate::{CustomerSessionService, Problem, ResponseForRejection};

/// Puts the customer of a request's session token into the request's extensions, or answers with a
/// rejection.
///
/// See the [crate page](crate) for what passes. Building it cannot fail: the configuration is
/// validated. Wrap an app, a scope or a resource; build the configuration **outside** of
/// `HttpServer::new`'s closure and clone it into it, so that all workers share one cache.
///
/// # Example
///
/// ```
/// # use customer_session::CustomerSessionConfig;
/// use actix_web::{App, web};
/// use customer_session_actix::{CurrentCustomer, CustomerSessionMiddleware};
///
/// async fn me(CurrentCustomer(customer): CurrentCustomer) -> String {
///     customer.id().to_string()
/// }
///
/// # fn app(config: CustomerSessionConfig) {
/// let app = App::new()
///     .wrap(CustomerSessionMiddleware::new(config.clone()))
///     .route("/me", web::get().to(me));
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CustomerSessionMiddleware<R = Problem> {
    access: Access,
    config: CustomerSessionConfig,
    responder: R,
}

impl CustomerSessionMiddleware {
    /// A middleware that refuses requests without a good session.
    #[must_use]
    pub fn new(config: CustomerSessionConfig) -> Self {
        Self {
            access: Access::default(),
            config,
            responder: Problem::new(),
        }
    }
}

impl<R> CustomerSessionMiddleware<R> {
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
    pub fn with_rejection_response<N>(self, responder: N) -> CustomerSessionMiddleware<N> {
        CustomerSessionMiddleware {
            access: self.access,
            config: self.config,
            responder,
        }
    }
}

impl<S, R, B> Transform<S, ServiceRequest> for CustomerSessionMiddleware<R>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    R: ResponseForRejection,
    B: MessageBody,
{
    type Response = <CustomerSessionService<S, R> as Service<ServiceRequest>>::Response;
    type Error = Error;
    type Transform = CustomerSessionService<S, R>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        let service = CustomerSessionService::new(
            Rc::new(inner),
            self.config.clone(),
            self.access,
            self.responder.clone(),
        );
        ready(Ok(service))
    }
}
