//! The customer that a handler is given, and the plain record it is made of.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Anonymous, CustomerId, Details, VerifiedSession};
use crate::rejection::Rejection;

/// What an issuer says about a customer: plain data, and proof of nothing.
///
/// A provider returns it; only the engine turns it into a [`Customer`].
#[derive(Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct CustomerRecord {
    /// The customer's id at the issuer.
    pub id: CustomerId,
    /// The id that the merchant gave to the customer.
    #[serde(default)]
    pub external_id: Option<String>,
    /// The customer's e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the issuer verified that the address is the customer's; `None` if it does not say.
    #[serde(default)]
    pub email_verified: Option<bool>,
    /// The customer's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The issuer's own JSON of the customer.
    #[serde(default)]
    pub details: Option<Details>,
}

impl CustomerRecord {
    /// A record that holds an id and nothing else.
    #[must_use]
    pub fn new(id: impl Into<CustomerId>) -> Self {
        Self {
            id: id.into(),
            external_id: None,
            email: None,
            email_verified: None,
            name: None,
            details: None,
        }
    }

    /// Sets the id that the merchant gave to the customer.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<Option<String>>) -> Self {
        self.external_id = external_id.into();
        self
    }

    /// Sets the e-mail address.
    #[must_use]
    pub fn email(mut self, email: impl Into<Option<String>>) -> Self {
        self.email = email.into();
        self
    }

    /// Sets whether the issuer verified the address.
    #[must_use]
    pub fn email_verified(mut self, verified: impl Into<Option<bool>>) -> Self {
        self.email_verified = verified.into();
        self
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<Option<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Keeps the issuer's own JSON for [`Customer::details`].
    #[must_use]
    pub fn details(mut self, details: impl Into<Details>) -> Self {
        self.details = Some(details.into());
        self
    }

    /// About how many bytes the record takes in memory beside the struct itself.
    pub(crate) fn text_weight(&self) -> usize {
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        self.id.as_str().len()
            + text(&self.external_id)
            + text(&self.email)
            + text(&self.name)
            + self
                .details
                .as_ref()
                .map_or(0, |details| details.get().len())
    }
}

/// Shows the id only: the rest is personal data.
impl fmt::Debug for CustomerRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerRecord")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A customer whose session was verified.
///
/// It cannot be made from data: only the engine makes one, after the issuer vouched for the
/// session, or
/// [`Customer::assertion`], by which an auditor finds every other place. Cheap to clone.
#[derive(Clone)]
pub struct Customer(Origin);

#[derive(Clone)]
enum Origin {
    Record(Arc<Vouched>),
    /// The session of the request in whose extensions the customer stands: one value there, which
    /// leads to both.
    Session(VerifiedSession),
}

struct Vouched {
    record: CustomerRecord,
    provider: Arc<str>,
}

impl Customer {
    /// Claims that `record` is a customer of `provider`, without any verification.
    ///
    /// # Security
    ///
    /// For tests, and for code that verified the customer by other means. Every call is a place
    /// where identity is claimed.
    #[must_use]
    pub fn assertion(record: CustomerRecord, provider: impl Into<Arc<str>>) -> Self {
        Self(Origin::Record(Arc::new(Vouched {
            record,
            provider: provider.into(),
        })))
    }

    /// The customer whom a layer or middleware put into a request's extensions. For adapters: they
    /// look both values up there, the second only if they are asked to.
    ///
    /// # Errors
    ///
    /// How to refuse the request: as the layer would have refused it that let it pass as anonymous,
    /// or by a 500 if no layer ran.
    pub fn installed<'a>(
        customer: Option<&'a Self>,
        anonymous: impl FnOnce() -> Option<&'a Anonymous>,
    ) -> Result<&'a Self, Rejection> {
        customer.ok_or_else(|| {
            anonymous().map_or_else(Rejection::layer_missing, |anonymous| {
                anonymous.rejection().clone()
            })
        })
    }

    /// The customer of a session, as it stands in the extensions of a request.
    pub(crate) const fn in_session(session: VerifiedSession) -> Self {
        Self(Origin::Session(session))
    }

    pub(crate) const fn session(&self) -> Option<&VerifiedSession> {
        match &self.0 {
            Origin::Record(_) => None,
            Origin::Session(session) => Some(session),
        }
    }

    pub(crate) fn record(&self) -> &CustomerRecord {
        &self.vouched().record
    }

    fn vouched(&self) -> &Vouched {
        match &self.0 {
            Origin::Record(vouched) => vouched,
            Origin::Session(session) => session.customer().vouched(),
        }
    }

    /// The customer's id at the issuer.
    #[must_use]
    pub fn id(&self) -> &CustomerId {
        match &self.0 {
            Origin::Record(vouched) => &vouched.record.id,
            // The same id, one step nearer: it is what most handlers want, and all that many want.
            Origin::Session(session) => &session.proven().facts.customer_id,
        }
    }

    /// The id that you, the merchant, gave to the customer.
    #[must_use]
    pub fn external_id(&self) -> Option<&str> {
        self.record().external_id.as_deref()
    }

    /// The customer's e-mail address. It identifies nobody: other organizations have customers with
    /// the same one.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.record().email.as_deref()
    }

    /// Whether the issuer verified the e-mail address; `None` if it does not say.
    #[must_use]
    pub fn email_verified(&self) -> Option<bool> {
        self.record().email_verified
    }

    /// The customer's name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.record().name.as_deref()
    }

    /// The name of the provider that vouches for the customer, such as `polar`.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.vouched().provider
    }

    /// Reads the issuer's own JSON of the customer into a type, such as
    /// `customer_session_polar::Customer`.
    ///
    /// It is parsed at each call: do so once per request, and only where it is needed.
    ///
    /// # Errors
    ///
    /// When the JSON is not of this type. A provider that keeps no details has `null`.
    pub fn details<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        match &self.record().details {
            Some(details) => details.parse(),
            None => serde_json::from_str("null"),
        }
    }
}

/// Shows ids only: the rest is personal data.
impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer")
            .field("provider", &self.provider())
            .field("id", self.id())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn ada() -> CustomerRecord {
        CustomerRecord::new("c1")
            .email("ada@shop.example".to_owned())
            .name("Ada".to_owned())
            .details(RawValue::from_string(r#"{"plan":"pro"}"#.into()).unwrap())
    }

    #[test]
    fn debug_shows_ids_only() {
        let printed = format!("{:?} {:?}", ada(), Customer::assertion(ada(), "polar"));

        assert!(printed.contains("c1"));
        assert!(
            ["Ada", "ada@", "pro\""]
                .iter()
                .all(|personal| !printed.contains(personal))
        );
    }

    #[test]
    fn a_record_survives_being_written_and_read() {
        let written = serde_json::to_string(&ada()).unwrap();
        let read: CustomerRecord = serde_json::from_str(&written).unwrap();

        assert_eq!(read.id, ada().id);
        assert_eq!(read.email, ada().email);
        assert_eq!(read.details.unwrap().get(), r#"{"plan":"pro"}"#);
    }
}
