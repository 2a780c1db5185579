//! The response's future: waits for the issuer if it must, then for the inner service.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use customer_session::engine::{Verdict, Verification};
use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::{ResponseForRejection, extensions, response};

pin_project! {
    /// The future of a [`CustomerSessionService`](crate::CustomerSessionService).
    ///
    /// # Cancellation
    ///
    /// Dropped while it waits for the issuer, it cancels nothing: the answer still serves others and is remembered.
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<S, R, ReqBody, ResBody>
    where
        S: Service<Request<ReqBody>>,
        R: ResponseForRejection<ResBody>,
    {
        #[pin]
        kind: Kind<S, R, ReqBody, ResBody, S::Future>,
    }
}

pin_project! {
    #[project = KindProjection]
    enum Kind<S, R, ReqBody, ResBody, F>
    where
        R: ResponseForRejection<ResBody>,
    {
        /// The issuer is asked; the request waits, with the service that was ready for it.
        Asking { verification: Verification, waiting: Option<(Request<ReqBody>, S, R)>, private: bool },
        /// The inner service works.
        Running { #[pin] future: F, responder: R, private: bool },
        /// The request was refused.
        Rejected { response: Option<Response<R::Body>> },
    }
}

impl<S, R, ReqBody, ResBody> ResponseFuture<S, R, ReqBody, ResBody>
where
    S: Service<Request<ReqBody>>,
    R: ResponseForRejection<ResBody>,
{
    pub(crate) const fn asking(
        verification: Verification,
        request: Request<ReqBody>,
        ready: S,
        responder: R,
        private: bool,
    ) -> Self {
        Self {
            kind: Kind::Asking {
                verification,
                waiting: Some((request, ready, responder)),
                private,
            },
        }
    }

    pub(crate) const fn running(future: S::Future, responder: R, private: bool) -> Self {
        Self {
            kind: Kind::Running {
                future,
                responder,
                private,
            },
        }
    }

    pub(crate) const fn rejected(response: Response<R::Body>) -> Self {
        Self {
            kind: Kind::Rejected {
                response: Some(response),
            },
        }
    }
}

impl<S, R, ReqBody, ResBody> Future for ResponseFuture<S, R, ReqBody, ResBody>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    R: ResponseForRejection<ResBody>,
{
    type Output = Result<Response<R::Body>, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut kind = self.project().kind;
        loop {
            match kind.as_mut().project() {
                KindProjection::Asking {
                    verification,
                    waiting,
                    private,
                } => {
                    let verdict = ready!(Pin::new(verification).poll(cx));
                    let waiting = waiting
                        .take()
                        .expect("polled again only after the state changed");
                    let next = proceed(verdict, waiting, *private);
                    kind.set(next);
                }
                KindProjection::Running {
                    future,
                    responder,
                    private,
                } => {
                    let response = ready!(future.poll(cx)?);
                    return Poll::Ready(Ok(response::finish(responder, response, *private)));
                }
                KindProjection::Rejected { response } => {
                    return Poll::Ready(Ok(response
                        .take()
                        .expect("a future is not polled after it is ready")));
                }
            }
        }
    }
}

/// Carries out the verdict on a request that waited.
fn proceed<S, R, ReqBody, ResBody>(
    verdict: Verdict,
    (mut request, mut ready, responder): (Request<ReqBody>, S, R),
    private: bool,
) -> Kind<S, R, ReqBody, ResBody, S::Future>
where
    S: Service<Request<ReqBody>>,
    R: ResponseForRejection<ResBody>,
{
    if let Verdict::Rejected(rejection) = verdict {
        return Kind::Rejected {
            response: Some(response::of(&responder, &rejection)),
        };
    }
    extensions::install(request.extensions_mut(), verdict);
    Kind::Running {
        future: ready.call(request),
        responder,
        private,
    }
}
