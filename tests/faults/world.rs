//! Everything between a customer and an issuer in trouble.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig,
    clock::{Clock, ManualClock, SystemClock},
    config::CustomerSessionConfigBuilder,
    upstream::{ReqwestTransport, TlsRoots},
};
use customer_session_polar::Polar;
use customer_session_test::polar::{Endpoint, FakePolar, Fault, NewCustomer};
use url::Url;

use crate::{
    app::{App, Told},
    line::Line,
    rogue::{Crowded, Manner, Rogue, gzip, response},
    tls::{Authority, Certificate},
};

/// A customer's way to an answer: the application, its configuration, the line, and the issuer.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) authority: Authority,
    pub(crate) clock: ManualClock,
    pub(crate) config: CustomerSessionConfig,
    pub(crate) fake: FakePolar,
    /// Our own credentials.
    pub(crate) access_token: String,
    line: Line,
}

/// The timeouts of the transport while something is wrong, in real time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) exchange: Duration,
}

/// What is wrong.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// Something takes the connection that speaks no TLS.
    Clear(&'static [u8]),
    /// The way to the issuer leads nowhere: no connection is taken or refused.
    Crowded,
    /// The name is no name.
    Nameless,
    /// With calls with our own access token.
    Own(Fault),
    /// With all calls.
    Polar(Fault),
    /// The issuer redirects to another host with this status.
    Redirects(&'static str),
    /// Polar answers to the pinned version no more.
    Retired,
    /// Something else answers.
    Rogue(Manner),
    /// Something else answers, with a certificate like this.
    Tls(Certificate),
    /// The issuer answers, packed.
    Zipped(&'static [u8], usize),
}

/// Trouble, while it lasts.
pub(crate) struct Present {
    rogue: Option<Rogue>,
    trap: Option<Rogue>,
    _crowded: Option<Crowded>,
    calls_before: u64,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(Timeouts::LONG, |config| config).await
    }

    pub(crate) async fn with(
        timeouts: Timeouts,
        configure: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let (clock, authority) = (ManualClock::new().hold_pauses(), Authority::new());
        let fake = FakePolar::builder()
            .clock(clock.clone())
            .start()
            .await
            .expect("a port is free");
        let line = Line::new(
            transport(Timeouts::LONG, &authority),
            transport(timeouts, &authority),
        );
        let organization = fake.organization();
        let access_token = organization.access_token();
        let polar = Polar::server(fake.url())
            .access_token(access_token.clone())
            .organization_id(organization.id())
            .transport(line.clone())
            .build()
            .expect("the settings are those of the fake");
        let config = CustomerSessionConfig::builder()
            .clock(clock.clone())
            .provider(polar);
        let config = configure(config)
            .build()
            .expect("the settings are in their ranges");
        Self {
            app: App::start(config.clone()).await,
            authority,
            clock,
            config,
            fake,
            access_token,
            line,
        }
    }

    /// A token of a customer of its own, whom nobody asked about yet.
    pub(crate) fn token(&self) -> String {
        let customer = NewCustomer::individual("ada@shop.example");
        self.fake.organization().add_customer(customer).mint()
    }

    /// A token that is remembered.
    pub(crate) async fn warm_token(&self) -> String {
        let token = self.token();
        assert_eq!(self.app.ask(&token).await.verdict(), SERVED);
        token
    }

    /// What a customer is told whom nobody asked about yet.
    pub(crate) async fn ask_cold(&self) -> Told {
        self.app.ask(&self.token()).await
    }

    /// Waits for something while time goes on by itself.
    pub(crate) async fn ticking<T>(&self, something: impl Future<Output = T>) -> T {
        let ticks = async {
            loop {
                SystemClock::new().sleep(Duration::from_millis(5)).await;
                self.clock.advance(Duration::from_millis(10));
            }
        };
        tokio::select! {
            done = something => done,
            never = ticks => never,
        }
    }

    /// How many HTTP requests were made to verify sessions.
    pub(crate) fn calls(&self) -> u64 {
        self.config.stats().upstream_calls
    }

    /// The word for the state of the breaker.
    pub(crate) fn breaker(&self) -> &'static str {
        self.config.stats().breaker["polar"].as_str()
    }

    /// Brings trouble about.
    pub(crate) async fn bring(&self, trouble: Trouble) -> Present {
        let mut present = Present {
            rogue: None,
            trap: None,
            _crowded: None,
            calls_before: self.fake.total_calls(),
        };
        self.line.trouble();
        match trouble {
            Trouble::Clear(says) => {
                let rogue = Rogue::start(Manner::Blurts(says)).await;
                self.line.lead_to(rogue.url("https"));
                present.rogue = Some(rogue);
            }
            Trouble::Crowded => {
                let crowded = Crowded::start().await;
                self.line.lead_to(crowded.url());
                present._crowded = Some(crowded);
            }
            Trouble::Nameless => self.line.lead_to(nameless()),
            Trouble::Own(fault) => self.fake.fault_on(Endpoint::Customer, fault),
            Trouble::Polar(fault) => self.fake.fault(fault),
            Trouble::Redirects(status) => {
                let trap = Rogue::start(Manner::Says(response("200 OK", JSON, b"{}"))).await;
                let location = format!("location: http://{}/v1/\r\n", trap.address);
                let rogue = Rogue::start(Manner::Says(response(status, &location, b""))).await;
                self.line.lead_to(rogue.url("http"));
                (present.rogue, present.trap) = (Some(rogue), Some(trap));
            }
            Trouble::Retired => self.fake.support_versions(["2027-01"]),
            Trouble::Rogue(manner) => {
                let rogue = Rogue::start(manner).await;
                self.line.lead_to(rogue.url("http"));
                present.rogue = Some(rogue);
            }
            Trouble::Tls(certificate) => {
                let page = response("200 OK", "content-type: text/html\r\n", b"<html>");
                let tls = self.authority.server(certificate);
                let rogue = Rogue::start_tls(Manner::Says(page), tls).await;
                self.line.lead_to(rogue.url("https"));
                present.rogue = Some(rogue);
            }
            Trouble::Zipped(unit, times) => {
                let headers = format!("{JSON}content-encoding: gzip\r\n");
                let page = response("200 OK", &headers, &gzip(&unit.repeat(times)));
                let rogue = Rogue::start(Manner::Says(page)).await;
                self.line.lead_to(rogue.url("http"));
                present.rogue = Some(rogue);
            }
        }
        present
    }

    /// How many requests arrived at whoever answers in the issuer's place.
    pub(crate) fn arrived(&self, present: &Present) -> u64 {
        let elsewhere = present.rogue.as_ref().map_or(0, Rogue::requests);
        self.fake.total_calls() - present.calls_before + elsewhere
    }

    /// Ends all trouble.
    pub(crate) fn end(&self, present: Present) {
        drop(present);
        self.line.mend();
        self.fake.clear_faults();
    }
}

impl Present {
    /// How many connections were made to where the issuer sends people.
    pub(crate) fn trapped(&self) -> u64 {
        self.trap.as_ref().map_or(0, Rogue::connections)
    }
}

impl Timeouts {
    /// So long that no test ends by them.
    pub(crate) const LONG: Self = Self {
        connect: Duration::from_secs(60),
        exchange: Duration::from_secs(60),
    };
}

fn transport(timeouts: Timeouts, authority: &Authority) -> ReqwestTransport {
    ReqwestTransport::builder()
        .connect_timeout(timeouts.connect)
        .timeout(timeouts.exchange)
        .tls_roots(TlsRoots::Pem(authority.pem()))
        .build()
        .expect("the settings are in their ranges")
}

/// An address with a name that no resolver may ask for, since a label has at most 63 octets (RFC
/// 1035 §2.3.4): looking it up fails without leaving the machine.
fn nameless() -> Url {
    let name = "a".repeat(64);
    Url::parse(&format!("http://{name}.invalid")).expect("a URL may hold such a name")
}

/// Status and reason of a request that reached its handler.
pub(crate) const SERVED: (u16, &str) = (200, "");
/// Those of one for whom nobody was asked.
pub(crate) const SUSPENDED: (u16, &str) = (503, "issuer_suspended");
/// Those of one for whom the issuer was asked and was out of order.
pub(crate) const UNAVAILABLE: (u16, &str) = (503, "issuer_unavailable");
const JSON: &str = "content-type: application/json\r\n";
