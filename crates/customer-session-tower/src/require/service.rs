//! The service: judges the session that a layer further out found, and hands the request on, or
//! answers.

use std::task::{Context, Poll};

use customer_session::{Rejection, Requirement, VerifiedSession};
use http::{Extensions, Request, Response};
use tower_service::Service;

use super::RequireFuture;
use crate::{ResponseForRejection, response};

/// The service that [`RequireLayer`](crate::RequireLayer) makes.
#[derive(Clone, Debug)]
pub struct RequireService<S, R> {
    inner: S,
    requirement: Requirement,
    responder: R,
}

impl<S, R> RequireService<S, R> {
    pub(super) const fn new(inner: S, requirement: Requirement, responder: R) -> Self {
        Self {
            inner,
            requirement,
            responder,
        }
    }

    fn judge(&self, extensions: &Extensions) -> Result<(), Rejection> {
        let session = VerifiedSession::installed(extensions.get(), || extensions.get())?;
        self.requirement.check(session)
    }
}

impl<S, R, ReqBody, ResBody> Service<Request<ReqBody>> for RequireService<S, R>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    R: ResponseForRejection<ResBody>,
{
    type Response = Response<R::Body>;
    /// A rejection is a response, never an error.
    type Error = S::Error;
    type Future = RequireFuture<S::Future, R, ResBody>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<ReqBody>) -> Self::Future {
        match self.judge(request.extensions()) {
            Ok(()) => RequireFuture::running(self.inner.call(request), self.responder.clone()),
            Err(rejection) => {
                RequireFuture::refused(response::of_requirement(&self.responder, &rejection))
            }
        }
    }
}
