//! There are no signed answers without the feature `jwt`, by which signatures are verified.

use crate::{
    clock::Now,
    provider::{Host, ProviderError, Readiness, claims::Claims},
    upstream::HttpAnswer,
};

/// There is none.
#[derive(Debug)]
pub(super) enum Answers {}

impl Answers {
    pub(super) const fn accept(&self) -> &'static str {
        match *self {}
    }

    #[expect(clippy::unused_async, reason = "those that there are wait for keys")]
    pub(super) async fn open(
        &self,
        _: &HttpAnswer,
        _: Now,
    ) -> Result<Option<Claims>, ProviderError> {
        match *self {}
    }

    pub(super) fn start(&self, _: Host) {
        match *self {}
    }

    pub(super) const fn readiness(&self) -> Readiness {
        match *self {}
    }

    pub(super) const fn upstream_calls(&self) -> u64 {
        match *self {}
    }
}
