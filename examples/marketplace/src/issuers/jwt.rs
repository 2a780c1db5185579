//! The app itself: signed tokens, told by their issuer.

use std::sync::atomic::{AtomicBool, Ordering};

use customer_session::{
    ConfigError,
    issuer::{JwtIssuer, NewSession, SigningKey},
    provider::jwt::{Algorithm, JwtProvider},
};

use super::Person;
use crate::answers::Refusal;

/// What signs sessions.
pub(crate) struct Jwt {
    issuer: JwtIssuer,
    address: String,
    /// Whether the published keys are away.
    down: AtomicBool,
}

impl Jwt {
    /// Each start makes a new key, so that sessions from before are refused: a real application
    /// takes its key from a secret store, with `SigningKey::from_pkcs8_pem`.
    pub(crate) fn open(address: &str) -> Result<Self, ConfigError> {
        let issuer = JwtIssuer::builder(address)
            .audience(AUDIENCE)
            .key(SigningKey::generate(Algorithm::EdDSA)?)
            .build()?;
        Ok(Self {
            issuer,
            address: address.to_owned(),
            down: AtomicBool::new(false),
        })
    }

    /// Knows no more of the issuer than its address, as a service elsewhere would.
    pub(crate) fn provider(&self) -> Result<JwtProvider, ConfigError> {
        JwtProvider::issuer(self.address.clone())
            .name("jwt")
            .audience(AUDIENCE)
            .customer_sessions()
            .warm_up()
            .build()
    }

    pub(crate) const fn issuer(&self) -> &JwtIssuer {
        &self.issuer
    }

    pub(crate) fn mint(&self, person: Person) -> Result<String, Refusal> {
        let session = NewSession::for_customer(person.id())
            .email(person.email().to_owned())
            .name(person.name().to_owned());
        let minted = self.issuer.mint(session)?;
        Ok(minted.token.expose().to_owned())
    }

    /// Takes the published keys away. Whoever has them goes on without.
    pub(crate) fn switch(&self, down: bool) {
        self.down.store(down, Ordering::Relaxed);
    }

    pub(crate) fn is_down(&self) -> bool {
        self.down.load(Ordering::Relaxed)
    }
}

/// For whom the sessions are meant.
const AUDIENCE: &str = "https://api.market.example";
