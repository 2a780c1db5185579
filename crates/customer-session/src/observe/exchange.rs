//! One HTTP request to an issuer.

use std::sync::Arc;

/// A request on its way. Dropped without an answer, it counts as one that had none.
pub(crate) struct Exchange<'a> {
    provider: &'a Arc<str>,
    status: &'static str,
}

impl<'a> Exchange<'a> {
    pub(crate) const fn with(provider: &'a Arc<str>) -> Self {
        Self {
            provider,
            status: "none",
        }
    }

    /// A whole answer arrived.
    pub(crate) const fn answered(&mut self, status: u16) {
        self.status = match status {
            100..200 => "1xx",
            200..300 => "2xx",
            300..400 => "3xx",
            400..500 => "4xx",
            _ => "5xx",
        };
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        count!(
            names::UPSTREAM_REQUESTS,
            "provider" => self.provider.clone(),
            "status" => self.status
        );
    }
}
