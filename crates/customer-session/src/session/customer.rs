//! The customer that a handler is given.

use std::{fmt, sync::Arc};

use serde::de::DeserializeOwned;

use super::{Anonymous, CustomerId, CustomerRecord, Extension, Extensions, VerifiedSession};
use crate::rejection::Rejection;

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
    extensions: Extensions,
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
        Self::vouched(record, provider.into(), Extensions::default())
    }

    /// The customer of this record, with what was added beside it.
    pub(crate) fn vouched(
        record: CustomerRecord,
        provider: Arc<str>,
        extensions: Extensions,
    ) -> Self {
        Self(Origin::Record(Arc::new(Vouched {
            record,
            provider,
            extensions,
        })))
    }

    /// The same customer with a value added, in the place of one of the same type. For tests of
    /// handlers that read an [`extension`](Self::extension); nobody else sees it.
    #[must_use]
    pub fn with_extension<T: Send + Sync + 'static>(&self, value: T) -> Self {
        self.extended(self.extensions().with(Extension::new(value, 0)))
    }

    /// The same customer with these values, and no others.
    pub(crate) fn extended(&self, extensions: Extensions) -> Self {
        let Vouched {
            record, provider, ..
        } = self.vouched_for();
        Self::vouched(record.clone(), provider.clone(), extensions)
    }

    pub(crate) fn extensions(&self) -> &Extensions {
        &self.vouched_for().extensions
    }

    /// About how many bytes the customer takes in memory.
    pub(crate) fn weight(&self) -> usize {
        let Vouched {
            record, extensions, ..
        } = self.vouched_for();
        (size_of::<CustomerRecord>() + record.text_weight()).saturating_add(extensions.weight())
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
        &self.vouched_for().record
    }

    fn vouched_for(&self) -> &Vouched {
        match &self.0 {
            Origin::Record(vouched) => vouched,
            Origin::Session(session) => session.customer().vouched_for(),
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
        &self.vouched_for().provider
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

    /// What the application, or the provider, [added](crate::enrich) to the customer under this
    /// type; `None` if nothing of the type is configured. It is as old as the customer, at most.
    ///
    /// It costs no call and no allocation.
    #[must_use]
    pub fn extension<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.extensions().get()
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
