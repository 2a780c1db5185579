//! OAuth servers that are asked about tokens.

mod credentials;
#[cfg(feature = "jwt")]
mod signed;

use customer_session::provider::introspection::{
    IntrospectionProvider, IntrospectionProviderBuilder,
};

use super::{core::set, http, setters, translate::translate};
use crate::{
    SettingsError,
    environment::Surroundings,
    provider::{Introspection, IntrospectionPreset},
    value::Period,
};

pub(super) fn build(
    name: &str,
    settings: &Introspection,
    surroundings: &Surroundings,
) -> Result<IntrospectionProvider, SettingsError> {
    let at = &*format!("providers.introspection.{name}");
    let (builder, address) = begin(settings, at)?;
    let builder = credentials::add(builder, settings, at, surroundings)?;
    #[cfg(feature = "jwt")]
    let builder = signed::add(builder, settings, at, surroundings)?;
    let builder = rules(builder.name(name.to_owned()), settings);
    let transport = http::transport(&settings.http, address, at, surroundings)?;
    let builder = set!(builder, transport => transport);
    // The issuer that is discovered is the one that a token must be of.
    let discovered = settings.discover.is_some() && settings.issuer.is_none();
    let discovered = discovered.then_some(("issuer", "discover"));
    let keys: Vec<_> = discovered
        .iter()
        .chain(setters::INTROSPECTION)
        .copied()
        .collect();
    builder.build().map_err(|error| translate(error, at, &keys))
}

fn rules(
    builder: IntrospectionProviderBuilder,
    settings: &Introspection,
) -> IntrospectionProviderBuilder {
    let audiences = settings.audiences.iter().flatten();
    let builder = audiences.fold(builder, |builder, audience| builder.audience(audience));
    let scopes = settings.required_scopes.iter();
    let builder = scopes.fold(builder, |builder, scope| builder.required_scope(scope));
    let prefixes = settings.prefixes.iter().cloned();
    let builder = prefixes.fold(builder, |builder, prefix| builder.prefix(prefix));
    let builder = if settings.warm_up {
        builder.warm_up()
    } else {
        builder
    };
    set!(builder,
        settings.token_type_hint.as_deref() => token_type_hint,
        settings.issuer.as_deref() => issuer,
        settings.parties.clone() => parties,
        settings.leeway.map(Period::get) => leeway,
    )
}

/// The builder, and the address that it asks.
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
    let twice = |one: &str, other: &str| {
        let mend = "both say which server is asked; remove one of them";
        Err(SettingsError::beside(
            format!("{at}.{one}"),
            &format!("{at}.{other}"),
            mend,
        ))
    };
    match (&settings.endpoint, &settings.discover, &settings.preset) {
        (Some(endpoint), None, None) => Ok((IntrospectionProvider::builder(endpoint), endpoint)),
        (None, Some(issuer), None) => Ok((IntrospectionProvider::discover(issuer), issuer)),
        (None, None, Some(IntrospectionPreset::Commercetools(address))) => {
            Ok((IntrospectionProvider::commercetools(address), address))
        }
        (Some(_), Some(_), _) => twice("endpoint", "discover"),
        (Some(_), None, Some(_)) => twice("endpoint", "preset"),
        (None, Some(_), Some(_)) => twice("discover", "preset"),
        (None, None, None) => {
            let mend = "set where the server is asked, or its issuer by `discover`, or a `preset`";
            Err(SettingsError::missing(format!("{at}.endpoint"), mend))
        }
    }
}
