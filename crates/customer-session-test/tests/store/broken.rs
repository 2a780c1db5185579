//! Stores that break a rule each: see [`table`](super::table) for which.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

use customer_session::{
    CustomerId,
    clock::{Clock as _, ManualClock},
    provider::registry::{SessionRecord, SessionStore, StoreError},
    token::TokenDigest,
};

/// What is wrong with a store.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    /// It fails at everything.
    Deaf,
    /// It drops its first session to make room.
    DropsSilently,
    /// It says that it is full although sessions are over.
    FullOfThePast,
    /// It says that it is full although the session is there already.
    FullOfItself,
    /// A session that is stored again is the first one still.
    KeepsTheFirst,
    /// It finds sessions by the names that they had before, too.
    KnowsFormerNames,
    /// It joins a provider and an id to one name.
    JoinsNames,
    /// It notes whose a session is before it keeps it, and lets others in between.
    KeepsInSteps,
    /// It keeps what the issuer said for itself.
    LosesDetails,
    /// It knows sessions by the first bytes of their digests.
    LooksAtTheHead,
    /// It counts sessions instead of records.
    MiscountsRevoked,
    /// It purges everything.
    PurgesAll,
    /// It revokes customers whose ids begin alike.
    RevokesByPrefix,
    /// It does not look at whose session an id is of.
    RevokesIdsElsewhere,
    /// It ends one token of a session only, if it is told an id.
    RevokesOneTokenOfAnId,
    /// It ends one token of a session only.
    RevokesOneToken,
    /// It does not look at whose customer it is.
    RevokesElsewhere,
    /// It does not look at whose session it is.
    RevokesSessionsElsewhere,
    /// It forgets sessions a second before they are over.
    TooEarly,
    /// It finds sessions at the very moment at which they are over.
    TooLate,
}

/// A store that is right but for one fault.
#[derive(Debug)]
pub(crate) struct Broken {
    clock: ManualClock,
    fault: Fault,
    /// What was replaced, for who knows former names.
    former: Mutex<Vec<(TokenDigest, SessionRecord)>>,
    /// Whose the sessions are, for who keeps them in steps.
    notes: Mutex<BTreeMap<TokenDigest, SessionRecord>>,
    records: Mutex<BTreeMap<TokenDigest, SessionRecord>>,
}

impl Broken {
    pub(crate) fn new(fault: Fault, clock: ManualClock) -> Self {
        Self {
            clock,
            fault,
            former: Mutex::default(),
            notes: Mutex::default(),
            records: Mutex::default(),
        }
    }

    fn records(&self) -> Result<MutexGuard<'_, BTreeMap<TokenDigest, SessionRecord>>, StoreError> {
        if self.fault == Fault::Deaf {
            return Err(StoreError::unavailable("deaf"));
        }
        Ok(self.records.lock().unwrap())
    }

    fn place(&self, digest: TokenDigest) -> TokenDigest {
        if self.fault == Fault::LooksAtTheHead {
            let mut head = *digest.as_bytes();
            head[30..].fill(0);
            return TokenDigest::from_bytes(head);
        }
        digest
    }

    fn is_over(&self, record: &SessionRecord) -> bool {
        let now = self.clock.wall();
        match self.fault {
            Fault::TooEarly => now + std::time::Duration::from_secs(1) >= record.expires_at,
            Fault::TooLate => now > record.expires_at,
            _ => now >= record.expires_at,
        }
    }

    fn remove(&self, gone: impl Fn(&SessionRecord) -> bool) -> Result<u64, StoreError> {
        let mut records = self.records()?;
        let before = records.len();
        let former = self.former.lock().unwrap();
        let theirs = |digest: &TokenDigest| {
            let mut former = former.iter();
            former.any(|(known, record)| known == digest && gone(record))
        };
        records.retain(|digest, record| !gone(record) && !theirs(digest));
        let removed = (before - records.len()) as u64;
        Ok(if self.fault == Fault::MiscountsRevoked {
            removed.min(1)
        } else {
            removed
        })
    }

    /// Goes by what was noted, and counts it.
    fn remove_noted(&self, gone: impl Fn(&SessionRecord) -> bool) -> Result<u64, StoreError> {
        let mut records = self.records()?;
        let mut notes = self.notes.lock().unwrap();
        let before = notes.len();
        notes.retain(|digest, noted| {
            let stays = !gone(noted);
            if !stays {
                records.remove(digest);
            }
            stays
        });
        Ok((before - notes.len()) as u64)
    }
}

fn joined(provider: &str, name: &str) -> String {
    format!("{provider}:{name}")
}

impl SessionStore for Broken {
    async fn insert(&self, digest: TokenDigest, record: &SessionRecord) -> Result<(), StoreError> {
        let (place, is_full) = (self.place(digest), self.records()?.len() >= CAPACITY);
        let is_there = self.records()?.contains_key(&place);
        if is_there && self.fault == Fault::KeepsTheFirst {
            return Ok(());
        }
        if is_full && (!is_there || self.fault == Fault::FullOfItself) {
            match self.fault {
                Fault::DropsSilently => {
                    let some = self.records()?.keys().next().copied();
                    self.records()?.remove(&some.unwrap());
                }
                Fault::FullOfThePast => return Err(StoreError::full()),
                _ => {
                    self.records()?.retain(|_, record| !self.is_over(record));
                    if self.records()?.len() >= CAPACITY {
                        return Err(StoreError::full());
                    }
                }
            }
        }
        let mut record = record.clone();
        if self.fault == Fault::LosesDetails {
            record.details = serde_json::Value::Null;
        }
        if self.fault == Fault::KeepsInSteps {
            self.notes.lock().unwrap().insert(place, record.clone());
            tokio::task::yield_now().await;
        }
        let replaced = self.records()?.insert(place, record);
        if let Some(replaced) = replaced
            && self.fault == Fault::KnowsFormerNames
        {
            self.former.lock().unwrap().push((place, replaced));
        }
        Ok(())
    }

    async fn find(&self, digest: TokenDigest) -> Result<Option<SessionRecord>, StoreError> {
        let found = self.records()?.get(&self.place(digest)).cloned();
        Ok(found.filter(|record| !self.is_over(record)))
    }

    async fn revoke_session(&self, digest: TokenDigest) -> Result<u64, StoreError> {
        let Some(revoked) = self.records()?.get(&self.place(digest)).cloned() else {
            return Ok(0);
        };
        if self.fault == Fault::RevokesOneToken {
            self.records()?.remove(&digest);
            return Ok(1);
        }
        if self.fault == Fault::JoinsNames {
            let name = joined(&revoked.provider, &revoked.session_id);
            return self.remove(|record| joined(&record.provider, &record.session_id) == name);
        }
        self.remove(|record| {
            record.session_id == revoked.session_id
                && (record.provider == revoked.provider
                    || self.fault == Fault::RevokesSessionsElsewhere)
        })
    }

    async fn revoke_id(&self, provider: &str, session_id: &str) -> Result<u64, StoreError> {
        match self.fault {
            Fault::JoinsNames => {
                let name = joined(provider, session_id);
                return self.remove(|record| joined(&record.provider, &record.session_id) == name);
            }
            Fault::KeepsInSteps => {
                return self.remove_noted(|record| {
                    record.provider == provider && record.session_id == session_id
                });
            }
            _ => {}
        }
        let is_meant = |record: &SessionRecord| {
            record.session_id == session_id
                && (record.provider == provider || self.fault == Fault::RevokesIdsElsewhere)
        };
        if self.fault == Fault::RevokesOneTokenOfAnId {
            let mut records = self.records()?;
            let first = records.iter().find(|(_, record)| is_meant(record));
            let first = first.map(|(digest, _)| *digest);
            return Ok(first.map_or(0, |digest| u64::from(records.remove(&digest).is_some())));
        }
        self.remove(is_meant)
    }

    async fn revoke_customer(
        &self,
        provider: &str,
        customer: &CustomerId,
    ) -> Result<u64, StoreError> {
        if self.fault == Fault::KeepsInSteps {
            return self.remove_noted(|record| {
                record.provider == provider && record.customer_id == *customer
            });
        }
        self.remove(|record| {
            let theirs = match self.fault {
                Fault::RevokesByPrefix => {
                    record.customer_id.as_str().starts_with(customer.as_str())
                }
                Fault::JoinsNames => {
                    return joined(&record.provider, record.customer_id.as_str())
                        == joined(provider, customer.as_str());
                }
                _ => record.customer_id == *customer,
            };
            theirs && (record.provider == provider || self.fault == Fault::RevokesElsewhere)
        })
    }

    async fn purge(&self) -> Result<u64, StoreError> {
        if self.fault == Fault::PurgesAll {
            self.records()?.clear();
            return Ok(0);
        }
        self.remove(|record| self.is_over(record))
    }
}

const CAPACITY: usize = 50;
