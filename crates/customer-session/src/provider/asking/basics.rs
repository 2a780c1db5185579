//! Name, prefixes and HTTP client of a provider.

use std::borrow::Cow;

use url::Url;

use crate::{
    config::ConfigError,
    provider::Shape,
    upstream::{HttpTransport, Upstream, usual},
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

    /// The HTTP client that was brought along.
    #[cfg(all(feature = "introspection", feature = "jwt"))]
    pub(in crate::provider) const fn upstream(&self) -> Option<&Upstream> {
        self.upstream.as_ref()
    }

    /// For a server at this address.
    pub(in crate::provider) fn build(self, address: &Url) -> Result<Named, ConfigError> {
        let ask = || usual(address, "set one to ask the server with");
        let upstream = self.upstream.map_or_else(ask, Ok)?;
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
