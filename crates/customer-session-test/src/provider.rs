//! The suite that every provider must pass, for those who write one by hand.
//!
//! [`conformance`] runs a server of its own on this machine, has your provider ask it, and spoils
//! its answers, one call at a time: connections that are refused or hang, pages of proxies, JSON
//! that is cut, lacks a member or has one of another type, limits, redirects, bodies without end. It
//! judges what your provider makes of each by what [`SessionProvider`] asks for, and tells each
//! [rule](Rule) that is broken: what was done, what should have come of it, what came, and the mend.
//!
//! It needs a [`Bench`]: how your provider is made, given the server's address, and what your issuer
//! answers about a good session. The more you show it, such as what your issuer answers about a
//! session that is over, the more it tries; what it could not try, it lists.
//!
//! # Example
//!
//! A provider for an issuer with one endpoint, which says everything in one answer. The manual's
//! chapter `by_hand` explains a larger one.
//!
//! ```
//! # use customer_session::{
//! #     provider::{ProviderError, SessionFacts, SessionProvider, Shape},
//! #     session::CustomerRecord,
//! #     token::SessionToken,
//! #     upstream::{BaseUrl, HttpRequest, ReqwestTransport, TlsRoots, Upstream},
//! # };
//! # #[derive(Debug)]
//! # struct Kiosk(BaseUrl, Upstream);
//! # impl Kiosk {
//! #     fn at(address: &str) -> Self {
//! #         let transport = ReqwestTransport::builder().tls_roots(TlsRoots::None).build().unwrap();
//! #         let address = BaseUrl::parse("kiosk", address).unwrap();
//! #         Self(address, Upstream::new(transport))
//! #     }
//! # }
//! # #[derive(serde::Deserialize)]
//! # struct Answer { customer: Option<String> }
//! # impl SessionProvider for Kiosk {
//! #     fn name(&self) -> &str { "kiosk" }
//! #     fn shape(&self) -> Shape { Shape::prefixes(["kio_"]) }
//! #     async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
//! #         let url = self.0.join(["session"]);
//! #         let answer = self.1.send(HttpRequest::get(url).bearer(token.expose())).await?;
//! #         match answer.status {
//! #             200 if answer.is_json() => {}
//! #             429 => return Err(ProviderError::customer_rate_limited().retry_after(answer.retry_after())),
//! #             500.. => return Err(ProviderError::unavailable("down").retry_after(answer.retry_after())),
//! #             _ => return Err(ProviderError::malformed_answer("a status that is not documented")),
//! #         }
//! #         let answer: Answer = serde_json::from_slice(&answer.body)
//! #             .map_err(|_| ProviderError::malformed_answer("not the documented JSON"))?;
//! #         let id = answer.customer.ok_or_else(|| ProviderError::malformed_answer("no customer"))?;
//! #         Ok(SessionFacts::new(&*id).customer(CustomerRecord::new(&*id)))
//! #     }
//! #     fn upstream_calls(&self) -> u64 { self.1.calls() }
//! # }
//! use customer_session_test::provider::{Bench, Reply, Session, conformance};
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let good = Reply::json(200, &json!({ "customer": "ada" }));
//! let bench = Bench::new(|address: &str| Kiosk::at(address))
//!     .good("ada", Session::new("kio_1").answer("GET", "/session", good));
//!
//! let report = conformance(bench).await;
//!
//! report.assert();
//! // What the bench above shows nothing of, such as how this issuer says no.
//! assert!(!report.untried().is_empty());
//! # }
//! ```
//!
//! # How it judges
//!
//! - **Ours and theirs.** A call that holds one of your [secrets](Bench::secret) is made with your
//!   credentials, another that holds the token with the customer's. On it depends whose limit a 429
//!   is, and whose fault a 401.
//! - **What is a "no".** What the bench says ([`denied`](Bench::denied), [`expired`](Bench::expired),
//!   [`not_ours`](Bench::not_ours)), and nothing else. Where a spoilt answer could be taken for such
//!   a "no", it is not tried, and listed.
//! - **Texts.** The spoilt answers repeat tokens and credentials, as error pages do. No error may.
//!
//! # What it does not try
//!
//! The suite asks the provider itself and not through an engine, so that
//! [`start`](SessionProvider::start) is not called, but once; time limits are the engine's, and
//! signatures of tokens that are judged on the spot
//! ([`verify_local`](SessionProvider::verify_local)) are tested by forging them.

mod asked;
mod bench;
mod dropping;
mod faults;
mod form;
mod good;
mod judge;
mod junk;
mod outcome;
mod refusals;
mod reply;
mod report;
mod rule;
mod server;
mod suite;

use customer_session::provider::SessionProvider;

pub use self::{
    bench::{Bench, Session},
    reply::Reply,
    report::{Finding, Report, Untried},
    rule::Rule,
};
use self::{server::Server, suite::Suite};

/// Tries every rule that a provider must keep.
///
/// It takes some hundreds of questions to a server on this machine, which are answered at once: a
/// few seconds. Where the good session is not accepted, nothing else is tried.
///
/// The provider is asked on the runtime of the test. One that blocks the runtime's only thread, to
/// wait for something that this thread has to do, waits for ever, and the suite with it.
///
/// # Panics
///
/// Outside of a tokio runtime, where this machine lets no port be listened on, and where the bench's
/// own function panics.
pub async fn conformance<P: SessionProvider>(bench: Bench<P>) -> Report {
    let server = Server::start().expect("a port of this machine can be listened on");
    let mut suite = Suite::new(&bench, server);
    if let Some(learned) = suite.learn().await {
        suite.good(&learned).await;
        suite.form(&learned).await;
        suite.refusals().await;
        suite.faults(&learned).await;
        suite.junk(&learned).await;
        suite.dropping(&learned).await;
    }
    suite.into_report()
}
