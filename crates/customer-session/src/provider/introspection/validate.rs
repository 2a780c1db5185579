//! Judges the configuration of a server whole.

use std::sync::OnceLock;

#[cfg(feature = "jwt")]
use super::signed::Answers;
use super::{
    IntrospectionProvider, IntrospectionProviderBuilder,
    builder::Place,
    credentials::Credentials,
    endpoint::{ENDPOINT, Endpoint},
    rules::Rules,
};
use crate::{
    config::ConfigError,
    provider::{
        asking::Named,
        claims::{Audience, refuse_leeway},
        discovery::Whereabouts,
    },
};

impl IntrospectionProviderBuilder {
    /// Validates everything. Nothing is sent.
    ///
    /// # Errors
    ///
    /// - The address, or the issuer, is not https (or http on this machine), or the issuer has a
    ///   query.
    /// - The server is to know us by nothing or by two things, or by a signature for nobody.
    /// - Signed answers have no issuer, are for nobody, or are signed by a shared secret, and as
    ///   [`JwtProviderBuilder::build`](crate::provider::jwt::JwtProviderBuilder::build) says of keys.
    /// - Something that is compared is empty, the leeway is more than 300 s, or there is no HTTP
    ///   client.
    pub fn build(mut self) -> Result<IntrospectionProvider, ConfigError> {
        let whereabouts = match &self.place {
            Place::At(address) => Whereabouts::given("endpoint", address)?,
            Place::Of(issuer) => Whereabouts::discovered(issuer, ENDPOINT)?,
        };
        refuse_empty(&self.rules)?;
        refuse_leeway(self.rules.leeway)?;
        let credentials = the_one(std::mem::take(&mut self.credentials))?;
        #[cfg(feature = "jwt")]
        let credentials = self.addressed(credentials)?;
        #[cfg(feature = "jwt")]
        let signed = self.answers()?;
        #[cfg(not(feature = "jwt"))]
        let signed = None;
        let Named {
            name,
            shape,
            upstream,
        } = self.basics.build(whereabouts.address())?;
        Ok(IntrospectionProvider {
            credentials,
            endpoint: Endpoint::new(whereabouts, upstream.clone()),
            hint: self.hint,
            host: OnceLock::new(),
            mapping: self.mapping,
            name,
            rules: self.rules,
            shape,
            signed,
            upstream,
            warm_up: self.warm_up,
        })
    }
}

#[cfg(feature = "jwt")]
impl IntrospectionProviderBuilder {
    /// Tells a signature of ours whom it is for.
    fn addressed(&mut self, mut credentials: Credentials) -> Result<Credentials, ConfigError> {
        let field = "assertion_audience";
        match (&mut credentials, self.assertion_audience.take()) {
            (Credentials::Assertion(assertion), audience) => {
                let audience = audience.or_else(|| self.rules.issuer.clone());
                assertion.audience = audience.filter(|text| !text.is_empty()).ok_or_else(|| {
                    let mend = "set the server's issuer identifier, here or as `issuer`";
                    ConfigError::invalid(field, "not set", mend)
                })?;
                assertion.entropy = self.entropy.clone();
            }
            (_, Some(_)) => {
                let mend = "only `private_key_jwt` signs assertions; remove it";
                return Err(ConfigError::invalid(field, "set without need", mend));
            }
            (_, None) => {}
        }
        Ok(credentials)
    }

    fn answers(&mut self) -> Result<Option<Answers>, ConfigError> {
        let Some(signed) = self.signed.take() else {
            return Ok(None);
        };
        let audiences = self.rules.audience.iter().flat_map(Audience::names);
        let ours = self.client_id.iter().chain(audiences).cloned();
        let answers = signed.build(self.rules.issuer.clone(), ours, |mut builder| {
            builder = builder
                .name(self.basics.name.clone())
                .leeway(self.rules.leeway);
            if self.warm_up {
                builder = builder.warm_up();
            }
            match self.basics.upstream() {
                Some(upstream) => builder.upstream(upstream.counted_apart()),
                None => builder,
            }
        });
        answers.map(Some)
    }
}

/// RFC 7662 §2.1: who asks must be known, else anybody could try tokens out.
fn the_one(
    mut credentials: Vec<Result<Credentials, ConfigError>>,
) -> Result<Credentials, ConfigError> {
    let mend =
        "set one of `client_secret_basic`, `client_secret_post`, `private_key_jwt` and `bearer`";
    match (credentials.pop(), credentials.pop()) {
        (Some(one), None) => one,
        (None, _) => Err(ConfigError::invalid("credentials", "not set", mend)),
        (Some(_), Some(_)) => Err(ConfigError::invalid("credentials", "set twice", mend)),
    }
}

/// What is compared with what the server states would be there by accident.
fn refuse_empty(rules: &Rules) -> Result<(), ConfigError> {
    let audiences = rules.audience.iter().flat_map(Audience::names);
    let fields = audiences
        .map(|text| ("audience", text))
        .chain(rules.issuer.iter().map(|text| ("issuer", text)))
        .chain(rules.clients.iter().map(|text| ("parties", text)))
        .chain(rules.scopes.iter().map(|text| ("required_scope", text)));
    for (field, text) in fields {
        if text.is_empty() {
            let mend = "write it as the server does";
            return Err(ConfigError::invalid(field, "empty", mend));
        }
    }
    Ok(())
}
