//! The response's future: the inner service's, or a refusal that is already there.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{Error, body::EitherBody, dev::ServiceResponse};
use pin_project_lite::pin_project;

pin_project! {
    /// The future of a [`RequireService`](crate::RequireService).
    ///
    /// # Cancellation
    ///
    /// Dropped, it drops the inner service's future.
    #[must_use = "futures do nothing unless polled"]
    pub struct RequireFuture<F, B> {
        #[pin]
        kind: Kind<F, B>,
    }
}

pin_project! {
    #[project = KindProjection]
    enum Kind<F, B> {
        /// The inner service works.
        Running { #[pin] future: F },
        /// The request was refused. Boxed, so that it does not make the future of a request that
        /// passes large.
        Refused { response: Option<Box<ServiceResponse<EitherBody<B>>>> },
    }
}

impl<F, B> RequireFuture<F, B> {
    pub(super) const fn running(future: F) -> Self {
        Self {
            kind: Kind::Running { future },
        }
    }

    #[cold]
    pub(super) fn refused(response: ServiceResponse<EitherBody<B>>) -> Self {
        Self {
            kind: Kind::Refused {
                response: Some(Box::new(response)),
            },
        }
    }
}

impl<F, B> Future for RequireFuture<F, B>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().kind.project() {
            KindProjection::Running { future } => {
                let response = ready!(future.poll(cx)?);
                Poll::Ready(Ok(response.map_into_left_body()))
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
