//! The calls to Polar's API.

use std::fmt;

use bytes::Bytes;
use customer_session::upstream::{BaseUrl, HttpAnswer, HttpRequest, Upstream};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use url::Url;

use crate::{
    ApiVersion, PolarError,
    answer::{Credentials, is_unknown_version, judge},
    observe,
};

/// Talks to one Polar server with one access token.
pub(crate) struct Client {
    pub(crate) access_token: SecretString,
    pub(crate) server: BaseUrl,
    pub(crate) upstream: Upstream,
    pub(crate) version: ApiVersion,
}

impl Client {
    /// A `GET` with the session's own token.
    pub(crate) async fn get_as_session(
        &self,
        path: &[&str],
        token: &str,
    ) -> Result<HttpAnswer, PolarError> {
        let request = HttpRequest::get(self.address(path)).bearer(token);
        judge(
            self.send(&self.upstream, request).await?,
            Credentials::Session,
        )
    }

    /// A `GET` with our access token, on the way to verify a session. Its answer may be as long as
    /// `max_bytes`, or as long as any other without.
    pub(crate) async fn get_to_verify(
        &self,
        path: &[&str],
        max_bytes: Option<usize>,
    ) -> Result<HttpAnswer, PolarError> {
        let mut request = self.signed(HttpRequest::get(self.address(path)));
        if let Some(max_bytes) = max_bytes {
            request.max_answer_bytes = max_bytes;
        }
        judge(
            self.send(&self.upstream, request).await?,
            Credentials::Organization,
        )
    }

    /// A `GET` with our access token, for a purpose of its own; not counted as a verification.
    pub(crate) async fn get(&self, url: Url) -> Result<HttpAnswer, PolarError> {
        let request = self.signed(HttpRequest::get(url));
        judge(
            self.send(&self.upstream.counted_apart(), request).await?,
            Credentials::Organization,
        )
    }

    /// A `POST` with our access token; not counted as a verification.
    pub(crate) async fn post(
        &self,
        path: &[&str],
        body: impl Into<Bytes>,
    ) -> Result<HttpAnswer, PolarError> {
        let request = self.signed(HttpRequest::post_json(self.address(path), body));
        judge(
            self.send(&self.upstream.counted_apart(), request).await?,
            Credentials::Organization,
        )
    }

    /// The address of a path; an empty last segment gives the slash at the end that Polar's lists
    /// need.
    pub(crate) fn address(&self, path: &[&str]) -> Url {
        self.server.join(path.iter().copied())
    }

    fn signed(&self, request: HttpRequest) -> HttpRequest {
        request.bearer(self.access_token.expose_secret())
    }

    /// Sends with the pinned version, and once more without if Polar does not know it.
    async fn send(
        &self,
        upstream: &Upstream,
        request: HttpRequest,
    ) -> Result<HttpAnswer, PolarError> {
        let request = request.header("accept", "application/json");
        let Some(version) = self.version.header() else {
            return Ok(upstream.send(request).await?);
        };
        let answer = upstream
            .send(request.clone().header("polar-version", version))
            .await?;
        if !is_unknown_version(&answer) {
            return Ok(answer);
        }
        observe::unknown_version(version);
        Ok(upstream.send(request).await?)
    }
}

/// Reads a JSON answer. The error says where it breaks, and holds nothing of it.
pub(crate) fn read<T: DeserializeOwned>(answer: &HttpAnswer) -> Result<T, PolarError> {
    serde_json::from_slice(&answer.body).map_err(|error| {
        let message = format!(
            "Polar's answer cannot be read ({:?} error at line {}, column {})",
            error.classify(),
            error.line(),
            error.column()
        );
        let unreadable = PolarError::malformed(message);
        if answer.is_json_object_with(&["customer_id", "id"]) {
            unreadable.of_one_customer()
        } else {
            unreadable
        }
    })
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("server", &self.server)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
