//! The service: judges the session that a middleware further out found, and hands the request on,
//! or answers.

use std::task::{Context, Poll};

use actix_web::{
    Error, HttpMessage,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse},
};
use customer_session::{Rejection, Requirement};

use super::RequireFuture;
use crate::{
    ResponseForRejection,
    response::{self, Responder},
};

/// The service that [`RequireMiddleware`](crate::RequireMiddleware) makes.
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

    fn judge(&self, request: &ServiceRequest) -> Result<(), Rejection> {
        let extensions = request.extensions();
        self.requirement
            .judge(extensions.get(), || extensions.get())
    }
}

impl<S, R, B> Service<ServiceRequest> for RequireService<S, R>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    R: ResponseForRejection,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = RequireFuture<S::Future, B>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        match self.judge(&request) {
            Ok(()) => RequireFuture::running(self.inner.call(request)),
            Err(rejection) => RequireFuture::refused(response::of_requirement(
                &self.responder,
                &rejection,
                request,
            )),
        }
    }
}
