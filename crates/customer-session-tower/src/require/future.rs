//! The response's future: the inner service's, or a refusal that is already there.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use http::Response;
use pin_project_lite::pin_project;

use crate::ResponseForRejection;

pin_project! {
    /// The future of a [`RequireService`](crate::RequireService).
    ///
    /// # Cancellation
    ///
    /// Dropped, it drops the inner service's future.
    #[must_use = "futures do nothing unless polled"]
    pub struct RequireFuture<F, R, ResBody>
    where
        R: ResponseForRejection<ResBody>,
    {
        #[pin]
        kind: Kind<F, R, ResBody>,
    }
}

pin_project! {
    #[project = KindProjection]
    enum Kind<F, R, ResBody>
    where
        R: ResponseForRejection<ResBody>,
    {
        /// The inner service works.
        Running { #[pin] future: F, responder: R },
        /// The request was refused. Boxed, so that it does not make the future of a request that
        /// passes large.
        Refused { response: Option<Box<Response<R::Body>>> },
    }
}

impl<F, R, ResBody> RequireFuture<F, R, ResBody>
where
    R: ResponseForRejection<ResBody>,
{
    pub(super) const fn running(future: F, responder: R) -> Self {
        Self {
            kind: Kind::Running { future, responder },
        }
    }

    #[cold]
    pub(super) fn refused(response: Response<R::Body>) -> Self {
        Self {
            kind: Kind::Refused {
                response: Some(Box::new(response)),
            },
        }
    }
}

impl<F, R, ResBody, E> Future for RequireFuture<F, R, ResBody>
where
    F: Future<Output = Result<Response<ResBody>, E>>,
    R: ResponseForRejection<ResBody>,
{
    type Output = Result<Response<R::Body>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().kind.project() {
            KindProjection::Running { future, responder } => {
                let response = ready!(future.poll(cx)?);
                Poll::Ready(Ok(response.map(|body| responder.body(body))))
            }
            KindProjection::Refused { response } => {
                let response = response
                    .take()
                    .expect("a future is not polled after it is ready");
                Poll::Ready(Ok(*response))
            }
        }
    }
}
