//! The service: judges the session that a layer further out found, and hands the request on, or
//! answers.

use std::task::{Context, Poll};

use customer_session::{Rejection, Requirement};
use http::{Extensions, Request, Response};
use tower_service::Service;

use super::RequireFuture;
use crate::{
    ResponseForRejection,
    response::{self, Responder},
};

/// The service that [`RequireLayer`](crate::RequireLayer) makes.
#[derive(Clone, Debug)]
pub struct RequireService<S, R> {
    inner: S,
    requirement: Requirement,
    responder: Responder<R>,
}

impl<S, R> RequireService<S, R> {
    pub(super) const fn new(inner: S, requirement: Requirement, responder: Responder<R>) -> Self {
        Self {
            inner,
            requirement,
            responder,
        }
    }

    fn judge(&self, extensions: &Extensions) -> Result<(), Rejection> {
        self.requirement
            .judge(extensions.get(), || extensions.get())
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
        let responder = self.responder.get();
        if let Err(rejection) = self.judge(request.extensions()) {
            let response = response::of_requirement(&self.responder, &rejection);
            return RequireFuture::refused(response, responder.clone());
        }
        RequireFuture::running(self.inner.call(request), responder.clone())
    }
}
