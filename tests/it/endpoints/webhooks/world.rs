//! An issuer, its customers' sessions, the time, and an endpoint for what the issuer tells.

use std::{
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    time::Duration,
};

use customer_session::{
    CustomerSessionConfig, Member, Reason,
    clock::{Clock, ManualClock},
    config::CustomerSessionConfigBuilder,
    endpoint::{Endpoint, EndpointResponse, webhook::Webhook},
    provider::SessionFacts,
};
use customer_session_polar::PolarWebhook;

use super::{Issuer, Signed, present};

/// Of Ada's session in person.
pub(super) const ADA: &str = "ada";
/// Of the session of Bo, who is a member of Ada's team.
pub(super) const BO: &str = "bo";
/// Of the session of Cy, who is another.
pub(super) const CY: &str = "cy";
/// Of Grace's session.
pub(super) const GRACE: &str = "grace";
/// Of the session of somebody who is not a customer yet.
pub(super) const HUGO: &str = "hugo";

/// A secret that stands for one key: it is no base64.
pub(super) const SECRET: &str = "a secret of the merchant's own";

/// What the endpoint's clock shows is what the engine's shows.
pub(super) struct World {
    pub(super) clock: ManualClock,
    pub(super) config: CustomerSessionConfig,
    pub(super) issuer: Issuer,
    event: AtomicU64,
}

impl World {
    /// Polar's customers.
    pub(super) fn new() -> Self {
        Self::of("polar", |defaults| defaults)
    }

    pub(super) fn of(
        name: &'static str,
        settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let (clock, issuer) = (ManualClock::new(), Issuer::new(name));
        let defaults = CustomerSessionConfig::builder()
            .provider(issuer.clone())
            .clock(clock.clone());
        let config = settings(defaults).build().unwrap();
        let world = Self {
            clock,
            config,
            issuer,
            event: AtomicU64::new(0),
        };
        for token in [ADA, BO, CY, GRACE, HUGO] {
            world.sign_in(token, token);
        }
        world.issuer.add_customer("customer-ada");
        world.issuer.add_customer("customer-grace");
        world.advance_seconds(10);
        world
    }

    /// Begins a session now, of one of the five, with this token.
    pub(super) fn sign_in(&self, who: &str, token: &str) {
        let facts = match who {
            GRACE => SessionFacts::new("customer-grace"),
            HUGO => SessionFacts::new("customer-hugo"),
            ADA => SessionFacts::new("customer-ada"),
            member => {
                SessionFacts::new("customer-ada").member(Member::new(format!("member-{member}")))
            }
        };
        self.issuer
            .sign_in(token, facts.issued_at(self.clock.wall()));
    }

    /// Polar's webhook with the one secret.
    pub(super) fn webhook(&self) -> Webhook<PolarWebhook> {
        PolarWebhook::builder(self.config.revocations())
            .secret(SECRET)
            .build()
            .unwrap()
    }

    /// An event of Polar's, signed now, that was not sent before.
    pub(super) fn event(&self, body: &str) -> Signed {
        let id = format!("event-{}", self.event.fetch_add(1, SeqCst));
        Signed::by_polar(SECRET.as_bytes(), &id, self.clock.wall(), body)
    }

    /// Presents a token, and says why it is refused, if it is.
    pub(super) async fn refused(&self, token: &str) -> Option<Reason> {
        present(&self.config, token).await.err()
    }

    /// Which of these tokens are refused because their session was ended.
    pub(super) async fn ended(&self, tokens: &[&'static str]) -> Vec<&'static str> {
        let mut ended = Vec::new();
        for token in tokens {
            match self.refused(token).await {
                None => {}
                Some(Reason::SessionEnded) => ended.push(*token),
                Some(other) => panic!("{token} is refused as {other}"),
            }
        }
        ended
    }

    pub(super) fn advance_seconds(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

/// Hands a delivery over, past all adapters.
pub(super) async fn deliver(webhook: &impl Endpoint, signed: &Signed) -> EndpointResponse {
    webhook.answer(signed.request()).await
}

/// The event of Polar's that a customer or a member is no more, and the like.
pub(super) fn told(kind: &str, id: &str) -> String {
    format!(r#"{{"type":"{kind}","timestamp":"2026-01-01T00:00:00Z","data":{{"id":"{id}"}}}}"#)
}
