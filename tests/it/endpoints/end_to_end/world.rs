//! A fake Polar, its customers' sessions, the time, and a server with our endpoint.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig, Reason, VerifiedSession, clock::ManualClock,
    config::CustomerSessionConfigBuilder, endpoint::webhook::Webhook, revoke::Revocations,
};
use customer_session_polar::{Polar, PolarBuilder, PolarWebhook};
use customer_session_test::polar::{
    Customer, FakePolar, Member, NewCustomer, NewMember, Organization,
    webhook::{Event, NewWebhook, Secret, Webhook as FakeWebhook},
};

use super::{present, servers};

/// What the endpoint is mounted in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Server {
    Actix,
    Axum,
    Tower,
}

/// The time stands still, for the fake and for the engine alike.
pub(super) struct World {
    pub(super) clock: ManualClock,
    pub(super) polar: FakePolar,
    pub(super) config: CustomerSessionConfig,
    pub(super) endpoint: Webhook<PolarWebhook>,
    pub(super) webhook: FakeWebhook,
    /// A person.
    pub(super) ada: Customer,
    /// A customer with members.
    pub(super) team: Customer,
    pub(super) bo: Member,
    pub(super) cy: Member,
}

/// One session of each of them.
pub(super) struct Tokens {
    pub(super) ada: String,
    pub(super) team: String,
    pub(super) bo: String,
    pub(super) cy: String,
}

/// Runs a test in a world of its own on each server.
pub(super) async fn on_each_server(test: impl AsyncFn(World)) {
    for server in [Server::Actix, Server::Axum, Server::Tower] {
        test(World::start(server).await).await;
    }
}

impl World {
    pub(super) async fn start(server: Server) -> Self {
        Self::of(server, Secret::standard(), |defaults| defaults).await
    }

    /// Sender and receiver have this secret.
    pub(super) async fn of(
        server: Server,
        secret: Secret,
        settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        Self::with(server, secret, |provider| provider, settings).await
    }

    /// Customers are looked up with their state.
    pub(super) async fn with_state(server: Server) -> Self {
        let provide = PolarBuilder::customer_state;
        Self::with(server, Secret::standard(), provide, |defaults| defaults).await
    }

    async fn with(
        server: Server,
        secret: Secret,
        provide: impl FnOnce(PolarBuilder) -> PolarBuilder,
        settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let clock = ManualClock::new();
        let polar = FakePolar::builder().clock(clock.clone()).start();
        let polar = polar.await.unwrap();
        let acme = polar.organization();
        let defaults = CustomerSessionConfig::builder()
            .provider(provide(pointed_at(&polar, &acme)).build().unwrap())
            .clock(clock.clone());
        let config = settings(defaults).build().unwrap();
        let ada = acme.add_customer(NewCustomer::individual("ada@shop.example").name("Ada"));
        let team = acme.add_customer(NewCustomer::team("Bo's Bakery"));
        let bo = team.add_member(NewMember::new("bo@bakery.example"));
        let cy = team.add_member(NewMember::new("cy@bakery.example"));
        let endpoint = endpoint(config.revocations(), &[&secret]);
        let url = serve(server, &endpoint).await;
        let webhook = acme.add_webhook(NewWebhook::new(url).secret(secret));
        Self {
            clock,
            polar,
            config,
            endpoint,
            webhook: webhook.unwrap(),
            ada,
            team,
            bo,
            cy,
        }
    }

    /// Signs everybody in, each of whom is then remembered.
    pub(super) async fn sign_in(&self) -> Tokens {
        let tokens = Tokens {
            ada: self.ada.mint(),
            team: self.team.mint_customer_session(),
            bo: self.team.mint_member(&self.bo),
            cy: self.team.mint_member(&self.cy),
        };
        assert_eq!(self.ended(&tokens).await, [""; 0]);
        tokens
    }

    /// The session that a token is good for.
    pub(super) async fn session(&self, token: &str) -> VerifiedSession {
        present(&self.config, token).await.unwrap()
    }

    /// Whose sessions were ended here, by a webhook; nobody's is refused for anything else.
    pub(super) async fn ended(&self, tokens: &Tokens) -> Vec<&'static str> {
        let mut ended = Vec::new();
        for (name, token) in tokens.named() {
            match present(&self.config, token).await {
                Ok(_) => {}
                Err(Reason::SessionEnded) => ended.push(name),
                Err(other) => panic!("{name} is refused as {other}"),
            }
        }
        ended
    }

    /// Has the shop told of everything, all of which it must take.
    pub(super) async fn told(&self) {
        self.polar.webhooks().attempted().await;
        let attempts = self.polar.webhooks().attempts();
        for attempt in &attempts {
            assert_eq!(attempt.status(), Some(204), "{}", attempt.kind);
        }
        assert!(!attempts.is_empty(), "nothing was told");
    }

    /// The first event of this kind, as far as the fake knows of it.
    pub(super) fn event(&self, kind: &str) -> Event {
        let mut events = self.polar.webhooks().events().into_iter();
        events.find(|event| event.kind() == kind).unwrap()
    }

    pub(super) fn advance_seconds(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

impl Tokens {
    fn named(&self) -> [(&'static str, &str); 4] {
        [
            ("ada", &self.ada),
            ("team", &self.team),
            ("bo", &self.bo),
            ("cy", &self.cy),
        ]
    }
}

/// The endpoint that has these secrets.
pub(super) fn endpoint(revocations: Revocations, secrets: &[&Secret]) -> Webhook<PolarWebhook> {
    let builder = PolarWebhook::builder(revocations);
    secrets
        .iter()
        .fold(builder, |builder, secret| builder.secret(secret.expose()))
        .build()
        .unwrap()
}

/// Serves the endpoint, and returns its address.
pub(super) async fn serve(server: Server, endpoint: &Webhook<PolarWebhook>) -> String {
    let endpoint = endpoint.clone();
    let address = match server {
        Server::Actix => servers::actix(endpoint),
        Server::Axum => servers::axum(endpoint).await,
        Server::Tower => servers::tower(endpoint).await,
    };
    format!("http://{address}/hook")
}

pub(super) fn provider(polar: &FakePolar, organization: &Organization) -> Polar {
    pointed_at(polar, organization).build().unwrap()
}

fn pointed_at(polar: &FakePolar, organization: &Organization) -> PolarBuilder {
    Polar::server(polar.url())
        .access_token(organization.access_token())
        .organization_id(organization.id())
}
