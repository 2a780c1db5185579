//! Polar's provider keeps every rule that the suite of providers knows, on answers that the fake of
//! Polar gave.

use std::time::Duration;

use customer_session::{
    clock::{Clock as _, ManualClock, SystemClock},
    upstream::{BaseUrl, HttpRequest, HttpTransport, ReqwestTransport, TlsRoots},
};
use customer_session_polar::Polar;
use customer_session_test::{
    polar::{Customer, FakePolar, NewCustomer, NewOrganization},
    provider::{Bench, Reply, Rule, Session, conformance},
};

use crate::world::ORGANIZATION;

#[tokio::test]
async fn polar_keeps_every_rule_of_providers() {
    let recorder = Recorder::start().await;
    let organization = recorder.fake.organization();
    let evil = recorder.fake.add_organization("evil");
    let person = NewCustomer::individual;
    let ada = organization.add_customer(person("ada@shop.example").name("Ada"));
    let bo = organization.add_customer(person("bo@shop.example"));
    let eve = evil.add_customer(person("eve@evil.example"));
    let over = ada.mint();
    let bench = Bench::new(|address: &str| {
        let polar = Polar::server(address).access_token(SECRET);
        polar.organization_id(ORGANIZATION).build().unwrap()
    })
    .secret(SECRET)
    .private("Ada")
    .good(ada.id(), recorder.session(&ada, &ada.mint()).await)
    .good(bo.id(), recorder.session(&bo, &bo.mint()).await)
    .not_ours(recorder.session(&eve, &eve.mint()).await);
    recorder.clock.advance(2 * HOUR);
    let bench = bench
        .expired(recorder.session(&ada, &over).await)
        .denied("an unknown session", recorder.session(&ada, &over).await);

    let report = conformance(bench).await;

    println!("{report}");
    report.assert();
    // Polar's tokens hold letters and digits only, and what it says with a 401 is told by its word.
    let mut untried: Vec<_> = report
        .untried()
        .iter()
        .map(|untried| untried.rule)
        .collect();
    untried.sort_unstable();
    assert_eq!(
        untried,
        [
            Rule::FaultsAreNoDenials,
            Rule::FaultsAreNoDenials,
            Rule::SendsTokensWhole
        ]
    );
}

/// Keeps what the fake answers.
struct Recorder {
    clock: ManualClock,
    client: ReqwestTransport,
    fake: FakePolar,
}

impl Recorder {
    async fn start() -> Self {
        let clock = ManualClock::at(SystemClock::new().wall());
        let fake = FakePolar::builder()
            .clock(clock.clone())
            .organization(NewOrganization::new("acme").id(ORGANIZATION))
            .start();
        let client = ReqwestTransport::builder().tls_roots(TlsRoots::None);
        Self {
            clock,
            client: client.build().unwrap(),
            fake: fake.await.unwrap(),
        }
    }

    /// All that is answered about this token of this customer, to their token and to our own.
    async fn session(&self, customer: &Customer, token: &str) -> Session {
        let own = self.fake.organization().access_token();
        let look_up = format!("/v1/customers/{}", customer.id());
        let mut session = Session::new(token);
        for (path, bearer) in [(INTROSPECT, token), (USER, token), (&*look_up, &*own)] {
            session = session.answer("GET", path, self.reply(path, bearer).await);
        }
        session
    }

    async fn reply(&self, path: &str, bearer: &str) -> Reply {
        let fake = BaseUrl::parse("fake", &self.fake.url()).unwrap();
        let request = HttpRequest::get(fake.join(path[1..].split('/'))).bearer(bearer);
        let answer = self.client.send(request).await.unwrap();
        let reply = Reply::text(answer.status, "application/json", answer.body.clone());
        match answer.header("polar-version") {
            Some(version) => reply.header("polar-version", version),
            None => reply,
        }
    }
}

const HOUR: Duration = Duration::from_secs(3600);
const SECRET: &str = "polar_oat_of_the_organization";
const INTROSPECT: &str = "/v1/customer-portal/customer-session/introspect";
const USER: &str = "/v1/customer-portal/customer-session/user";
