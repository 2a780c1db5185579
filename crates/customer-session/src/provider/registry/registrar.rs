//! One provider's sessions in a store.

use std::{fmt, sync::Arc, time::SystemTime};

use super::{SessionRecord, SessionStore, StoreError, store::DynStore};
use crate::{
    session::CustomerId,
    token::{DigestSecret, TokenDigest, hex},
};

/// One provider's sessions in a store: registers them, finds them, and ends them.
///
/// Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    identity: Arc<str>,
    secret: Arc<DigestSecret>,
    store: Arc<dyn DynStore>,
}

impl Registry {
    /// The sessions of a provider of this identity.
    ///
    /// The identity tells apart what must not be mixed: name the issuer, its mode (test or live)
    /// and your account there. Sessions are found by a registry of the same identity only. It is no
    /// secret, and the same after a restart.
    pub fn new(
        identity: impl Into<Arc<str>>,
        secret: DigestSecret,
        store: impl SessionStore,
    ) -> Self {
        Self {
            identity: identity.into(),
            secret: Arc::new(secret),
            store: Arc::new(store),
        }
    }

    /// Whose sessions these are.
    #[must_use]
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Begins the record of a session, whose id follows from its token: the issuer's own, where it
    /// has one. It is the same for the same token, so that a session which the issuer gives a
    /// second time is the same session here too; while the digest secret is being replaced, by
    /// [`adopt`](Self::adopt).
    #[must_use]
    pub fn record(
        &self,
        token: &str,
        customer: impl Into<CustomerId>,
        expires_at: SystemTime,
    ) -> SessionRecord {
        let id = session_id(self.secret.digest(&self.id_purpose(), token));
        SessionRecord::new(&*self.identity, id, customer, expires_at)
    }

    /// Gives a record the id under which its token's session is registered already, if it is.
    ///
    /// It is another one only if the session was registered under a
    /// [previous](DigestSecret::previous) secret, and the issuer gives it a second time. Call it
    /// before [`register`](Self::register) where issuers do that: else the session has two ids, and
    /// ending one leaves the other.
    ///
    /// # Errors
    ///
    /// When the store is out of order.
    pub async fn adopt(
        &self,
        token: &str,
        mut record: SessionRecord,
    ) -> Result<SessionRecord, StoreError> {
        if let Some(known) = self.find(token).await?
            && known.provider == record.provider
        {
            record.session_id = known.session_id;
        }
        Ok(record)
    }

    /// Registers a token of a session, in place of what was registered for it. Several tokens can
    /// be registered for one record, such as the issuer's own and an
    /// [opaque one](super::opaque_token).
    ///
    /// # Errors
    ///
    /// When the store is full or out of order: the session is not registered then, and must not be
    /// given out.
    pub async fn register(&self, token: &str, record: &SessionRecord) -> Result<(), StoreError> {
        let digest = self.secret.digest(&self.identity, token);
        self.store.insert(digest, record).await
    }

    /// The session that a token was registered for, if its time is not over.
    ///
    /// # Errors
    ///
    /// When the store is out of order.
    pub async fn find(&self, token: &str) -> Result<Option<SessionRecord>, StoreError> {
        for digest in self.secret.digests(&self.identity, token) {
            if let Some(record) = self.store.find(digest).await? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// Ends the session of a token, with all other tokens of it, and says how many records were
    /// removed. A session that was registered with previous secrets too is ended under each.
    ///
    /// The token from which the [record](Self::record) was made need not be registered itself: the
    /// session is known by the id that follows from it, too.
    ///
    /// The engine may serve it for up to 60 s more: see the [module](super).
    ///
    /// # Errors
    ///
    /// When the store is out of order: the session may be good still.
    pub async fn revoke_session(&self, token: &str) -> Result<u64, StoreError> {
        let mut removed = 0;
        for digest in self.secret.digests(&self.identity, token) {
            removed += self.store.revoke_session(digest).await?;
        }
        for digest in self.secret.digests(&self.id_purpose(), token) {
            removed += self.revoke_id(&session_id(digest)).await?;
        }
        Ok(removed)
    }

    /// Ends the session of this [id](SessionRecord::session_id), with all of its tokens, and says
    /// how many records were removed.
    ///
    /// The engine may serve it for up to 60 s more: see the [module](super).
    ///
    /// # Errors
    ///
    /// When the store is out of order: the session may be good still.
    pub async fn revoke_id(&self, id: &str) -> Result<u64, StoreError> {
        self.store.revoke_id(&self.identity, id).await
    }

    /// Ends all sessions of a customer, and says how many records were removed.
    ///
    /// # Errors
    ///
    /// When the store is out of order: the sessions may be good still.
    pub async fn revoke_customer(&self, customer: &CustomerId) -> Result<u64, StoreError> {
        self.store.revoke_customer(&self.identity, customer).await
    }

    /// Frees the room of sessions whose time is over, those of other providers in the same store
    /// included, and says of how many.
    ///
    /// # Errors
    ///
    /// When the store is out of order.
    pub async fn purge(&self) -> Result<u64, StoreError> {
        self.store.purge().await
    }

    /// Ids are printed, so that they are other digests than those that tokens are found by.
    fn id_purpose(&self) -> String {
        format!("session id of {}", self.identity)
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("identity", &self.identity)
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

fn session_id(digest: TokenDigest) -> String {
    hex(&digest.as_bytes()[..SESSION_ID_BYTES])
}

/// An id needs to be unique, and is printed.
const SESSION_ID_BYTES: usize = 16;
