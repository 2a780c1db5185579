//! Sessions to try a store with.

use std::time::Duration;

use customer_session::{
    clock::{Clock as _, ManualClock},
    provider::registry::{SessionRecord, SessionStore},
    token::TokenDigest,
};
use serde_json::json;

use super::report::{Seen, failed, same};

/// A store, and the clock that it judges by.
pub(super) struct Bench<S> {
    pub(super) clock: ManualClock,
    pub(super) store: S,
}

impl<S: SessionStore> Bench<S> {
    pub(super) async fn new(new: &impl AsyncFn(ManualClock) -> S) -> Self {
        let clock = ManualClock::new();
        let store = new(clock.clone()).await;
        Self { clock, store }
    }

    /// A session of this customer that lasts for an hour from now, with everything that can be
    /// known of one.
    pub(super) fn record(&self, session: &str, customer: &str) -> SessionRecord {
        let now = self.clock.wall();
        SessionRecord::new(PROVIDER, session, customer, now + HOUR)
            .created(now)
            .account("acct_1".to_owned())
            .livemode(true)
            .scopes(["pricing_table", "été"])
            .details(json!({ "components": { "pricing_table": { "enabled": true } }, "n": 1.5 }))
    }

    pub(super) async fn insert(&self, digest: TokenDigest, record: &SessionRecord) -> Seen {
        self.store.insert(digest, record).await.map_err(failed)
    }

    /// That exactly this is found.
    pub(super) async fn finds(
        &self,
        what: &str,
        digest: TokenDigest,
        expected: Option<&SessionRecord>,
    ) -> Seen {
        let found = self.store.find(digest).await.map_err(failed)?;
        if found.as_ref() == expected {
            return Ok(());
        }
        Err(format!("{what}: found {found:?} instead of {expected:?}"))
    }

    pub(super) async fn revokes_session(&self, digest: TokenDigest, expected: u64) -> Seen {
        let removed = self.store.revoke_session(digest).await.map_err(failed)?;
        same("records removed", removed, expected)
    }

    pub(super) async fn revokes_id(&self, provider: &str, session: &str, expected: u64) -> Seen {
        let removed = self.store.revoke_id(provider, session).await;
        same("records removed", removed.map_err(failed)?, expected)
    }

    pub(super) async fn revokes_customer(
        &self,
        provider: &str,
        customer: &str,
        expected: u64,
    ) -> Seen {
        let customer = customer.into();
        let removed = self.store.revoke_customer(provider, &customer).await;
        same("records removed", removed.map_err(failed)?, expected)
    }
}

/// Digests that differ in their last bytes only, so that nobody gets by with the first.
pub(super) fn digest(number: u16) -> TokenDigest {
    let mut bytes = [7; 32];
    bytes[30..].copy_from_slice(&number.to_be_bytes());
    TokenDigest::from_bytes(bytes)
}

pub(super) const HOUR: Duration = Duration::from_secs(3600);
pub(super) const MOMENT: Duration = Duration::from_millis(1);
pub(super) const PROVIDER: &str = "issuer live acct_1";
