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
        // Absent until the inner service works. Not in a variant of an enum: there it would be
        // copied once more, for every hit.
        #[pin]
        running: Option<S::Future>,
        before: Option<Box<Before<S, R, ReqBody, ResBody>>>,
        responder: R,
        private: bool,
    }
}

/// What comes before the inner service works, or in place of it.
///
/// Boxed: what only a miss or a refusal needs must not make the future of a hit large, for it is
/// moved.
enum Before<S, R, ReqBody, ResBody>
where
    R: ResponseForRejection<ResBody>,
{
    /// The issuer is asked; the request waits, with the service that was ready for it.
    Asking(Verification, Option<(Request<ReqBody>, S)>),
    /// The request was refused.
    Rejected(Option<Response<R::Body>>),
}

impl<S, R, ReqBody, ResBody> ResponseFuture<S, R, ReqBody, ResBody>
where
    S: Service<Request<ReqBody>>,
    R: ResponseForRejection<ResBody>,
{
    pub(crate) fn asking(
        verification: Verification,
        (request, ready, responder): (Request<ReqBody>, S, R),
        private: bool,
    ) -> Self {
        Self {
            running: None,
            before: Some(Box::new(Before::Asking(
                verification,
                Some((request, ready)),
            ))),
            responder,
            private,
        }
    }

    #[inline(always)]
    pub(crate) fn running(future: S::Future, responder: R, private: bool) -> Self {
        Self {
            running: Some(future),
            before: None,
            responder,
            private,
        }
    }

    pub(crate) fn rejected(response: Response<R::Body>, responder: R) -> Self {
        Self {
            running: None,
            before: Some(Box::new(Before::Rejected(Some(response)))),
            responder,
            private: false,
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
        let mut this = self.project();
        loop {
            if let Some(future) = this.running.as_mut().as_pin_mut() {
                return match future.poll(cx) {
                    Poll::Pending => Poll::Pending,
                    Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
                    Poll::Ready(Ok(response)) => Poll::Ready(Ok(response::finish(
                        this.responder,
                        response,
                        *this.private,
                    ))),
                };
            }
            let before = this.before.as_deref_mut();
            let before = before.expect("either something comes before, or the service runs");
            match ready!(before.poll(this.responder, cx)) {
                Ok(future) => this.running.set(Some(future)),
                Err(response) => return Poll::Ready(Ok(response)),
            }
        }
    }
}

impl<S, R, ReqBody, ResBody> Before<S, R, ReqBody, ResBody>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    R: ResponseForRejection<ResBody>,
{
    /// The inner service begins, or there is a response.
    #[cold]
    #[inline(never)]
    fn poll(
        &mut self,
        responder: &R,
        cx: &mut Context<'_>,
    ) -> Poll<Result<S::Future, Response<R::Body>>> {
        Poll::Ready(match self {
            Self::Asking(verification, waiting) => {
                let verdict = ready!(Pin::new(verification).poll(cx));
                let waiting = waiting.take().expect("the issuer is asked once");
                proceed(verdict, waiting, responder)
            }
            Self::Rejected(response) => Err(response
                .take()
                .expect("a future is not polled after it is ready")),
        })
    }
}

/// Carries out the verdict on a request that waited: the inner service begins, or there is a
/// response.
fn proceed<S, R, ReqBody, ResBody>(
    verdict: Verdict,
    (mut request, mut ready): (Request<ReqBody>, S),
    responder: &R,
) -> Result<S::Future, Response<R::Body>>
where
    S: Service<Request<ReqBody>>,
    R: ResponseForRejection<ResBody>,
{
    if let Verdict::Rejected(rejection) = &verdict {
        return Err(response::of(responder, rejection));
    }
    extensions::install(request.extensions_mut(), verdict);
    Ok(ready.call(request))
}
