//! The demo's controls: sign somebody in, end sessions, break Polar, look at the numbers. No
//! application has these.

use std::time::Duration;

use customer_session::{VerifiedSession, observe::Stats, revoke::Sessions};
use customer_session_polar::PolarErrorKind;
use customer_session_test::polar::Fault;
use example_start::in_words;
use serde::Deserialize;

use crate::{
    answers::{Minted, Refusal},
    backend::wanted,
    shop::Shop,
};

/// Names a demo customer.
#[derive(Debug, Deserialize)]
pub struct Named {
    customer: String,
}

/// Says how the fake Polar shall behave.
#[derive(Debug, Deserialize)]
pub struct Switch {
    mode: String,
}

impl Shop {
    /// Creates a session.
    ///
    /// # Errors
    ///
    /// When there is no such demo customer, or Polar creates none.
    pub async fn mint(&self, Named { customer }: &Named) -> Result<Minted, Refusal> {
        self.check(customer)?;
        let minted = self.backend.mint(customer).await;
        minted.map(Into::into).map_err(|error| match error.kind() {
            PolarErrorKind::InvalidRequest => {
                let (wanted, error) = (wanted(customer), in_words(&error));
                let why = format!("Polar gives `{customer}` no session: create {wanted} ({error})");
                Refusal::new(404, why)
            }
            _ => Refusal::new(502, in_words(&error)),
        })
    }

    /// Signs out where the token is, on this device: it is refused from now on.
    ///
    /// # Errors
    ///
    /// When too many sessions were ended of late: this one goes on.
    pub fn sign_out(&self, session: &VerifiedSession) -> Result<(), Refusal> {
        session.sign_out().map_err(|error| Refusal::new(503, error))
    }

    /// Ends all sessions of a customer, here and nowhere else: Polar is not told, since it could
    /// not end them.
    ///
    /// # Errors
    ///
    /// When there is no such demo customer, or none who signed in, or too many sessions were ended
    /// of late.
    pub async fn revoke(&self, Named { customer }: &Named) -> Result<(), Refusal> {
        self.check(customer)?;
        let Some(id) = self.backend.id_of(customer).await else {
            let why =
                format!("`{customer}` has not signed in here yet, and has no sessions to end");
            return Err(Refusal::new(404, why));
        };
        let sessions = Sessions::of_customer("polar", id);
        let ended = self.config.revocations().end(&sessions);
        ended.map_err(|error| Refusal::new(503, error))
    }

    /// Deletes a customer on the fake, whose webhook then tells the shop.
    ///
    /// # Errors
    ///
    /// When there is no fake or no such customer, or the shop did not take the webhook.
    pub async fn delete(&self, customer: &str) -> Result<(), Refusal> {
        let Some(embedded) = self.backend.embedded() else {
            return Err(Refusal::only_embedded("deletes customers"));
        };
        match embedded.delete(customer).await {
            Some(true) => Ok(()),
            Some(false) => Err(Refusal::new(
                502,
                "deleted, and the shop has not taken the webhook; the fake sends it again",
            )),
            None => Err(Refusal::nobody(customer, &["ada", "bo"])),
        }
    }

    /// Has the fake go wrong, or right again.
    ///
    /// # Errors
    ///
    /// When there is no fake, or no such mode.
    pub fn switch(&self, Switch { mode }: &Switch) -> Result<(), Refusal> {
        let Some(fake) = self.backend.fake() else {
            return Err(Refusal::only_embedded("can be switched"));
        };
        let Some(fault) = fault(mode) else {
            let why = format!("`mode` is `{mode}`: choose up, down, slow, rate_limited or broken");
            return Err(Refusal::new(422, why));
        };
        fake.fault(fault);
        Ok(())
    }

    /// The engine's own numbers: `{"hits":1, … "breaker":{"polar":"closed"}, … "rejected":{}}`.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.config.stats()
    }

    fn check(&self, customer: &str) -> Result<(), Refusal> {
        let known = self.backend.customers();
        if known.contains(&customer) {
            return Ok(());
        }
        Err(Refusal::nobody(customer, known))
    }
}

impl Named {
    pub(crate) fn of(customer: &str) -> Self {
        Self {
            customer: customer.to_owned(),
        }
    }
}

/// How the fake treats calls that verify sessions.
fn fault(mode: &str) -> Option<Fault> {
    Some(match mode {
        "up" => Fault::None,
        "down" => Fault::Refuse,
        "slow" => Fault::Delay(Duration::from_secs(30)),
        "rate_limited" => Fault::RateLimited {
            retry_after: Some(60),
        },
        "broken" => Fault::Html(200),
        _ => return None,
    })
}
