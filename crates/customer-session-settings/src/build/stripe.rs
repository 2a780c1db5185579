//! Accounts of Stripe.

use std::collections::BTreeMap;

use customer_session::{
    danger::TokensInClearText,
    provider::registry::{MemoryStore, SessionStore},
    token::DigestSecret,
};
use customer_session_stripe::{Bearer, Stripe, StripeBuilder};
use secrecy::ExposeSecret as _;

use super::{core::set, http, setters, translate::translate};
use crate::{SettingsError, environment::Surroundings, provider};

/// Gives a store to an account.
pub(super) type Storing = Box<dyn FnOnce(StripeBuilder, DigestSecret) -> StripeBuilder>;

pub(super) fn storing(store: impl SessionStore) -> Storing {
    Box::new(|builder, secret| builder.store(store, secret))
}

pub(super) fn build_all(
    accounts: &BTreeMap<String, provider::Stripe>,
    mut stores: BTreeMap<String, Storing>,
    surroundings: &Surroundings,
) -> Result<BTreeMap<String, Stripe>, SettingsError> {
    let mut built = BTreeMap::new();
    for (name, settings) in accounts {
        let storing = stores.remove(name).unwrap_or_else(|| match settings.store {
            None | Some(provider::Store::Memory) => storing(MemoryStore::new()),
        });
        built.insert(name.clone(), build(name, settings, storing, surroundings)?);
    }
    match stores.pop_first() {
        None => Ok(built),
        Some((name, _)) => {
            let path = format!("providers.stripe.{}", name.escape_debug());
            let mend = "the program brings a store for it; add the section, or remove the store";
            Err(SettingsError::missing(path, mend))
        }
    }
}

fn build(
    name: &str,
    settings: &provider::Stripe,
    storing: Storing,
    surroundings: &Surroundings,
) -> Result<Stripe, SettingsError> {
    let at = &*format!("providers.stripe.{name}");
    let builder = match settings.server.as_deref() {
        // In the mode of the key.
        None => Stripe::server("https://api.stripe.com"),
        Some("live") => Stripe::live(),
        Some("test") => Stripe::test(),
        Some(address) => Stripe::server(address),
    };
    let address = settings.server.as_deref().unwrap_or_default();
    let transport = http::transport(&settings.http, address, at, surroundings)?;
    let rate = settings.customer_rate;
    let rate = rate
        .map(|rate| rate.read(&format!("{at}.customer_rate")))
        .transpose()?;
    let key = surroundings.secret(&settings.secret_key, &format!("{at}.secret_key"))?;
    let digest = digest_secret(settings, at, surroundings)?;
    let builder = builder
        .name(name.to_owned())
        .secret_key(key.expose_secret());
    let builder = set!(builder,
        settings.account.as_deref() => account,
        settings.own_account.as_deref() => own_account,
        settings.api_version.as_deref() => api_version,
        settings.bearer.as_ref().map(bearer) => bearer,
        settings.own_token_prefix.as_deref() => own_token_prefix,
        settings.client_secret_prefix.as_deref() => client_secret_prefix,
        rate => customer_rate,
        transport => transport,
        settings.danger_tokens_in_clear_text.then_some(TokensInClearText) => allow_clear_text,
    );
    let builder = storing(builder, digest);
    builder
        .build()
        .map_err(|error| translate(error, at, setters::STRIPE))
}

fn digest_secret(
    settings: &provider::Stripe,
    at: &str,
    surroundings: &Surroundings,
) -> Result<DigestSecret, SettingsError> {
    let path = format!("{at}.digest_secret");
    let current = surroundings.secret(&settings.digest_secret, &path)?;
    let current = DigestSecret::new(current.expose_secret());
    let mut digest = current.map_err(|error| translate(error, "", &[("digest_secret", &path)]))?;
    for (index, previous) in settings.previous_digest_secrets.iter().enumerate() {
        let path = format!("{at}.previous_digest_secrets[{index}]");
        let previous = surroundings.secret(previous, &path)?;
        digest = digest
            .previous(previous.expose_secret())
            .map_err(|error| translate(error, "", &[("digest_secret.previous", &path)]))?;
    }
    Ok(digest)
}

const fn bearer(bearer: &provider::Bearer) -> Bearer {
    match bearer {
        provider::Bearer::ClientSecret => Bearer::ClientSecret,
        provider::Bearer::Either => Bearer::Either,
        provider::Bearer::OwnToken => Bearer::OwnToken,
    }
}
