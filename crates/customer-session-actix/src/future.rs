//! The response's future: waits for the issuer if it must, then for the inner service.

use std::{
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse},
};
use customer_session::engine::{Verdict, Verification};
use pin_project_lite::pin_project;

use crate::{ResponseForRejection, extensions, response};

pin_project! {
    /// The future of a [`CustomerSessionService`](crate::CustomerSessionService).
    ///
    /// # Cancellation
    ///
    /// Dropped while it waits for the issuer, it cancels nothing: the answer still serves others
    /// and is remembered.
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<S, R, B>
    where
        S: Service<ServiceRequest>,
    {
        #[pin]
        kind: Kind<S, R, B, S::Future>,
    }
}

pin_project! {
    #[project = KindProjection]
    enum Kind<S, R, B, F> {
        /// The issuer is asked; the request waits.
        Asking { verification: Verification, waiting: Option<Box<Waiting<S, R>>>, private: bool },
        /// The inner service works.
        Running { #[pin] future: F, responder: R, private: bool },
        /// The request was refused.
        Rejected { response: Option<Box<ServiceResponse<EitherBody<B>>>> },
    }
}

/// A request, the service that will be called with it, and who answers if it is refused.
///
/// Boxed, as a refusal is: what only a miss or a refusal needs must not make the future of a hit
/// large, for it is moved.
type Waiting<S, R> = (ServiceRequest, Rc<S>, R);

impl<S: Service<ServiceRequest>, R, B> ResponseFuture<S, R, B> {
    pub(crate) fn asking(
        verification: Verification,
        waiting: Waiting<S, R>,
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

    pub(crate) fn rejected(response: ServiceResponse<EitherBody<B>>) -> Self {
        Self {
            kind: Kind::Rejected {
                response: Some(Box::new(response)),
            },
        }
    }
}

impl<S, R, B> Future for ResponseFuture<S, R, B>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    R: ResponseForRejection,
    B: MessageBody,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

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
                    let answer = ready!(future.poll(cx));
                    return Poll::Ready(match answer {
                        Ok(response) => Ok(response::finish(responder, response, *private)),
                        Err(error) => Err(response::finish_error(responder, error, *private)),
                    });
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
fn proceed<S, R, B>(
    verdict: Verdict,
    (request, service, responder): Waiting<S, R>,
    private: bool,
) -> Kind<S, R, B, S::Future>
where
    S: Service<ServiceRequest>,
    R: ResponseForRejection,
{
    if let Verdict::Rejected(rejection) = verdict {
        return Kind::Rejected {
            response: Some(Box::new(response::of(&responder, &rejection, request))),
        };
    }
    extensions::install(&request, verdict);
    Kind::Running {
        future: service.call(request),
        responder,
        private,
    }
}
