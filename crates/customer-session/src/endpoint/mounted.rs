//! An endpoint as adapters hold it: they name no endpoint type.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use super::{Endpoint, EndpointProblem, EndpointRequest, EndpointResponse};
use crate::observe;

/// An endpoint of whichever type. For adapters.
///
/// An adapter asks for the [`limit`](Self::limit) with the head of the request, reads the body up
/// to it, and hands the whole over to [`answer`](Self::answer). Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mounted(Arc<dyn DynEndpoint>);

/// The future that [`Mounted::answer`] returns.
pub type Answering = Pin<Box<dyn Future<Output = EndpointResponse> + Send>>;

impl Mounted {
    /// Holds this endpoint.
    pub fn new(endpoint: impl Endpoint) -> Self {
        Self(Arc::new(endpoint))
    }

    /// How many bytes to read of the body of a request with this head. If it holds more, answer
    /// with the problem [`BodyTooLarge`](EndpointProblem::BodyTooLarge).
    ///
    /// # Errors
    ///
    /// The response to give without reading anything, when the head declares a longer body.
    pub fn limit(&self, head: &EndpointRequest) -> Result<usize, EndpointResponse> {
        let limit = self.0.max_body_bytes();
        if head
            .header("content-length")
            .any(|line| exceeds(line, limit))
        {
            return Err(EndpointResponse::problem(EndpointProblem::BodyTooLarge));
        }
        Ok(limit)
    }

    /// Answers one request. A response that cannot be written as HTTP becomes a 500.
    pub fn answer(&self, request: EndpointRequest) -> Answering {
        let endpoint = self.0.clone();
        Box::pin(async move {
            let response = endpoint.answer(request).await;
            if response.is_writable() {
                return response;
            }
            observe::unwritable_response(response.status);
            EndpointResponse::problem(EndpointProblem::ServerError)
        })
    }
}

/// The object-safe mirror of [`Endpoint`].
trait DynEndpoint: fmt::Debug + Send + Sync {
    fn max_body_bytes(&self) -> usize;
    fn answer(
        &self,
        request: EndpointRequest,
    ) -> Pin<Box<dyn Future<Output = EndpointResponse> + Send + '_>>;
}

impl<E: Endpoint> DynEndpoint for E {
    fn max_body_bytes(&self) -> usize {
        Endpoint::max_body_bytes(self)
    }

    fn answer(
        &self,
        request: EndpointRequest,
    ) -> Pin<Box<dyn Future<Output = EndpointResponse> + Send + '_>> {
        Box::pin(Endpoint::answer(self, request))
    }
}

/// Whether a declared length is over the limit. One that is no number was refused by the server, or
/// declares nothing: reading stops at the limit anyhow.
fn exceeds(declared: &[u8], limit: usize) -> bool {
    !declared.is_empty()
        && declared.iter().all(u8::is_ascii_digit)
        && str::from_utf8(declared)
            .ok()
            .is_some_and(|digits| digits.parse().map_or(true, |bytes: usize| bytes > limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_length_over_the_limit_exceeds_it_however_large_it_is() {
        for (declared, over) in [
            ("0", false),
            ("10", false),
            ("11", true),
            ("0000000000000000000000000010", false),
            ("99999999999999999999999999", true),
            ("", false),
            ("-11", false),
            ("11x", false),
        ] {
            assert_eq!(exceeds(declared.as_bytes(), 10), over, "{declared:?}");
        }
    }
}
