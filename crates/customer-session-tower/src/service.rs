//! The service: decides about a request and hands it on, or answers.

use std::{
    mem,
    task::{Context, Poll},
};

use customer_session::{
    Access, CustomerSessionConfig,
    engine::{Authentication, Decision, Verdict, Verification},
};
use http::{Request, Response};
use tower_service::Service;

use crate::{ResponseForRejection, ResponseFuture, extensions, head::Head, response, uri};

/// The service that [`CustomerSessionLayer`](crate::CustomerSessionLayer) makes.
#[derive(Clone, Debug)]
pub struct CustomerSessionService<S, R> {
    access: Access,
    config: CustomerSessionConfig,
    inner: S,
    responder: R,
}

impl<S, R> CustomerSessionService<S, R> {
    pub(crate) const fn new(
        inner: S,
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
}

impl<S, R, ReqBody, ResBody> Service<Request<ReqBody>> for CustomerSessionService<S, R>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>> + Clone,
    R: ResponseForRejection<ResBody>,
{
    type Response = Response<R::Body>;
    /// A rejection is a response, never an error.
    type Error = S::Error;
    type Future = ResponseFuture<S, R, ReqBody, ResBody>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    // Inlined, its result would be copied once more on its way into the future that axum boxes.
    #[inline(never)]
    fn call(&mut self, mut request: Request<ReqBody>) -> Self::Future {
        let Authentication {
            decision,
            private,
            query,
            ..
        } = self.config.authenticate(&Head(&request), self.access);
        if let Some(query) = query {
            uri::replace_query(&mut request, &query);
        }
        let verdict = match decision {
            Decision::Decided(Verdict::Rejected(rejection)) => {
                let response = response::of(&self.responder, &rejection);
                return ResponseFuture::rejected(response, self.responder.clone());
            }
            Decision::Decided(verdict) => verdict,
            Decision::Asking(verification) => return self.ask(verification, request, private),
        };
        extensions::install(request.extensions_mut(), verdict);
        ResponseFuture::running(self.inner.call(request), self.responder.clone(), private)
    }
}

impl<S, R> CustomerSessionService<S, R> {
    #[cold]
    fn ask<ReqBody, ResBody>(
        &mut self,
        verification: Verification,
        request: Request<ReqBody>,
        private: bool,
    ) -> ResponseFuture<S, R, ReqBody, ResBody>
    where
        S: Service<Request<ReqBody>, Response = Response<ResBody>> + Clone,
        R: ResponseForRejection<ResBody>,
    {
        // The service that is ready is `self.inner`, so it must be the one that is called; its
        // clone takes its place:
        // https://docs.rs/tower/latest/tower/trait.Service.html#be-careful-when-cloning-inner-services
        let clone = self.inner.clone();
        let ready = mem::replace(&mut self.inner, clone);
        ResponseFuture::asking(
            verification,
            (request, ready, self.responder.clone()),
            private,
        )
    }
}
