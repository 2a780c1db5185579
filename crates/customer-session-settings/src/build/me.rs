//! Servers that are asked with the customer's own token.

use customer_session::{
    danger::AnyTenant,
    provider::me::{self, MeProvider, MeProviderBuilder},
};
use secrecy::ExposeSecret as _;

use super::{
    answers::read_answers,
    asked::{headers, refuse_both},
    core::set,
    http, setters,
    translate::translate,
};
use crate::{
    SettingsError,
    environment::Surroundings,
    provider::{Me, MePreset},
};

pub(super) fn build(
    name: &str,
    settings: &Me,
    surroundings: &Surroundings,
) -> Result<MeProvider, SettingsError> {
    let at = &*format!("providers.me.{name}");
    refuse_tenant(settings, at)?;
    let (builder, address) = begin(settings, at)?;
    let places = "a token stands in one place; remove one of them";
    let (header, cookie) = (
        settings.token_header.is_some(),
        settings.token_cookie.is_some(),
    );
    refuse_both(
        at,
        ("token_header", header),
        ("token_cookie", cookie),
        places,
    )?;
    let mut builder = builder.name(name.to_owned());
    for (name, value) in headers(
        &settings.headers,
        &settings.secret_headers,
        at,
        surroundings,
    )? {
        builder = builder.header(name, value.expose_secret());
    }
    for prefix in &settings.prefixes {
        builder = builder.prefix(prefix.clone());
    }
    let builder = read_answers!(builder, &settings.answer, me);
    let transport = http::transport(&settings.http, address, at, surroundings)?;
    let builder = set!(builder,
        settings.post.clone() => post,
        settings.token_header.as_deref() => token_header,
        settings.token_cookie.as_deref() => token_cookie,
        transport => transport,
    );
    builder
        .build()
        .map_err(|error| translate(error, at, setters::ME))
}

/// The one preset that takes it is that of Autumn.
fn refuse_tenant(settings: &Me, at: &str) -> Result<(), SettingsError> {
    let place = match (&settings.preset, &settings.endpoint) {
        (Some(MePreset::Autumn(_)), _) | (None, None) => return Ok(()),
        (Some(_), _) => "preset",
        (None, Some(_)) => "endpoint",
    };
    if settings.danger_any_tenant {
        let mend = "it is about the preset `autumn` alone; remove it";
        let path = format!("{at}.danger_any_tenant");
        return Err(SettingsError::beside(path, &format!("{at}.{place}"), mend));
    }
    Ok(())
}

/// The builder, and the address that it asks.
fn begin<'a>(settings: &'a Me, at: &str) -> Result<(MeProviderBuilder, &'a str), SettingsError> {
    let (builder, address) = match (&settings.preset, &settings.endpoint) {
        (None, None) => {
            let mend = "set where the server is asked, or a `preset`";
            return Err(SettingsError::missing(format!("{at}.endpoint"), mend));
        }
        (None, Some(endpoint)) => {
            if settings.answer.customer_id.is_none() {
                let mend = "say where the customer's id stands, such as \"/customer/id\"";
                return Err(SettingsError::missing(
                    format!("{at}.answer.customer_id"),
                    mend,
                ));
            }
            return Ok((MeProvider::builder(endpoint), endpoint));
        }
        (Some(MePreset::Autumn(_)), _) if !settings.danger_any_tenant => {
            let mend = "say by it that the server is your own and serves no other merchant, else \
                        anybody could mint a token for a customer of yours";
            return Err(SettingsError::missing(
                format!("{at}.danger_any_tenant"),
                mend,
            ));
        }
        (Some(MePreset::Autumn(server)), _) => (MeProvider::autumn(server, AnyTenant), server),
        (Some(MePreset::Magento(shop)), _) => (MeProvider::magento(shop), shop),
        (Some(MePreset::Medusa(medusa)), _) => {
            let builder = MeProvider::medusa(&medusa.server, &medusa.publishable_key);
            (builder, &medusa.server)
        }
    };
    Ok(match &settings.endpoint {
        Some(endpoint) => (builder.endpoint(endpoint), endpoint),
        None => (builder, address),
    })
}
