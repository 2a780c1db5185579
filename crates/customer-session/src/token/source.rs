//! Where a token may stand in a request.

use std::borrow::Cow;

/// A place in the request where a token is looked for.
///
/// The `Authorization` header is the only one by default, and the only one that RFC 6750 obliges a
/// server to read. Add others with
/// [`CustomerSessionConfigBuilder::source`](crate::config::CustomerSessionConfigBuilder::source).
///
/// # Security
///
/// A **cookie** is sent by the browser whoever made the request, so every state-changing route
/// behind it needs protection against cross-site request forgery: set the cookie `HttpOnly; Secure;
/// SameSite=Lax` at least, and refuse unsafe methods whose `Origin` or `Sec-Fetch-Site` is foreign
/// (in tower: `tower_http::csrf`). A token in a header needs none of that.
///
/// A **query parameter** ends in logs, histories and `Referer` headers (RFC 9700 §4.3.2 forbids
/// clients to send tokens so). Switch it on only for links that a provider made, such as Polar's
/// success URL, and redirect to an address without it. The middleware removes the parameter from
/// the URI before inner layers and handlers see it; what logs outside of the middleware write is
/// out of its reach. Of two layers around one handler only the outer one sees such a token: give the
/// outer one alone this source, or let handlers use what it found.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TokenSource {
    /// `Authorization: Bearer <token>` (RFC 6750 §2.1).
    Authorization,
    /// A cookie of this name, holding the bare token.
    Cookie(Cow<'static, str>),
    /// A header of this name, holding the bare token without a scheme.
    Header(Cow<'static, str>),
    /// A query parameter of this name, holding the bare token.
    Query(Cow<'static, str>),
}

/// The sources of one configuration, sorted by how they are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    pub(crate) authorization: bool,
    pub(crate) cookies: Vec<Box<str>>,
    pub(crate) headers: Vec<Box<str>>,
    pub(crate) parameters: Vec<Box<str>>,
    /// Whether the `Authorization` header is all there is to read, and a token in it decides.
    pub(crate) bearer_only: bool,
}

impl Sources {
    pub(crate) fn new(sources: &[TokenSource]) -> Self {
        let mut sorted = Self::default();
        for source in sources {
            match source {
                TokenSource::Authorization => sorted.authorization = true,
                TokenSource::Cookie(name) => sorted.cookies.push(name.as_ref().into()),
                TokenSource::Header(name) => sorted.headers.push(name.to_ascii_lowercase().into()),
                TokenSource::Query(name) => sorted.parameters.push(name.as_ref().into()),
            }
        }
        let bearer = |source: &TokenSource| *source == TokenSource::Authorization;
        sorted.bearer_only = !sources.is_empty() && sources.iter().all(bearer);
        sorted
    }
}
