//! What is stored of a session.

use std::{fmt, time::SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{provider::SessionFacts, session::CustomerId};

/// What is stored of a session: plain data, and no token.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SessionRecord {
    /// The identity of the provider whose session it is: issuer, mode and account.
    pub provider: String,
    /// Our own id of the session. Several tokens can be of one session.
    pub session_id: String,
    /// Whose session it is.
    pub customer_id: CustomerId,
    /// When it ends: it is not found at or past this moment.
    pub expires_at: SystemTime,
    /// When it began.
    #[serde(default)]
    pub created: Option<SystemTime>,
    /// The account at the issuer in which the customer is, where there are several.
    #[serde(default)]
    pub account: Option<String>,
    /// Whether real money is meant, where the issuer has a mode for tests.
    #[serde(default)]
    pub livemode: Option<bool>,
    /// The issuer's name of who acts in the session, by which it can be
    /// [ended](crate::revoke::Sessions::of_subject), where that need not be the customer's id.
    #[serde(default)]
    pub subject: Option<String>,
    /// What the session may be used for.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// What else the issuer said of the session, as JSON; `null` if nothing is kept. It must hold
    /// no secret.
    #[serde(default)]
    pub details: Value,
}

impl SessionRecord {
    /// A session of which nothing else is known. [`Registry::record`](super::Registry::record)
    /// begins one for a token.
    #[must_use]
    pub fn new(
        provider: impl Into<String>,
        session_id: impl Into<String>,
        customer_id: impl Into<CustomerId>,
        expires_at: SystemTime,
    ) -> Self {
        Self {
            provider: provider.into(),
            session_id: session_id.into(),
            customer_id: customer_id.into(),
            expires_at,
            created: None,
            account: None,
            livemode: None,
            subject: None,
            scopes: Vec::new(),
            details: Value::Null,
        }
    }

    /// Sets when the session began.
    #[must_use]
    pub fn created(mut self, created: impl Into<Option<SystemTime>>) -> Self {
        self.created = created.into();
        self
    }

    /// Sets the account at the issuer.
    #[must_use]
    pub fn account(mut self, account: impl Into<Option<String>>) -> Self {
        self.account = account.into();
        self
    }

    /// Sets whether real money is meant.
    #[must_use]
    pub fn livemode(mut self, livemode: impl Into<Option<bool>>) -> Self {
        self.livemode = livemode.into();
        self
    }

    /// Sets the issuer's name of who acts in the session.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<Option<String>>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Sets what the session may be used for.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Keeps what else the issuer said.
    #[must_use]
    pub fn details(mut self, details: Value) -> Self {
        self.details = details;
        self
    }

    /// The same without what else the issuer said.
    pub(super) fn without_details(&self) -> Self {
        Self {
            provider: self.provider.clone(),
            session_id: self.session_id.clone(),
            customer_id: self.customer_id.clone(),
            expires_at: self.expires_at,
            created: self.created,
            account: self.account.clone(),
            livemode: self.livemode,
            subject: self.subject.clone(),
            scopes: self.scopes.clone(),
            details: Value::Null,
        }
    }

    /// The session as the engine takes it.
    pub(super) fn into_facts(self) -> SessionFacts {
        SessionFacts::new(self.customer_id)
            .issued_at(self.created)
            .expires_at(self.expires_at)
            .session_id(self.session_id)
            .subject(self.subject)
            .scopes(self.scopes)
    }
}

/// Shows ids and times; what else the issuer said may be personal.
impl fmt::Debug for SessionRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionRecord")
            .field("provider", &self.provider)
            .field("session_id", &self.session_id)
            .field("customer_id", &self.customer_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use serde_json::json;

    use super::*;

    fn full() -> SessionRecord {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        SessionRecord::new("stripe test", "s1", "cus_1", at(1_795_168_878))
            .created(at(1_795_167_078))
            .account("acct_1".to_owned())
            .livemode(false)
            .subject("acct_2".to_owned())
            .scopes(["pricing_table"])
            .details(json!({ "note": "canary" }))
    }

    #[test]
    fn a_record_survives_being_written_and_read() {
        let written = serde_json::to_string(&full()).unwrap();

        assert!(serde_json::from_str::<SessionRecord>(&written).unwrap() == full());
    }

    #[test]
    fn a_record_of_which_only_the_least_was_stored_is_read() {
        let mut written = serde_json::to_value(full()).unwrap();
        let fields = written.as_object_mut().unwrap();
        fields.retain(|name, _| {
            ["provider", "session_id", "customer_id", "expires_at"].contains(&name.as_str())
        });

        let read: SessionRecord = serde_json::from_value(written).unwrap();

        assert_eq!((read.livemode, read.account), (None, None));
        assert_eq!(read.subject, None);
        assert!(read.scopes.is_empty() && read.details.is_null());
    }

    #[test]
    fn debug_shows_ids_and_not_what_else_was_said() {
        let printed = format!("{:?}", full());

        assert!(printed.contains("cus_1") && !printed.contains("canary"));
    }
}
