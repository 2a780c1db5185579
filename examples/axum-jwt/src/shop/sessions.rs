//! Who signs sessions, and who verifies them.

use std::{collections::BTreeMap, error::Error, time::Duration};

use customer_session::{
    ConfigError, CustomerSessionConfig, VerifiedSession,
    clock::Clock,
    issuer::{ExchangeError, JwtIssuer, SigningKey},
    provider::{
        Readiness,
        jwt::{Algorithm, JwtProvider},
    },
};
use customer_session_polar::Polar;
use customer_session_test::polar::{Customer, FakePolar, NewCustomer};

use super::{
    answers::{Issued, Refusal, Rotated},
    people::{Login, Person, SCOPES},
};

/// An issuer of signed sessions, and the configuration that verifies them, side by side with
/// Polar's opaque ones.
#[derive(Debug)]
pub struct Shop {
    config: CustomerSessionConfig,
    issuer: JwtIssuer,
    /// Ada, as the embedded Polar knows her.
    ada: Customer,
    _polar: FakePolar,
}

impl Shop {
    /// Opens the shop at this address, such as `http://127.0.0.1:3000`. Keys are fetched from there
    /// at once, so that somebody must listen already; who is not served yet is waited for.
    ///
    /// # Errors
    ///
    /// When no port is free for the embedded Polar, or the address is none.
    pub async fn open(address: &str, clock: impl Clock + Clone) -> Result<Self, Box<dyn Error>> {
        let fake = FakePolar::builder().clock(clock.clone()).start().await?;
        let organization = fake.organization();
        let polar = Polar::server(fake.url())
            .access_token(organization.access_token())
            .organization_id(organization.id())
            .build()?;
        let ada = NewCustomer::individual("ada@shop.example").name("Ada");
        Ok(Self {
            issuer: issuer(address, clock.clone())?,
            // A token says by its form whose it is: `polar_cst_…` is asked about at Polar, and a
            // signed one is verified here by the keys of the issuer that it names.
            config: CustomerSessionConfig::builder()
                .provider(verifier(address)?)
                .provider(polar)
                .clock(clock)
                .build()?,
            ada: organization.add_customer(ada),
            _polar: fake,
        })
    }

    pub(crate) const fn config(&self) -> &CustomerSessionConfig {
        &self.config
    }

    pub(crate) const fn issuer(&self) -> &JwtIssuer {
        &self.issuer
    }

    /// An opaque session of Ada's, as Polar gives her one.
    pub(crate) fn polar_session(&self) -> String {
        self.ada.mint()
    }

    pub(crate) fn sign_in(&self, login: &Login) -> Result<Issued, Refusal> {
        let Login { customer, scopes } = login;
        let person = Person::find(customer).ok_or_else(|| Refusal::nobody(customer))?;
        let session = match scopes {
            None => person.session().scopes(SCOPES),
            Some(scopes) => match scopes.iter().find(|one| !SCOPES.contains(&one.as_str())) {
                None => person.session().scopes(scopes),
                Some(unknown) => return Err(Refusal::no_scope(unknown)),
            },
        };
        let minted = self.issuer.mint(session);
        minted
            .map(Issued::from)
            .map_err(|error| Refusal::new(500, error))
    }

    /// A signed session for an opaque one, which it does not outlive.
    pub(crate) fn exchange(&self, session: &VerifiedSession) -> Result<Issued, Refusal> {
        let minted = self.issuer.exchange(session);
        minted.map(Issued::from).map_err(|error| {
            let over = matches!(error, ExchangeError::Ended | ExchangeError::Expired);
            Refusal::new(if over { 409 } else { 503 }, error)
        })
    }

    /// Publishes a new key, which signs from [`LEAD`] on. The one that signed until then stays
    /// published for as long as its sessions can be good, so that old and new ones both pass.
    ///
    /// `rotate_now` is for keys that were stolen: it withdraws all others, and every session that
    /// they signed is refused as soon as the key set is fetched anew.
    pub(crate) fn rotate(&self) -> Result<Rotated, Refusal> {
        let key = SigningKey::generate(Algorithm::EdDSA).map_err(|e| Refusal::new(500, e))?;
        let key_id = key.key_id().to_owned();
        // Another key waits for its time, or there are too many.
        let signs_from = self.issuer.rotate(key).map_err(|e| Refusal::new(409, e))?;
        Ok(Rotated::new(key_id, signs_from))
    }

    /// Whether each issuer's sessions can be verified at this moment, and whether all can.
    pub(crate) fn health(&self) -> (bool, BTreeMap<String, &'static str>) {
        let readiness = self.config.readiness();
        let ready = !readiness.values().any(|one| *one == Readiness::NotReady);
        let words = readiness
            .into_iter()
            .map(|(name, one)| (name, one.as_str()));
        (ready, words.collect())
    }
}

/// Signs sessions. Each start makes a new key, so that sessions from before are refused: a real
/// application takes its key from a secret store, with `SigningKey::from_pkcs8_pem`.
fn issuer(address: &str, clock: impl Clock) -> Result<JwtIssuer, ConfigError> {
    JwtIssuer::builder(address)
        .audience(AUDIENCE)
        .exchanges("polar")
        .key(SigningKey::generate(Algorithm::EdDSA)?)
        .publication_lead(LEAD)
        .clock(clock)
        .build()
}

/// Verifies sessions, and knows no more of the issuer than its address: the keys come over HTTP
/// from where its metadata say that they are. It could as well run on another continent.
fn verifier(address: &str) -> Result<JwtProvider, ConfigError> {
    JwtProvider::issuer(address)
        .name("shop")
        .audience(AUDIENCE)
        .customer_sessions()
        // Twice within the lead, so that each key is known before it signs.
        .key_refresh(LEAD / 2)
        .warm_up()
        .build()
}

/// For whom the sessions are meant: what is signed for others is refused here, and the other way
/// round.
const AUDIENCE: &str = "https://api.shop.example";

/// For how long a key is published before it signs. It is as short as can be, so that nobody has to
/// wait for long to see it; leave the default of an hour alone otherwise.
const LEAD: Duration = Duration::from_secs(60);
