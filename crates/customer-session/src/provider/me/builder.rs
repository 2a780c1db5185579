//! Configures how a server is asked with the customer's own token, and how its answers are read.

use std::{borrow::Cow, collections::BTreeSet, error::Error, fmt, sync::Arc};

use serde_json::Value;

use super::{AnswerRule, Claims, Field, Mapped, MeProvider, TimeFormat, provider::TokenPlace};
use crate::{
    config::ConfigError,
    provider::{
        EngineTime,
        asking::{Basics, Header, Named, Reading, common_settings, header_name},
    },
    rejection::Reason,
    upstream::{HttpTransport, parse_document},
};

/// Configures a [`MeProvider`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct MeProviderBuilder {
    basics: Basics,
    body: Option<Value>,
    endpoint: String,
    headers: Vec<Result<Header, ConfigError>>,
    place: Result<TokenPlace, ConfigError>,
    reading: Reading,
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
            basics: Basics::named("me"),
            body: None,
            endpoint: endpoint.into(),
            headers: Vec::new(),
            place: Ok(place),
            reading: Reading::new(Reason::ClaimsMalformed),
        }
    }
}

impl MeProviderBuilder {
    common_settings!("me");

    /// Sets another address than that of the preset, such as that of a fake.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    /// Adds a header that goes with every question, such as the key of a sales channel. It is not
    /// shown. Headers that the provider or the HTTP client sets are refused. Default: none.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let header = Header::checked("header", name.as_ref(), value.as_ref());
        self.headers.push(header);
        self
    }

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
        let endpoint = parse_document("endpoint", &self.endpoint)?;
        self.reading.check()?;
        let place = self.place?;
        let headers = self.headers.into_iter().collect::<Result<Vec<_>, _>>()?;
        refuse_twice(&headers, &place)?;
        let Named {
            name,
            shape,
            upstream,
        } = self.basics.build(&endpoint)?;
        Ok(MeProvider {
            body: self.body.map(|body| body.to_string().into()),
            endpoint,
            headers,
            time: EngineTime::default(),
            name,
            place,
            reading: self.reading,
            shape,
            upstream,
        })
    }
}

/// Of two headers of one name only one would be sent.
fn refuse_twice(headers: &[Header], place: &TokenPlace) -> Result<(), ConfigError> {
    let mut names = BTreeSet::from([&*place.header]);
    match headers.iter().find(|header| !names.insert(&header.name)) {
        Some(header) => Err(ConfigError::invalid(
            "header",
            &header.name,
            "set it once; that of the token is set by the provider",
        )),
        None => Ok(()),
    }
}

/// Shows none of the texts: before [`build`](MeProviderBuilder::build) nothing says that a secret
/// stands where it belongs.
impl fmt::Debug for MeProviderBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MeProviderBuilder").finish_non_exhaustive()
    }
}
