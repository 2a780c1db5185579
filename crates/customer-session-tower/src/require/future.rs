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
        // Absent if the request was refused. Not in a variant of an enum: there it would be copied
        // once more, for every request that passes.
        #[pin]
        running: Option<F>,
        // Boxed, so that it does not make the future of a request that passes large.
        refused: Option<Box<Response<R::Body>>>,
        responder: R,
    }
}

impl<F, R, ResBody> RequireFuture<F, R, ResBody>
where
    R: ResponseForRejection<ResBody>,
{
    #[inline(always)]
    pub(super) const fn running(future: F, responder: R) -> Self {
        Self {
            running: Some(future),
            refused: None,
            responder,
        }
    }

    #[cold]
    pub(super) fn refused(response: Response<R::Body>, responder: R) -> Self {
        Self {
            running: None,
            refused: Some(Box::new(response)),
            responder,
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
        let this = self.project();
        if let Some(future) = this.running.as_pin_mut() {
            let response = ready!(future.poll(cx)?);
            return Poll::Ready(Ok(response.map(|body| this.responder.body(body))));
        }
        let response = this
            .refused
            .take()
            .expect("a future is not polled after it is ready");
        Poll::Ready(Ok(*response))
    }
}
