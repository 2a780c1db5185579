//! All four issuers, and the one configuration that verifies their sessions.

use std::{collections::BTreeMap, error::Error, fmt};

use customer_session::{CustomerSessionConfig, provider::Readiness, revoke::Sessions};
use serde::Deserialize;

use crate::{
    answers::{Issued, Refusal},
    issuers::{Issuer, Jwt, Oauth, PolarShop, StripeShop, Whose},
};

/// The marketplace: its issuers, and the configuration of its sessions.
pub struct Market {
    config: CustomerSessionConfig,
    jwt: Jwt,
    oauth: Oauth,
    polar: PolarShop,
    stripe: StripeShop,
}

/// Says whether an issuer shall be there.
#[derive(Deserialize)]
pub(crate) struct Switch {
    mode: Mode,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Down,
    Up,
}

impl Market {
    /// Opens the marketplace at this address, such as `http://127.0.0.1:3000`. Its keys are fetched
    /// from there at once, so that somebody must listen already; who is not served yet is waited
    /// for.
    ///
    /// # Errors
    ///
    /// When no port is free for the fakes, or the address is none.
    pub async fn open(address: &str) -> Result<Self, Box<dyn Error>> {
        let (jwt, oauth) = (Jwt::open(address)?, Oauth::start().await?);
        let (polar, stripe) = (PolarShop::start().await?, StripeShop::start().await?);
        // In any order: the form of a token decides.
        let config = CustomerSessionConfig::builder()
            .provider(polar.provider())
            .provider(stripe.provider())
            .provider(jwt.provider()?)
            .provider(oauth.provider()?)
            .build()?;
        Ok(Self {
            config,
            jwt,
            oauth,
            polar,
            stripe,
        })
    }

    pub(crate) const fn config(&self) -> &CustomerSessionConfig {
        &self.config
    }

    pub(crate) const fn jwt(&self) -> &Jwt {
        &self.jwt
    }

    /// Has an issuer give one of its customers a session. A real application asks who it is first;
    /// this one believes everybody.
    pub(crate) async fn mint(&self, Whose { issuer, customer }: Whose) -> Result<Issued, Refusal> {
        let token = match issuer {
            Issuer::Jwt => self.jwt.mint(customer)?,
            Issuer::Oauth => self.oauth.mint(customer),
            Issuer::Polar => self.polar.mint(customer),
            Issuer::Stripe => self.stripe.mint(customer).await?,
        };
        Ok(Issued { issuer, token })
    }

    /// Ends every session of a customer at one issuer, here and nowhere else.
    pub(crate) fn revoke(&self, Whose { issuer, customer }: Whose) -> Result<(), Refusal> {
        let id = match issuer {
            Issuer::Jwt | Issuer::Oauth | Issuer::Stripe => customer.id().to_owned(),
            Issuer::Polar => self.polar.id_of(customer),
        };
        let sessions = Sessions::of_customer(issuer.name(), id);
        Ok(self.config.revocations().end(&sessions)?)
    }

    /// Takes an issuer away, or brings it back.
    pub(crate) fn switch(&self, issuer: Issuer, switch: &Switch) {
        let down = matches!(switch.mode, Mode::Down);
        match issuer {
            Issuer::Jwt => self.jwt.switch(down),
            Issuer::Oauth => self.oauth.switch(down),
            Issuer::Polar => self.polar.switch(down),
            Issuer::Stripe => self.stripe.switch(down),
        }
    }

    /// Whether each issuer's sessions can be verified at this moment, as far as it is known without
    /// asking, and whether all can.
    pub(crate) fn health(&self) -> (bool, BTreeMap<String, &'static str>) {
        let readiness = self.config.readiness();
        let ready = !readiness.values().any(|one| *one == Readiness::NotReady);
        let words = readiness
            .into_iter()
            .map(|(name, one)| (name, one.as_str()));
        (ready, words.collect())
    }
}

impl fmt::Debug for Market {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Market")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
