//! An application behind a real socket, and a client of it.

use std::{fmt::Write as _, io, net::SocketAddr, time::Duration};

use axum::{Router, middleware, response::Response, routing::get};
use customer_session::{
    CustomerSessionConfig, Rejection,
    clock::{Clock, SystemClock},
    upstream::{HttpAnswer, HttpRequest, HttpTransport, ReqwestTransport, TlsRoots},
};
use customer_session_axum::{CurrentCustomer, CustomerSessionLayer};
use tokio::{net::TcpListener, task::JoinHandle};
use url::Url;

/// An application that tells customers who they are, and a client that asks it.
#[derive(Debug)]
pub(crate) struct App {
    client: ReqwestTransport,
    me: Url,
    server: JoinHandle<io::Result<()>>,
}

/// What a customer is told, what an outer layer sees, and how long it took.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) http: HttpAnswer,
    pub(crate) took: Duration,
}

impl App {
    pub(crate) async fn start(config: CustomerSessionConfig) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("the listener has an address");
        Self {
            client: client(),
            me: me(address),
            server: tokio::spawn(axum::serve(listener, router(config)).into_future()),
        }
    }

    /// Asks who the customer of this token is.
    pub(crate) async fn ask(&self, token: &str) -> Told {
        let clock = SystemClock::new();
        let begun = clock.monotonic();
        let request = HttpRequest::get(self.me.clone()).bearer(token);
        let http = self
            .client
            .send(request)
            .await
            .expect("the application answers, whatever the issuer does");
        Told {
            http,
            took: clock.monotonic() - begun,
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Told {
    pub(crate) fn status(&self) -> u16 {
        self.http.status
    }

    /// The reason that an outer layer saw; empty if the request was not refused.
    pub(crate) fn reason(&self) -> &str {
        self.http.header(REASON).unwrap_or_default()
    }

    /// What lay behind the reason.
    pub(crate) fn cause(&self) -> &str {
        self.http.header(CAUSE).unwrap_or_default()
    }

    /// The `code` of the problem document.
    pub(crate) fn code(&self) -> String {
        let problem: serde_json::Value =
            serde_json::from_slice(&self.http.body).unwrap_or_default();
        problem["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The seconds of `Retry-After`.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        let seconds = self.http.header("retry-after")?;
        Some(seconds.parse().expect("a number of seconds"))
    }

    /// Whether a text stands anywhere in what client and operator read.
    pub(crate) fn holds(&self, text: &str) -> bool {
        let headers = &self.http.headers;
        String::from_utf8_lossy(&self.http.body).contains(text)
            || headers.iter().any(|(_, value)| value.contains(text))
    }

    /// Status and reason, which tell most of it.
    pub(crate) fn verdict(&self) -> (u16, &str) {
        (self.status(), self.reason())
    }
}

fn router(config: CustomerSessionConfig) -> Router {
    Router::new()
        .route("/me", get(tell))
        .layer(CustomerSessionLayer::new(config))
        .layer(middleware::map_response(show))
}

async fn tell(CurrentCustomer(customer): CurrentCustomer) -> String {
    customer.id().to_string()
}

/// Shows the client of a test what an operator's layer reads in the response's extensions.
async fn show(mut response: Response) -> Response {
    if let Some(rejection) = response.extensions().get::<Rejection>() {
        let (reason, cause) = (rejection.reason().as_str(), causes(rejection));
        let headers = response.headers_mut();
        headers.insert(REASON, reason.parse().expect("a word"));
        headers.insert(CAUSE, cause.parse().expect("visible ASCII"));
    }
    response
}

fn causes(rejection: &Rejection) -> String {
    let mut text = String::new();
    let mut next = std::error::Error::source(rejection);
    while let Some(cause) = next {
        write!(text, "{cause}; ").expect("a text takes whatever is written to it");
        next = cause.source();
    }
    text.replace(|character: char| !(' '..='~').contains(&character), "?")
}

fn client() -> ReqwestTransport {
    ReqwestTransport::builder()
        .timeout(Duration::from_secs(60))
        .tls_roots(TlsRoots::None)
        .build()
        .expect("the settings are in their ranges")
}

fn me(address: SocketAddr) -> Url {
    Url::parse(&format!("http://{address}/me")).expect("an address makes a URL")
}

const REASON: &str = "x-reason";
const CAUSE: &str = "x-cause";
