//! Configures how a server is asked with the customer's own token, and how its answers are read.

use std::{borrow::Cow, error::Error, fmt, sync::Arc};

use serde_json::Value;

use super::{AnswerRule, Claims, Field, Mapped, MeProvider, TimeFormat, provider::TokenPlace};
use crate::{
    config::ConfigError,
    provider::asking::{Header, Settings, common_settings, header_name},
    rejection::Reason,
    upstream::HttpTransport,
};

/// Configures a [`MeProvider`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct MeProviderBuilder {
    body: Option<Value>,
    place: Result<TokenPlace, ConfigError>,
    settings: Settings,
}

impl MeProvider {
    /// Begins the configuration of a server that is asked at this address, by `GET` and with
    /// `Authorization: Bearer` and the token: https, or http on this machine; no redirect is followed.
    /// It may have a query, which must hold no secret.
    ///
    /// # Security
    ///
    /// Whoever answers at this address decides who your customers are, and is sent their tokens.
    pub fn builder(endpoint: impl Into<String>) -> MeProviderBuilder {
        let place = TokenPlace {
            header: "authorization".into(),
            before: "Bearer ".into(),
        };
        MeProviderBuilder {
            body: None,
            place: Ok(place),
            settings: Settings::new("me", endpoint.into(), Reason::ClaimsMalformed),
        }
    }
}

impl MeProviderBuilder {
    common_settings!("me");

    /// Has the server asked by `POST`, with this JSON as the body. Default: by `GET`.
    pub fn post(mut self, body: impl Into<Value>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sends the token in this header, as it is. Default: `Authorization`, behind `Bearer`.
    pub fn token_header(mut self, name: impl AsRef<str>) -> Self {
        self.place = header_name("token_header", name.as_ref()).map(|header| TokenPlace {
            header,
            before: "".into(),
        });
        self
    }

    /// Sends the token in a cookie of this name. Default: in a header.
    ///
    /// Only bearer tokens are asked about (`b64token`, RFC 6750 §2.1): a signed session cookie such as
    /// that of `express-session`, which holds `:` or `%`, is none.
    pub fn token_cookie(mut self, name: impl AsRef<str>) -> Self {
        // The name of a cookie is made of the same characters (RFC 6265 §4.1.1).
        let name = name.as_ref();
        self.place = header_name("token_cookie", name).map(|_| TokenPlace {
            header: "cookie".into(),
            before: format!("{name}=").into(),
        });
        self
    }

    /// Validates everything. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When the address is not https (or http on this machine), a place is no JSON pointer or that of
    /// the customer's id is missing, a header cannot be sent or is set twice, a rule can never apply, or
    /// there is no HTTP client.
    pub fn build(self) -> Result<MeProvider, ConfigError> {
        let place = self.place?;
        let mend = "set it once; that of the token is set by the provider";
        let server = self.settings.build(Some(&place.header), mend)?;
        Ok(MeProvider {
            body: self.body.map(|body| body.to_string().into()),
            place,
            server,
        })
    }
}

/// Shows none of the texts: before [`build`](MeProviderBuilder::build) nothing says that a secret
/// stands where it belongs.
impl fmt::Debug for MeProviderBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MeProviderBuilder").finish_non_exhaustive()
    }
}
