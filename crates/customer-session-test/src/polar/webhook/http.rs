//! The client that posts deliveries: one connection each, which follows no redirect.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Incoming, client::conn::http1, header::HOST};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use url::Url;

use super::{delivery::Delivery, error::WebhookError};

/// Where deliveries go.
#[derive(Clone, Debug)]
pub(super) struct Target(Url);

/// Why there was no answer; nobody asks for more than that there was none.
type Unanswered = Box<dyn std::error::Error + Send + Sync>;

impl Target {
    /// Takes URLs of plain HTTP only.
    pub(super) fn parse(url: &str) -> Result<Self, WebhookError> {
        let parsed = Url::parse(url).ok();
        let usable = parsed.filter(|parsed| parsed.scheme() == "http" && parsed.has_host());
        usable
            .map(Self)
            .ok_or_else(|| WebhookError::Url(url.to_owned()))
    }

    /// The URL.
    pub(super) fn url(&self) -> &str {
        self.0.as_str()
    }

    /// The host and port to connect to.
    fn address(&self) -> (&str, u16) {
        // Addresses of IPv6 are in brackets in URLs only.
        let host = self.0.host_str().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        (host, self.0.port_or_known_default().unwrap_or(80))
    }

    /// The value of `Host`.
    fn host(&self) -> &str {
        &self.0[url::Position::BeforeHost..url::Position::AfterPort]
    }

    fn path_and_query(&self) -> &str {
        &self.0[url::Position::BeforePath..url::Position::AfterQuery]
    }
}

/// Posts a delivery, and returns the status once the whole answer has come.
pub(super) async fn post(target: &Target, delivery: &Delivery) -> Result<u16, Unanswered> {
    let request = request(target, delivery)?;
    let stream = TcpStream::connect(target.address()).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let exchange = async move {
        let answer = sender.send_request(request).await?;
        let status = answer.status().as_u16();
        drain(answer.into_body()).await?;
        Ok(status)
    };
    tokio::pin!(exchange);
    tokio::select! {
        biased;
        answered = &mut exchange => answered,
        // How the connection ended does not matter to an answer that came before.
        _ = connection => exchange.await,
    }
}

fn request(
    target: &Target,
    delivery: &Delivery,
) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
    let request = Request::post(target.path_and_query()).header(HOST, target.host());
    delivery
        .headers
        .iter()
        .fold(request, |request, (name, value)| {
            request.header(name, value)
        })
        .body(Full::from(delivery.body.clone()))
}

/// Reads an answer to its end; one that breaks off is none.
async fn drain(mut body: Incoming) -> hyper::Result<()> {
    while let Some(frame) = body.frame().await {
        frame?;
    }
    Ok(())
}
