//! OAuth servers that are asked about tokens.

use customer_session::provider::introspection::{
    IntrospectionProvider, IntrospectionProviderBuilder,
};
use secrecy::ExposeSecret as _;

use super::{core::set, http, setters, translate::translate};
use crate::{
    SettingsError,
    environment::Surroundings,
    provider::{ClientSecret, Introspection, IntrospectionPreset},
};

pub(super) fn build(
    name: &str,
    settings: &Introspection,
    surroundings: &Surroundings,
) -> Result<IntrospectionProvider, SettingsError> {
    let at = &*format!("providers.introspection.{name}");
    let (builder, address) = begin(settings, at)?;
    let builder = credentials(builder, settings, at, surroundings)?;
    let builder = settings
        .audiences
        .iter()
        .flatten()
        .fold(builder, |builder, audience| builder.audience(audience));
    let builder = settings
        .required_scopes
        .iter()
        .fold(builder, |builder, scope| builder.required_scope(scope));
    let builder = settings
        .prefixes
        .iter()
        .fold(builder, |builder, prefix| builder.prefix(prefix.clone()));
    let transport = http::transport(&settings.http, address, at, surroundings)?;
    let builder = builder.name(name.to_owned());
    let builder = set!(builder,
        settings.token_type_hint.as_deref() => token_type_hint,
        settings.issuer.as_deref() => issuer,
        settings.parties.clone() => parties,
        transport => transport,
    );
    builder
        .build()
        .map_err(|error| translate(error, at, setters::INTROSPECTION))
}

fn begin<'a>(
    settings: &'a Introspection,
    at: &str,
) -> Result<(IntrospectionProviderBuilder, &'a str), SettingsError> {
    for (key, list) in [
        ("audiences", &settings.audiences),
        ("parties", &settings.parties),
    ] {
        if list.as_ref().is_some_and(Vec::is_empty) {
            let mend = "name at least one, or remove it";
            return Err(SettingsError::invalid(format!("{at}.{key}"), "[]", mend));
        }
    }
    match (&settings.endpoint, &settings.preset) {
        (Some(endpoint), None) => Ok((IntrospectionProvider::builder(endpoint), endpoint)),
        (None, Some(IntrospectionPreset::Commercetools(address))) => {
            Ok((IntrospectionProvider::commercetools(address), address))
        }
        (Some(_), Some(_)) => {
            let mend = "both say which server is asked; remove one of them";
            Err(SettingsError::beside(
                format!("{at}.endpoint"),
                &format!("{at}.preset"),
                mend,
            ))
        }
        (None, None) => {
            let mend = "set where the server is asked, or a `preset`";
            Err(SettingsError::missing(format!("{at}.endpoint"), mend))
        }
    }
}

/// By what the server knows us: one thing.
fn credentials(
    builder: IntrospectionProviderBuilder,
    settings: &Introspection,
    at: &str,
    surroundings: &Surroundings,
) -> Result<IntrospectionProviderBuilder, SettingsError> {
    let set = [
        (
            "client_secret_basic",
            settings.client_secret_basic.is_some(),
        ),
        ("client_secret_post", settings.client_secret_post.is_some()),
        ("bearer", settings.bearer.is_some()),
    ];
    let mut set = set
        .iter()
        .filter(|(_, is_set)| *is_set)
        .map(|(key, _)| format!("{at}.{key}"));
    match (set.next(), set.next()) {
        (Some(_), None) => {}
        (Some(one), Some(other)) => {
            let mend = "the server knows us by one of them; remove the other";
            return Err(SettingsError::beside(one, &other, mend));
        }
        (None, _) => {
            let mend = "the server must know who asks (RFC 7662 §2.1); set it, or \
                        `client_secret_post`, or `bearer`";
            return Err(SettingsError::missing(
                format!("{at}.client_secret_basic"),
                mend,
            ));
        }
    }
    let secret_of = |client: &ClientSecret, key: &str| {
        surroundings.secret(&client.secret, &format!("{at}.{key}.secret"))
    };
    let mut builder = builder;
    if let Some(client) = &settings.client_secret_basic {
        let secret = secret_of(client, "client_secret_basic")?;
        builder = builder.client_secret_basic(&client.id, secret.expose_secret());
    }
    if let Some(client) = &settings.client_secret_post {
        let secret = secret_of(client, "client_secret_post")?;
        builder = builder.client_secret_post(&client.id, secret.expose_secret());
    }
    if let Some(bearer) = &settings.bearer {
        let token = surroundings.secret(bearer, &format!("{at}.bearer"))?;
        builder = builder.bearer(token.expose_secret());
    }
    Ok(builder)
}
