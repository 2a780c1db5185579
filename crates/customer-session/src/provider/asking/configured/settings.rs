//! What is set of a server that follows no standard, whatever it is asked.

use std::collections::BTreeSet;

use super::{ConfiguredServer, Header, Reading};
use crate::{
    config::ConfigError,
    provider::{
        EngineTime,
        asking::{Basics, Named},
    },
    rejection::Reason,
    upstream::parse_document,
};

/// What is set of a server, until it is built.
pub(in crate::provider) struct Settings {
    pub(in crate::provider) basics: Basics,
    pub(in crate::provider) endpoint: String,
    pub(in crate::provider) headers: Vec<Result<Header, ConfigError>>,
    pub(in crate::provider) reading: Reading,
}

impl Settings {
    /// A server at this address. `nobody` is why an answer is refused that says that the session is
    /// active, and names no customer.
    pub(in crate::provider) const fn new(
        name: &'static str,
        endpoint: String,
        nobody: Reason,
    ) -> Self {
        Self {
            basics: Basics::named(name),
            endpoint,
            headers: Vec::new(),
            reading: Reading::new(nobody),
        }
    }

    /// Validates everything. `taken` is the header that the provider itself sets, and `mend` what is
    /// to be done about one that is set twice.
    pub(in crate::provider) fn build(
        self,
        taken: Option<&str>,
        mend: &'static str,
    ) -> Result<ConfiguredServer, ConfigError> {
        let endpoint = parse_document("endpoint", &self.endpoint)?;
        self.reading.check()?;
        let headers = self.headers.into_iter().collect::<Result<Vec<_>, _>>()?;
        refuse_twice(&headers, taken, mend)?;
        let Named {
            name,
            shape,
            upstream,
        } = self.basics.build(&endpoint)?;
        Ok(ConfiguredServer {
            endpoint,
            headers,
            name,
            reading: self.reading,
            shape,
            time: EngineTime::default(),
            upstream,
        })
    }
}

/// Of two headers of one name only one would be sent.
fn refuse_twice(
    headers: &[Header],
    taken: Option<&str>,
    mend: &'static str,
) -> Result<(), ConfigError> {
    let mut names: BTreeSet<_> = taken.into_iter().collect();
    match headers.iter().find(|header| !names.insert(&header.name)) {
        Some(header) => Err(ConfigError::invalid("header", &header.name, mend)),
        None => Ok(()),
    }
}
