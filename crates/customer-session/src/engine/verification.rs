//! The wait for an issuer's answer.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use super::{Verdict, ask::SessionAnswer, authenticate::Waiting, flights::Ticket};
use crate::{config::CustomerSessionConfig, provider::ProviderError};

/// The future verdict about a request whose token had to be asked about.
///
/// # Cancellation
///
/// Dropping it cancels nothing: the issuer's answer still arrives, serves all others who wait for
/// it, and is remembered.
#[must_use = "a verdict is needed before the request may go on"]
pub struct Verification(Pin<Box<dyn Future<Output = Verdict> + Send>>);

impl Verification {
    pub(super) fn new(
        config: CustomerSessionConfig,
        ticket: Ticket<SessionAnswer>,
        waiting: Waiting,
    ) -> Self {
        Self(Box::pin(async move {
            let answer = ticket
                .answer()
                .await
                .unwrap_or_else(|| Err(ProviderError::aborted()));
            config.conclude(answer, waiting)
        }))
    }
}

impl Future for Verification {
    type Output = Verdict;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Verdict> {
        self.0.as_mut().poll(cx)
    }
}

impl fmt::Debug for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verification").finish_non_exhaustive()
    }
}
