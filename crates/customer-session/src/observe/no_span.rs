//! The twin of `span.rs` without the feature `tracing`: there are no spans.

use std::sync::Arc;

use super::{Asked, Outcome};
use crate::rejection::Reason;

#[derive(Debug)]
pub(super) struct Span;

impl Span {
    pub(super) const fn new(_: Asked, _: &Arc<str>) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "the twin of a method that uses it")]
    pub(super) fn around<F>(&self, asking: F) -> F {
        asking
    }

    #[expect(clippy::unused_self, reason = "the twin of a method that uses it")]
    pub(super) const fn ended(&self, _: Outcome, _: Option<Reason>) {}
}

pub(crate) fn flight<F>(_: &Arc<str>, _: bool, task: F) -> F {
    task
}
