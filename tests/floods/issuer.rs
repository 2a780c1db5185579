//! An issuer that counts what it is asked.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use customer_session::{
    CustomerId,
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
};

/// Vouches for `good-` tokens, each the session of a customer of its own, and for `foreign-` tokens,
/// all of them sessions of one customer of somebody else; denies all others. Clones share the
/// counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Issuer(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    vouched: AtomicU64,
    denied: AtomicU64,
    looked_up: AtomicU64,
}

impl Issuer {
    /// How many tokens it denied.
    pub(crate) fn denied(&self) -> u64 {
        self.0.denied.load(Relaxed)
    }

    /// How many tokens it vouched for.
    pub(crate) fn vouched(&self) -> u64 {
        self.0.vouched.load(Relaxed)
    }

    /// How often a customer was looked up, with our own credentials.
    pub(crate) fn looked_up(&self) -> u64 {
        self.0.looked_up.load(Relaxed)
    }
}

impl SessionProvider for Issuer {
    fn name(&self) -> &str {
        "issuer"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        match token.expose().split_once('-') {
            Some(("good", customer)) => {
                self.0.vouched.fetch_add(1, Relaxed);
                Ok(SessionFacts::new(customer))
            }
            Some(("foreign", _)) => {
                self.0.vouched.fetch_add(1, Relaxed);
                Ok(SessionFacts::new("foreign"))
            }
            _ => {
                self.0.denied.fetch_add(1, Relaxed);
                Err(ProviderError::denied())
            }
        }
    }

    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        self.0.looked_up.fetch_add(1, Relaxed);
        if id.as_str() == "foreign" {
            return Err(ProviderError::not_our_customer());
        }
        Ok(CustomerRecord::new(id.as_str())
            .name("Ada Lovelace".to_owned())
            .email("ada@shop.example".to_owned()))
    }
}
