//! The transport of the `upstream` feature: reqwest with rustls.

#[cfg(test)]
mod tests;

use std::{fs, path::PathBuf, sync::OnceLock, time::Duration};

use bytes::{Bytes, BytesMut};
use reqwest::{
    Certificate, Client, ClientBuilder, Method, Response,
    header::{AUTHORIZATION, HeaderName, HeaderValue},
    redirect::Policy,
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{runtime::Handle, task::JoinHandle};

use super::{HttpAnswer, HttpRequest, HttpTransport, TransportError, TransportErrorKind};
use crate::config::{ConfigError, within};

/// Whose certificates are trusted.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum TlsRoots {
    /// Nobody's: for addresses that are plain http on this machine.
    None,
    /// Those in this PEM text, and no others.
    Pem(Vec<u8>),
    /// Those in this PEM file, and no others.
    PemFile(PathBuf),
    /// Those that the operating system trusts. The default.
    #[default]
    System,
}

/// Sends requests with reqwest: rustls, no redirects, no proxies, no decompression, no cookies.
///
/// Every exchange runs on one runtime, since connections belong to the runtime that opened them:
/// that on which
/// [`build`](ReqwestTransportBuilder::build) was called, else that of the first request. It must be driven as long as requests
/// are sent: exchanges, and their timeouts, run nowhere else.
#[derive(Debug)]
pub struct ReqwestTransport {
    client: Client,
    runtime: OnceLock<Handle>,
}

/// Collects the settings of a [`ReqwestTransport`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    roots: TlsRoots,
    timeout: Duration,
}

impl ReqwestTransport {
    /// Begins a transport.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder {
            connect_timeout: Duration::from_secs(2),
            roots: TlsRoots::System,
            timeout: Duration::from_secs(5),
        }
    }

    fn spawn(
        &self,
        request: reqwest::Request,
        max_bytes: usize,
    ) -> Result<Exchange, TransportError> {
        if self.runtime.get().is_none() {
            let current = Handle::try_current().map_err(|error| interrupted().caused_by(error))?;
            // Lost races are fine: whoever came first keeps the connections.
            let _ = self.runtime.set(current);
        }
        let client = self.client.clone();
        let runtime = self.runtime.get().ok_or_else(interrupted)?;
        Ok(Exchange(runtime.spawn(async move {
            let response = client.execute(request).await.map_err(failed)?;
            read(response, max_bytes).await
        })))
    }
}

impl ReqwestTransportBuilder {
    /// Sets how long a connection may take to be made, 10 ms to 60 s. Default: 2 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets whose certificates are trusted. Default: those that the operating system trusts.
    pub fn tls_roots(mut self, roots: TlsRoots) -> Self {
        self.roots = roots;
        self
    }

    /// Sets how long an exchange may take as a whole, 10 ms to 60 s. Default: 5 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    ///
    /// When a timeout is out of its range, certificates cannot be read, or the system has none: the
    /// error names the mend.
    pub fn build(self) -> Result<ReqwestTransport, ConfigError> {
        within("connect_timeout", self.connect_timeout, SHORTEST, LONGEST)?;
        within("timeout", self.timeout, SHORTEST, LONGEST)?;
        let client = self.client();
        let client = trust(client, self.roots)?.build().map_err(|error| {
            let mend = "install the system's CA certificates (package `ca-certificates`) or set `tls_roots` to a PEM file";
            ConfigError::invalid("tls_roots", describe(&error), mend)
        })?;
        let runtime = OnceLock::new();
        if let Ok(current) = Handle::try_current() {
            // The cell is new, so it cannot be taken.
            let _ = runtime.set(current);
        }
        Ok(ReqwestTransport { client, runtime })
    }

    /// The client, but for whom it trusts.
    fn client(&self) -> ClientBuilder {
        Client::builder()
            .user_agent(concat!("customer-session/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            // Off by default, but any crate of the program can switch reqwest's features on.
            .no_brotli()
            .no_deflate()
            .no_gzip()
            .no_zstd()
            .referer(false)
    }
}

impl HttpTransport for ReqwestTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let max_bytes = request.max_answer_bytes;
        let mut exchange = self.spawn(translate(request)?, max_bytes)?;
        match (&mut exchange.0).await {
            Ok(answer) => answer,
            Err(lost) => Err(interrupted().caused_by(lost)),
        }
    }
}

/// An exchange under way on its own runtime; dropped, it stops.
#[derive(Debug)]
struct Exchange(JoinHandle<Result<HttpAnswer, TransportError>>);

impl Drop for Exchange {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn trust(client: ClientBuilder, roots: TlsRoots) -> Result<ClientBuilder, ConfigError> {
    let pem = match roots {
        TlsRoots::System => return Ok(client),
        TlsRoots::None => return Ok(client.tls_certs_only([])),
        TlsRoots::Pem(pem) => pem,
        TlsRoots::PemFile(path) => fs::read(&path).map_err(|error| {
            ConfigError::invalid(
                "tls_roots",
                path.display(),
                format!("{error}; name a PEM file that can be read"),
            )
        })?,
    };
    let mend =
        "give at least one certificate in PEM form, between BEGIN CERTIFICATE and END CERTIFICATE";
    let certificates = Certificate::from_pem_bundle(&pem)
        .map_err(|error| ConfigError::invalid("tls_roots", describe(&error), mend))?;
    if certificates.is_empty() {
        return Err(ConfigError::invalid("tls_roots", "no certificate", mend));
    }
    Ok(client.tls_certs_only(certificates))
}

fn translate(request: HttpRequest) -> Result<reqwest::Request, TransportError> {
    let method = Method::from_bytes(request.method.as_bytes())
        .map_err(|error| interrupted().caused_by(error))?;
    let mut translated = reqwest::Request::new(method, request.url);
    let headers = translated.headers_mut();
    for (name, value) in request.headers {
        headers.insert(
            name,
            HeaderValue::try_from(value).map_err(|error| interrupted().caused_by(error))?,
        );
    }
    for (name, value) in request.secret_headers {
        let name = HeaderName::try_from(&*name).map_err(|error| interrupted().caused_by(error))?;
        headers.insert(name, sensitive(&value)?);
    }
    if let Some(authorization) = request.authorization {
        headers.insert(AUTHORIZATION, sensitive(&authorization)?);
    }
    *translated.body_mut() = request.body.map(Into::into);
    Ok(translated)
}

fn sensitive(value: &SecretString) -> Result<HeaderValue, TransportError> {
    // The error of a value that cannot be a header does not hold the value.
    let mut value = HeaderValue::try_from(value.expose_secret())
        .map_err(|error| interrupted().caused_by(error))?;
    value.set_sensitive(true);
    Ok(value)
}

async fn read(mut response: Response, max_bytes: usize) -> Result<HttpAnswer, TransportError> {
    let body = match read_body(&mut response, max_bytes).await {
        Err(error) if is_too_large(&error) && speaks_by_status(response.status().as_u16()) => {
            Bytes::new()
        }
        body => body?,
    };
    Ok(answer(&response, body))
}

async fn read_body(response: &mut Response, max_bytes: usize) -> Result<Bytes, TransportError> {
    let announced = response.content_length().unwrap_or(0);
    if announced > max_bytes as u64 {
        return Err(TransportError::new(TransportErrorKind::BodyTooLarge));
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > max_bytes {
            return Err(TransportError::new(TransportErrorKind::BodyTooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn is_too_large(error: &TransportError) -> bool {
    error.kind() == TransportErrorKind::BodyTooLarge
}

/// Whether a status says that there is no answer to the question, whatever stands below it.
const fn speaks_by_status(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..)
}

fn answer(response: &Response, body: Bytes) -> HttpAnswer {
    let mut answer = HttpAnswer::new(response.status().as_u16(), body);
    for (name, value) in response.headers() {
        // A value that is no text says nothing that anybody here reads.
        if let Ok(value) = value.to_str() {
            answer
                .headers
                .push((name.as_str().to_owned(), value.to_owned()));
        }
    }
    answer
}

fn failed(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind).caused_by(error.without_url())
}

const fn interrupted() -> TransportError {
    TransportError::new(TransportErrorKind::Interrupted)
}

/// The innermost cause, which is the one that says something.
fn describe(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_secs(60);
