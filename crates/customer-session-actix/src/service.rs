//! The service: decides about a request and hands it on, or answers.

use std::{
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse},
};
use customer_session::{
    Access, CustomerSessionConfig, Rejection,
    engine::{Authentication, Decision, Verdict},
};

use crate::{ResponseForRejection, ResponseFuture, extensions, head::Head, response, uri};

/// The service that [`CustomerSessionMiddleware`](crate::CustomerSessionMiddleware) makes.
#[derive(Clone, Debug)]
pub struct CustomerSessionService<S, R> {
    access: Access,
    config: CustomerSessionConfig,
    inner: Rc<S>,
    responder: R,
}

impl<S, R> CustomerSessionService<S, R> {
    pub(crate) const fn new(
        inner: Rc<S>,
        config: CustomerSessionConfig,
        access: Access,
        responder: R,
    ) -> Self {
        Self {
            access,
            config,
            inner,
            responder,
        }
    }

    fn refuse<B>(&self, rejection: &Rejection, request: ServiceRequest) -> ResponseFuture<S, R, B>
    where
        S: Service<ServiceRequest>,
        R: ResponseForRejection,
    {
        ResponseFuture::rejected(response::of(&self.responder, rejection, request))
    }
}

impl<S, R, B> Service<ServiceRequest> for CustomerSessionService<S, R>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    R: ResponseForRejection,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = ResponseFuture<S, R, B>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let Authentication {
            decision,
            private,
            query,
            ..
        } = self.config.authenticate(&Head(&request), self.access);
        if let Some(query) = query
            && let Err(rejection) = uri::replace_query(&mut request, &query)
        {
            return self.refuse(&rejection, request);
        }
        match decision {
            Decision::Decided(Verdict::Rejected(rejection)) => self.refuse(&rejection, request),
            Decision::Decided(verdict) => {
                extensions::install(&request, verdict);
                ResponseFuture::running(self.inner.call(request), self.responder.clone(), private)
            }
            Decision::Asking(verification) => {
                let waiting = (request, self.inner.clone(), self.responder.clone());
                ResponseFuture::asking(verification, waiting, private)
            }
        }
    }
}
