//! Where the server is asked: an address that is given, or that the server's own metadata name (RFC
//! 8414), found out once for all who wait.

use std::sync::{Arc, OnceLock};

use tokio::sync::watch;
use url::Url;

use super::lookup::{Lookup, Step};
use crate::{
    clock::Now,
    provider::{
        Host, ProviderError, Readiness,
        discovery::{FETCH_TIME, Sought, Unlocated, Whereabouts},
    },
    sync::{Mutex, lock},
    upstream::Upstream,
};

/// Where the server is asked.
#[derive(Debug)]
pub(super) struct Endpoint {
    host: OnceLock<Host>,
    /// The number of the question that was answered last.
    landed: watch::Sender<u64>,
    lookup: Mutex<Lookup>,
    upstream: Upstream,
    whereabouts: Whereabouts,
}

impl Endpoint {
    pub(super) fn new(whereabouts: Whereabouts, upstream: Upstream) -> Arc<Self> {
        Arc::new(Self {
            host: OnceLock::new(),
            landed: watch::Sender::new(0),
            lookup: Mutex::default(),
            upstream,
            whereabouts,
        })
    }

    /// Works on the runtime of an engine from now on: at once if the address is to be known before
    /// the first request.
    pub(super) fn start(self: &Arc<Self>, host: Host, warm_up: bool) {
        let first = self.host.set(host).is_ok();
        if first && warm_up {
            // Without a runtime yet, the first need starts it.
            self.begin();
        }
    }

    /// The address. Whoever comes first, and finds none, waits until the issuer said it.
    ///
    /// # Cancellation
    ///
    /// Dropping it cancels nothing: what is being asked is asked for all.
    pub(super) async fn url(self: &Arc<Self>) -> Result<Url, ProviderError> {
        if let Whereabouts::Given(url) = &self.whereabouts {
            return Ok(url.clone());
        }
        let host = self.host.get().ok_or_else(unattached)?;
        let mut landed = self.landed.subscribe();
        let step = lock(&self.lookup).next(host.clock().now());
        let flight = match step {
            Step::Go(url) => return Ok(url),
            Step::GoAndAsk(url, flight) => {
                self.ask(host, flight);
                return Ok(url);
            }
            Step::GiveUp(error) => return Err(error),
            Step::AskAndWait(flight) => {
                self.ask(host, flight);
                flight
            }
            Step::Wait(flight) => flight,
        };
        // The sender lives in `self`.
        let _ = landed.wait_for(|landed| *landed >= flight).await;
        lock(&self.lookup).outcome()
    }

    /// The address, or the issuer that names it; without a query, which may hold what it must not.
    pub(super) fn shown(&self) -> String {
        self.whereabouts.shown()
    }

    /// There is no such endpoint at the address that is known, or nobody answers there.
    pub(super) fn doubt(&self) {
        lock(&self.lookup).doubt();
    }

    /// Whether the address is known. One that nobody needed yet is asked for, so that whoever waits
    /// for readiness before sending requests does not wait for ever.
    pub(super) fn readiness(self: &Arc<Self>) -> Readiness {
        if matches!(self.whereabouts, Whereabouts::Given(_)) {
            return Readiness::Ready;
        }
        let Some(host) = self.host.get() else {
            return Readiness::NotReady;
        };
        self.begin();
        lock(&self.lookup).readiness(host.clock().now())
    }

    /// Has the issuer asked if it is time, and waits for nothing.
    fn begin(self: &Arc<Self>) {
        let (Whereabouts::Discovered(_), Some(host)) = (&self.whereabouts, self.host.get()) else {
            return;
        };
        let step = lock(&self.lookup).next(host.clock().now());
        if let Step::GoAndAsk(_, flight) | Step::AskAndWait(flight) = step {
            self.ask(host, flight);
        }
    }

    /// Asks the issuer, in a task of its own.
    fn ask(self: &Arc<Self>, host: &Host, flight: u64) {
        // Dropped if it cannot be spawned, which wakes all.
        let question = Question {
            asked: host.clock().now(),
            endpoint: self.clone(),
            flight,
            host: host.clone(),
            outcome: None,
        };
        host.spawn(question.ask());
    }
}

/// A question under way. Gone, for whatever reason, it leaves an answer, so that nobody waits for
/// what does not come.
struct Question {
    asked: Now,
    endpoint: Arc<Endpoint>,
    flight: u64,
    host: Host,
    /// `None`: it was never asked.
    outcome: Option<Result<Url, Unlocated>>,
}

impl Question {
    async fn ask(mut self) {
        // What it comes to if a transport panics.
        self.outcome = Some(Err(ProviderError::aborted().into()));
        let Endpoint {
            upstream,
            whereabouts,
            ..
        } = &*self.endpoint;
        let found = tokio::select! {
            // The answer first: one that arrives at the last moment is still an answer.
            biased;
            found = whereabouts.locate(upstream) => found,
            () = self.host.clock().sleep(FETCH_TIME) => Err(ProviderError::timed_out().into()),
        };
        self.outcome = Some(found);
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        let (now, chance) = (self.host.clock().now(), self.host.chance());
        let mut lookup = lock(&self.endpoint.lookup);
        match self.outcome.take() {
            Some(found) => lookup.land(found, self.asked, now, chance),
            None => lookup.abandon(),
        }
        drop(lookup);
        // A later question may have landed meanwhile: the number never goes back.
        let later = |landed: &mut u64| *landed = (*landed).max(self.flight);
        self.endpoint.landed.send_modify(later);
    }
}

fn unattached() -> ProviderError {
    ProviderError::misconfigured(
        "the provider is part of no configuration, which would ask where the endpoint is",
    )
}

/// RFC 8414 §2.
pub(super) const ENDPOINT: Sought = Sought {
    member: "introspection_endpoint",
    mend: "give its address to `IntrospectionProvider::builder`",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        CustomerSessionConfig,
        provider::introspection::IntrospectionProvider,
        upstream::{HttpAnswer, HttpRequest, HttpTransport, TransportError, TransportErrorKind},
    };

    #[derive(Debug)]
    struct Nobody;

    impl HttpTransport for Nobody {
        async fn send(&self, _: HttpRequest) -> Result<HttpAnswer, TransportError> {
            Err(TransportError::new(TransportErrorKind::Connect))
        }
    }

    /// Else whoever waits for the later one would wait for ever.
    #[test]
    fn a_question_that_lands_late_takes_nothing_back() {
        let provider = IntrospectionProvider::discover("https://login.shop.example")
            .bearer("ours")
            .transport(Nobody)
            .build()
            .unwrap();
        let endpoint = provider.endpoint.clone();
        let _config = CustomerSessionConfig::builder()
            .provider(provider)
            .build()
            .unwrap();
        let host = endpoint.host.get().unwrap();
        let question = |flight| Question {
            asked: host.clock().now(),
            endpoint: endpoint.clone(),
            flight,
            host: host.clone(),
            outcome: None,
        };

        for (lands, last) in [(1, 1), (3, 3), (2, 3)] {
            drop(question(lands));
            assert_eq!(*endpoint.landed.borrow(), last);
        }
    }
}
