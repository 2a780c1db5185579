//! A provider without an issuer, for tests of what stands around providers.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::SeqCst},
};

use customer_session::{
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
};
use tokio::sync::{Notify, watch};

/// Vouches for every token that begins with `good`, as the session of the customer `ada`, and denies all
/// others. It counts, and waits when it is told to. Clones share everything.
///
/// # Example
///
/// ```
/// use customer_session::CustomerSessionConfig;
/// use customer_session_test::StubProvider;
///
/// let stub = StubProvider::new();
/// let config = CustomerSessionConfig::builder().provider(stub.clone()).build()?;
/// // Send requests through a layer of `config`, then ask how often an issuer would have been asked.
/// assert_eq!(stub.asked(), 0);
/// # Ok::<(), customer_session::ConfigError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct StubProvider(Arc<State>);

#[derive(Debug, Default)]
struct State {
    arrived: Notify,
    asked: AtomicU64,
    gated: watch::Sender<bool>,
}

impl StubProvider {
    /// A provider that answers at once.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A provider that answers when its gate is opened.
    #[must_use]
    pub fn gated() -> Self {
        let stub = Self::default();
        stub.0.gated.send_replace(true);
        stub
    }

    /// How often it was asked.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.0.asked.load(SeqCst)
    }

    /// Waits until a question has arrived.
    pub async fn arrived(&self) {
        self.0.arrived.notified().await;
    }

    /// Lets the questions that wait be answered, and all that come after it.
    pub fn open(&self) {
        self.0.gated.send_replace(false);
    }
}

impl SessionProvider for StubProvider {
    fn name(&self) -> &str {
        "stub"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.0.asked.fetch_add(1, SeqCst);
        self.0.arrived.notify_one();
        // The sender lives as long as this provider.
        let _ = self.0.gated.subscribe().wait_for(|gated| !gated).await;
        if token.expose().starts_with("good") {
            Ok(SessionFacts::new("ada").customer(CustomerRecord::new("ada")))
        } else {
            Err(ProviderError::denied())
        }
    }
}
