//! The world around a request: an issuer, its customers, their tokens, and the time.

use customer_session::{
    CustomerSessionConfig, clock::ManualClock, config::CustomerSessionConfigBuilder,
    token::TokenSource,
};
use customer_session_polar::Polar;
use customer_session_test::polar::{
    Endpoint, FakePolar, Fault, NewCustomer, NewMember, NewOrganization, Role,
};

use super::signed_tokens::Signers;

/// What the issuer does while a request is on its way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Upstream {
    /// The first half of the JSON, as if it were the whole.
    CutJson,
    /// A page of HTML with status 200.
    Html,
    /// 401 as to a token that is unknown.
    InvalidToken,
    /// 429 to calls with our own access token.
    OwnLimited,
    /// 401 to calls with our own access token.
    OwnRefused,
    /// 429 to every call.
    RateLimited,
    /// No connection at all.
    Refused,
    /// 401 as to a request without a usable token, which says nothing about the session.
    Unauthorized,
    /// The usual answers.
    Up,
}

/// A request, as plain data.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) method: &'static str,
    pub(super) target: String,
    pub(super) headers: Vec<(&'static str, Vec<u8>)>,
}

/// The issuer, its customers and the time, which stands still.
pub(super) struct World {
    pub(super) clock: ManualClock,
    pub(super) polar: FakePolar,
    signers: Signers,
    /// What stands for what in a template, such as `{good}`.
    tokens: Vec<(&'static str, String)>,
}

impl World {
    pub(super) async fn start() -> Self {
        let clock = ManualClock::new();
        let polar = FakePolar::builder()
            .clock(clock.clone())
            .organization(NewOrganization::new("shop"))
            .start()
            .await
            .unwrap();
        let signers = Signers::start(&clock).await;
        let mut tokens = tokens(&polar).await;
        tokens.extend(signers.tokens());
        Self {
            clock,
            polar,
            signers,
            tokens,
        }
    }

    /// A configuration with nothing in its cache that looks at the `Authorization` header and at
    /// these sources.
    pub(super) fn config(
        &self,
        sources: impl IntoIterator<Item = TokenSource>,
    ) -> CustomerSessionConfig {
        sources
            .into_iter()
            .fold(self.builder(), |builder, source| builder.source(source))
            .build()
            .unwrap()
    }

    /// A configuration with nothing in its cache, but for what a test sets.
    pub(super) fn builder(&self) -> CustomerSessionConfigBuilder {
        let organization = self.polar.organization();
        let provider = Polar::server(self.polar.url())
            .access_token(organization.access_token())
            .organization_id(organization.id())
            .build()
            .unwrap();
        CustomerSessionConfig::builder()
            .provider(provider)
            .provider(self.signers.with_keys_at_hand())
            .provider(self.signers.with_keys_to_fetch())
            .clock(self.clock.clone())
            .realm("shop")
    }

    /// Replaces names in braces by the tokens they stand for.
    pub(super) fn fill(&self, template: &str) -> String {
        self.tokens
            .iter()
            .fold(template.to_owned(), |text, (name, token)| {
                text.replace(&format!("{{{name}}}"), token)
            })
    }

    /// A `GET` of `/` with one `Authorization` field line.
    pub(super) fn get(&self, authorization: &str) -> Sent {
        self.request("GET", "/", &[("authorization", authorization)])
    }

    pub(super) fn request(
        &self,
        method: &'static str,
        target: &str,
        headers: &[(&'static str, &str)],
    ) -> Sent {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, self.fill(value).into_bytes()));
        Sent {
            method,
            target: self.fill(target),
            headers: headers.collect(),
        }
    }

    /// Every secret that a response must not hold.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|(_, token)| token.as_str())
    }

    pub(super) fn set(&self, upstream: Upstream) {
        self.polar.clear_faults();
        self.signers.set(upstream);
        match upstream {
            Upstream::CutJson => self.polar.fault(Fault::TruncatedJson),
            Upstream::Html => self.polar.fault(Fault::Html(200)),
            Upstream::InvalidToken => self.polar.fault(Fault::InvalidToken),
            Upstream::OwnLimited => self
                .polar
                .fault_on(Endpoint::Customer, limited_for_seconds(9)),
            Upstream::OwnRefused => self.polar.fault_on(Endpoint::Customer, Fault::Unauthorized),
            Upstream::RateLimited => self.polar.fault(limited_for_seconds(7)),
            Upstream::Refused => self.polar.fault(Fault::Refuse),
            Upstream::Unauthorized => self.polar.fault(Fault::Unauthorized),
            Upstream::Up => {}
        }
    }
}

async fn tokens(polar: &FakePolar) -> Vec<(&'static str, String)> {
    let organization = polar.organization();
    let ada = organization.add_customer(NewCustomer::individual("ada@shop.example").name("Ada"));
    let grace =
        organization.add_customer(NewCustomer::individual("grace@shop.example").name("Grace"));
    let team = organization.add_customer(NewCustomer::team("Globex"));
    let hank = team.add_member(NewMember::new("hank@globex.example").role(Role::BillingManager));
    let stranger = polar
        .add_organization("elsewhere")
        .add_customer(NewCustomer::individual("ada@shop.example").name("Ada"));
    // Made by an issuer that this one has never heard of, so it is well-formed and unknown.
    let unknown = FakePolar::start()
        .await
        .unwrap()
        .organization()
        .add_customer(NewCustomer::individual("nobody@shop.example"))
        .mint();
    let good = ada.mint();
    vec![
        ("broken", broken(&good)),
        ("canary", "canary-9f8e7d6c5b4a".to_owned()),
        ("foreign", stranger.mint()),
        ("good", good),
        ("long", "a".repeat(8 * 1024 + 1)),
        ("member", team.mint_member(&hank)),
        ("other", grace.mint()),
        ("unknown", unknown),
    ]
}

/// A token whose last character is another one, so that its checksum does not fit.
fn broken(token: &str) -> String {
    let (kept, last) = token.split_at(token.len() - 1);
    format!("{kept}{}", if last == "0" { "1" } else { "0" })
}

fn limited_for_seconds(seconds: u32) -> Fault {
    Fault::RateLimited {
        retry_after: Some(seconds),
    }
}
