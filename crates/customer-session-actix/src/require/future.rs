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
        // Absent if the request was refused.
        #[pin]
        running: Option<F>,
        // Boxed, so that it does not make the future of a request that passes large.
        refused: Option<Box<ServiceResponse<EitherBody<B>>>>,
    }
}

impl<F, B> RequireFuture<F, B> {
    #[inline(always)]
    pub(super) const fn running(future: F) -> Self {
        Self {
            running: Some(future),
            refused: None,
        }
    }

    #[cold]
    pub(super) fn refused(response: ServiceResponse<EitherBody<B>>) -> Self {
        Self {
            running: None,
            refused: Some(Box::new(response)),
        }
    }
}

impl<F, B> Future for RequireFuture<F, B>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Some(future) = this.running.as_pin_mut() {
            let response = ready!(future.poll(cx)?);
            return Poll::Ready(Ok(response.map_into_left_body()));
        }
        let response = this
            .refused
            .take()
            .expect("a future is not polled after it is ready");
        Poll::Ready(Ok(*response))
    }
}
