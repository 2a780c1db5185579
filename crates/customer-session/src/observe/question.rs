//! One question to an issuer: how long it takes, and what comes of it.

use std::{future::Future, sync::Arc, time::Duration};

use super::span::Span;
use crate::{clock::Clock, provider::ProviderError, rejection::Reason};

/// What an issuer is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Asked {
    /// What the application adds to a customer.
    Enrich,
    /// Who the customer of a session is.
    LookUp,
    /// Whether a token is a session.
    Verify,
}

impl Asked {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Enrich => "enrich",
            Self::LookUp => "look_up",
            Self::Verify => "verify",
        }
    }
}

/// What came of a question.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    Accepted,
    Denied,
    Fault,
}

impl Outcome {
    pub(super) const fn of<T>(answer: &Result<T, ProviderError>) -> Self {
        match answer {
            Ok(_) => Self::Accepted,
            Err(error) if error.is_denial() => Self::Denied,
            Err(_) => Self::Fault,
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Denied => "denied",
            Self::Fault => "fault",
        }
    }
}

/// Asks, and a second time if need be, in one span.
pub(crate) async fn question<T>(
    asked: Asked,
    provider: &Arc<str>,
    clock: &dyn Clock,
    asking: impl Future<Output = Result<T, ProviderError>>,
) -> Result<T, ProviderError> {
    let question = Question {
        asked,
        clock,
        end: (Outcome::Fault, None),
        provider,
        since: clock.monotonic(),
        span: Span::new(asked, provider),
    };
    let answer = question.span.around(asking).await;
    question.ended(&answer);
    answer
}

/// A question on its way. Dropped without an answer, for want of time or in a panic, it ends as a
/// fault.
struct Question<'a> {
    asked: Asked,
    clock: &'a dyn Clock,
    end: (Outcome, Option<Reason>),
    provider: &'a Arc<str>,
    since: Duration,
    span: Span,
}

impl Question<'_> {
    fn ended<T>(mut self, answer: &Result<T, ProviderError>) {
        let reason = answer.as_ref().err().map(ProviderError::reason);
        self.end = (Outcome::of(answer), reason);
    }
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        let (outcome, reason) = self.end;
        let took = self.clock.monotonic().saturating_sub(self.since);
        self.span.ended(outcome, reason);
        measure!(
            names::QUESTION_DURATION, took,
            "provider" => self.provider.clone(),
            "question" => self.asked.as_str(),
            "outcome" => outcome.as_str()
        );
    }
}
