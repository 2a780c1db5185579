//! By what the server knows us: one thing.

use customer_session::provider::introspection::IntrospectionProviderBuilder;
use secrecy::ExposeSecret as _;

use crate::{
    SettingsError,
    environment::Surroundings,
    provider::{ClientSecret, Introspection},
};

pub(super) fn add(
    builder: IntrospectionProviderBuilder,
    settings: &Introspection,
    at: &str,
    surroundings: &Surroundings,
) -> Result<IntrospectionProviderBuilder, SettingsError> {
    refuse(settings, at)?;
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

/// RFC 7662 §2.1: who asks must be known, by one thing.
fn refuse(settings: &Introspection, at: &str) -> Result<(), SettingsError> {
    let all = [
        (
            "client_secret_basic",
            settings.client_secret_basic.is_some(),
        ),
        ("client_secret_post", settings.client_secret_post.is_some()),
        ("private_key_jwt", settings.private_key_jwt.is_some()),
        ("bearer", settings.bearer.is_some()),
    ];
    let mut set = all
        .iter()
        .filter(|(_, is_set)| *is_set)
        .map(|(key, _)| format!("{at}.{key}"));
    match (set.next(), set.next()) {
        (Some(_), None) => Ok(()),
        (Some(one), Some(other)) => {
            let mend = "the server knows us by one of them; remove the other";
            Err(SettingsError::beside(one, &other, mend))
        }
        (None, _) => {
            let mend = "the server must know who asks (RFC 7662 §2.1); set it, or \
                        `client_secret_post`, `private_key_jwt` or `bearer`";
            Err(SettingsError::missing(
                format!("{at}.client_secret_basic"),
                mend,
            ))
        }
    }
}
