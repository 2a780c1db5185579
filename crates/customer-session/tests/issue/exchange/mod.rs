//! Opaque sessions that become signed ones.

mod lifetime;
mod refused;
mod signed;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use customer_session::{
    Customer, CustomerSessionConfig, VerifiedSession,
    clock::{Clock, ManualClock},
    engine::Verdict,
    issuer::JwtIssuer,
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
};

use crate::world::{builder, key, present, read};

/// An issuer of opaque sessions, which says what it was told to say.
#[derive(Clone, Debug)]
struct Opaque(Arc<Mutex<Result<SessionFacts, ProviderError>>>);

impl SessionProvider for Opaque {
    fn name(&self) -> &str {
        "opaque"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.0.lock().unwrap().clone()
    }
}

fn issuer(clock: &ManualClock) -> JwtIssuer {
    builder(clock)
        .exchanges("opaque")
        .key(key("a"))
        .build()
        .unwrap()
}

async fn verify(config: &CustomerSessionConfig) -> VerifiedSession {
    match present(config, "opaque").await {
        Verdict::Verified(session) => session,
        other => panic!("{other:?}"),
    }
}

fn facts(clock: &ManualClock) -> SessionFacts {
    SessionFacts::new("c1")
        .customer(CustomerRecord::new("c1").email("ada@shop.example".to_owned()))
        .expires_at(clock.wall() + Duration::from_secs(3600))
}

/// A session of these facts, the configuration that verified it, and its provider.
async fn session(
    clock: &ManualClock,
    facts: SessionFacts,
) -> (VerifiedSession, CustomerSessionConfig, Opaque) {
    let opaque = Opaque(Arc::new(Mutex::new(Ok(facts))));
    let config = CustomerSessionConfig::builder()
        .provider(opaque.clone())
        .clock(clock.clone())
        .stale_if_error(Duration::from_secs(600))
        .build()
        .unwrap();
    (verify(&config).await, config, opaque)
}

fn expires(token: &SessionToken) -> u64 {
    read(token.expose()).1["exp"].as_u64().unwrap()
}

fn asserted(clock: &ManualClock, seconds: u64) -> VerifiedSession {
    let ends = clock.wall() + Duration::from_secs(seconds);
    let facts = facts(clock).expires_at(ends);
    VerifiedSession::assertion(
        facts,
        Customer::assertion(CustomerRecord::new("c1"), "opaque"),
    )
}
