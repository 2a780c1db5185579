//! Where sessions are kept.

use std::{error::Error, fmt, future::Future, pin::Pin, sync::Arc};

use super::SessionRecord;
use crate::{session::CustomerId, token::TokenDigest};

/// Keeps sessions by the digests of their tokens.
///
/// # What you must guarantee
///
/// - **Found is stored.** [`find`](Self::find) gives what [`insert`](Self::insert) was given under
///   exactly this digest, or nothing. Anything else is a hole: it signs somebody in as somebody
///   else.
/// - **Over is over.** At or past [`expires_at`](SessionRecord::expires_at) nothing is found, by a
///   clock that can be injected. Later is a hole; earlier signs customers out.
/// - **Revoked is gone** when the call returns, for everybody who shares the store. Else it is a
///   hole.
/// - **Never silently.** A store that is full, or that cannot be reached, says so by an error. One
///   that drops a session to make room for another signs a customer out.
///
/// The conformance suite of `customer-session-test` tries all of it.
///
/// # When it is called
///
/// `find` on a miss of the engine's cache only; the others when your code creates and ends
/// sessions. A verification waits for `find` and the customer's look-up together no longer than the
/// configured time.
///
/// # Cancellation
///
/// Any of the futures may be dropped. What it was about to do may have happened or not.
pub trait SessionStore: fmt::Debug + Send + Sync + 'static {
    /// Keeps a session under this digest until it expires, in place of one that was there: an
    /// issuer that is asked again with the same idempotency key gives the same token once more.
    fn insert(
        &self,
        digest: TokenDigest,
        record: &SessionRecord,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The session under this digest, if its time is not over.
    fn find(
        &self,
        digest: TokenDigest,
    ) -> impl Future<Output = Result<Option<SessionRecord>, StoreError>> + Send;

    /// Removes the session under this digest, with all other tokens of it: all records with the
    /// same [`provider`](SessionRecord::provider) and [`session_id`](SessionRecord::session_id).
    /// Says how many records were removed.
    fn revoke_session(
        &self,
        digest: TokenDigest,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Removes the session of this id of this provider identity, with all of its tokens, and says
    /// how many records were removed: for whoever knows the id and none of the tokens.
    fn revoke_id(
        &self,
        provider: &str,
        session_id: &str,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Removes all sessions of a customer of this provider identity, and says how many records were
    /// removed.
    fn revoke_customer(
        &self,
        provider: &str,
        customer: &CustomerId,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Frees the room of sessions whose time is over, and says of how many. Nothing else depends on
    /// it; stores that forget by themselves do nothing.
    fn purge(&self) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

impl<S: SessionStore> SessionStore for Arc<S> {
    async fn insert(&self, digest: TokenDigest, record: &SessionRecord) -> Result<(), StoreError> {
        S::insert(self, digest, record).await
    }

    async fn find(&self, digest: TokenDigest) -> Result<Option<SessionRecord>, StoreError> {
        S::find(self, digest).await
    }

    async fn revoke_session(&self, digest: TokenDigest) -> Result<u64, StoreError> {
        S::revoke_session(self, digest).await
    }

    async fn revoke_id(&self, provider: &str, session_id: &str) -> Result<u64, StoreError> {
        S::revoke_id(self, provider, session_id).await
    }

    async fn revoke_customer(
        &self,
        provider: &str,
        customer: &CustomerId,
    ) -> Result<u64, StoreError> {
        S::revoke_customer(self, provider, customer).await
    }

    async fn purge(&self) -> Result<u64, StoreError> {
        S::purge(self).await
    }
}

/// Why a store did not do what it was asked. Opaque: match on [`kind`](Self::kind).
#[derive(Debug)]
pub struct StoreError {
    kind: StoreErrorKind,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// Which way a store failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// It keeps as many sessions as it may, and none of them is over.
    Full,
    /// It could not be reached, or is out of order.
    Unavailable,
}

impl StoreError {
    /// There is no room for another session.
    #[must_use]
    pub const fn full() -> Self {
        Self {
            kind: StoreErrorKind::Full,
            source: None,
        }
    }

    /// The store could not be reached, or is out of order. The text of the cause is logged, so that
    /// it must hold no token, secret or personal data.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            kind: StoreErrorKind::Unavailable,
            source: Some(source.into()),
        }
    }

    /// Which way it failed.
    #[must_use]
    pub const fn kind(&self) -> StoreErrorKind {
        self.kind
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            StoreErrorKind::Full => {
                "the store of sessions is full: give it more room, or end sessions"
            }
            StoreErrorKind::Unavailable => "the store of sessions is out of order",
        })
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

type Done<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A store of whichever type: registries name none.
pub(super) trait DynStore: fmt::Debug + Send + Sync {
    fn insert<'a>(&'a self, digest: TokenDigest, record: &'a SessionRecord) -> Done<'a, ()>;
    fn find(&self, digest: TokenDigest) -> Done<'_, Option<SessionRecord>>;
    fn revoke_session(&self, digest: TokenDigest) -> Done<'_, u64>;
    fn revoke_id<'a>(&'a self, provider: &'a str, session_id: &'a str) -> Done<'a, u64>;
    fn revoke_customer<'a>(&'a self, provider: &'a str, customer: &'a CustomerId) -> Done<'a, u64>;
    fn purge(&self) -> Done<'_, u64>;
}

impl<S: SessionStore> DynStore for S {
    fn insert<'a>(&'a self, digest: TokenDigest, record: &'a SessionRecord) -> Done<'a, ()> {
        Box::pin(SessionStore::insert(self, digest, record))
    }

    fn find(&self, digest: TokenDigest) -> Done<'_, Option<SessionRecord>> {
        Box::pin(SessionStore::find(self, digest))
    }

    fn revoke_session(&self, digest: TokenDigest) -> Done<'_, u64> {
        Box::pin(SessionStore::revoke_session(self, digest))
    }

    fn revoke_id<'a>(&'a self, provider: &'a str, session_id: &'a str) -> Done<'a, u64> {
        Box::pin(SessionStore::revoke_id(self, provider, session_id))
    }

    fn revoke_customer<'a>(&'a self, provider: &'a str, customer: &'a CustomerId) -> Done<'a, u64> {
        Box::pin(SessionStore::revoke_customer(self, provider, customer))
    }

    fn purge(&self) -> Done<'_, u64> {
        Box::pin(SessionStore::purge(self))
    }
}
