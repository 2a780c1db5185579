//! An endpoint that tells what it was given.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::SeqCst},
};

use customer_session::endpoint::{Endpoint, EndpointRequest, EndpointResponse};

/// Tells what it was given, and counts. It takes ten bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Probe(Arc<AtomicU64>);

impl Probe {
    /// How many requests reached it.
    pub(super) fn reached(&self) -> u64 {
        self.0.load(SeqCst)
    }
}

impl Endpoint for Probe {
    fn max_body_bytes(&self) -> usize {
        10
    }

    async fn answer(&self, request: EndpointRequest) -> EndpointResponse {
        self.0.fetch_add(1, SeqCst);
        let lines: Vec<_> = request.header("x-line").collect();
        let told = format!("{} {lines:?} {:?}", request.method, &request.body[..]);
        let response = EndpointResponse::new(207)
            .with_header("x-told", "once")
            .with_header("x-told", "twice")
            .with_body(told);
        match request.sole_header("x-spoil") {
            None => response,
            Some(_) => response.with_header("x-spoilt", "a\r\nb: c"),
        }
    }
}
