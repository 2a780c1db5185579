//! Name, prefixes and HTTP client of a provider.

use std::borrow::Cow;

use url::Url;

#[cfg(feature = "upstream")]
use crate::upstream::{ReqwestTransport, TlsRoots};
use crate::{
    config::ConfigError,
    provider::Shape,
    upstream::{HttpTransport, Upstream},
};

/// Name, prefixes and HTTP client, as they are set.
pub(in crate::provider) struct Basics {
    pub(in crate::provider) name: Cow<'static, str>,
    pub(in crate::provider) prefixes: Vec<Cow<'static, str>>,
    upstream: Option<Upstream>,
}

/// The same, ready for use.
pub(in crate::provider) struct Named {
    pub(in crate::provider) name: Cow<'static, str>,
    pub(in crate::provider) shape: Shape,
    pub(in crate::provider) upstream: Upstream,
}

impl Basics {
    pub(in crate::provider) const fn named(name: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            prefixes: Vec::new(),
            upstream: None,
        }
    }

    pub(in crate::provider) fn set_transport(&mut self, transport: impl HttpTransport) {
        self.upstream = Some(Upstream::new(transport));
    }

    /// For a server at this address.
    pub(in crate::provider) fn build(self, address: &Url) -> Result<Named, ConfigError> {
        let upstream = self.upstream.map_or_else(|| usual(address), Ok)?;
        let shape = if self.prefixes.is_empty() {
            Shape::Any
        } else {
            Shape::Prefixes(self.prefixes)
        };
        Ok(Named {
            upstream: upstream.provider(&*self.name),
            name: self.name,
            shape,
        })
    }
}

#[cfg(feature = "upstream")]
fn usual(address: &Url) -> Result<Upstream, ConfigError> {
    // An address in clear text shows no certificate, and a machine without any must still be able
    // to reach it.
    let roots = if address.scheme() == "http" {
        TlsRoots::None
    } else {
        TlsRoots::System
    };
    let transport = ReqwestTransport::builder().tls_roots(roots).build()?;
    Ok(Upstream::new(transport))
}

#[cfg(not(feature = "upstream"))]
fn usual(_: &Url) -> Result<Upstream, ConfigError> {
    Err(ConfigError::invalid(
        "transport",
        "not set",
        "set one to ask the server with, or switch on the feature `upstream`",
    ))
}
