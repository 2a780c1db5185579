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
    /// Dropped while it waits for the issuer, it cancels nothing: the answer still serves others
    /// and is remembered.
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
        /// The issuer is asked; the request waits.
        Asking { verification: Verification, waiting: Option<Box<Waiting<S, R, ReqBody>>>, private: bool },
        /// The inner service works.
        Running { #[pin] future: F, responder: R, private: bool },
        /// The request was refused.
        Rejected { response: Option<Box<Response<R::Body>>> },
    }
}

/// A request, the service that was ready for it, and who answers if it is refused.
///
/// Boxed, as a refusal is: what only a miss or a refusal needs must not make the future of a hit
/// large, for it is moved.
type Waiting<S, R, ReqBody> = (Request<ReqBody>, S, R);

impl<S, R, ReqBody, ResBody> ResponseFuture<S, R, ReqBody, ResBody>
where
    S: Service<Request<ReqBody>>,
    R: ResponseForRejection<ResBody>,
{
    pub(crate) fn asking(
        verification: Verification,
        waiting: Waiting<S, R, ReqBody>,
        private: bool,
    ) -> Self {
        Self {
            kind: Kind::Asking {
                verification,
                waiting: Some(Box::new(waiting)),
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

    pub(crate) fn rejected(response: Response<R::Body>) -> Self {
        Self {
            kind: Kind::Rejected {
                response: Some(Box::new(response)),
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
                    let next = proceed(verdict, *waiting, *private);
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
                    let response = response
                        .take()
                        .expect("a future is not polled after it is ready");
                    return Poll::Ready(Ok(*response));
                }
            }
        }
    }
}

/// Carries out the verdict on a request that waited.
#[cold]
fn proceed<S, R, ReqBody, ResBody>(
    verdict: Verdict,
    (mut request, mut ready, responder): Waiting<S, R, ReqBody>,
    private: bool,
) -> Kind<S, R, ReqBody, ResBody, S::Future>
where
    S: Service<Request<ReqBody>>,
    R: ResponseForRejection<ResBody>,
{
    if let Verdict::Rejected(rejection) = verdict {
        return Kind::Rejected {
            response: Some(Box::new(response::of(&responder, &rejection))),
        };
    }
    extensions::install(request.extensions_mut(), verdict);
    Kind::Running {
        future: ready.call(request),
        responder,
        private,
    }
}
