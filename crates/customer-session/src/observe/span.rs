//! Spans, as `tracing` has them.

use std::sync::Arc;

use tracing::{Instrument, field::Empty, instrument::Instrumented};

use super::{Asked, Outcome};
use crate::rejection::Reason;

/// The span of one question.
#[derive(Debug)]
pub(super) struct Span(tracing::Span);

impl Span {
    pub(super) fn new(asked: Asked, provider: &Arc<str>) -> Self {
        Self(match asked {
            Asked::Enrich => {
                tracing::info_span!(target: "customer_session", "enrich", %provider, outcome = Empty, reason = Empty)
            }
            Asked::LookUp => {
                tracing::info_span!(target: "customer_session", "look_up", %provider, outcome = Empty, reason = Empty)
            }
            Asked::Verify => {
                tracing::info_span!(target: "customer_session", "verify", %provider, outcome = Empty, reason = Empty)
            }
        })
    }

    pub(super) fn around<F>(&self, asking: F) -> Instrumented<F> {
        asking.instrument(self.0.clone())
    }

    pub(super) fn ended(&self, outcome: Outcome, reason: Option<Reason>) {
        self.0.record("outcome", outcome.as_str());
        if let Some(reason) = reason {
            self.0.record("reason", reason.as_str());
        }
    }
}

/// Has a task of its own belong to what causes it. The request that leads a flight waits for it,
/// so that the questions are part of its span; nobody waits for a renewal, which would only make
/// the request look slow: it has a span without a parent, which follows from the request's.
pub(crate) fn flight<F>(provider: &Arc<str>, renewal: bool, task: F) -> Instrumented<F> {
    let cause = tracing::Span::current();
    if !renewal {
        return task.instrument(cause);
    }
    let span = tracing::info_span!(target: "customer_session", parent: None, "renew", %provider);
    span.follows_from(&cause);
    task.instrument(span)
}
