//! The keys of an issuer.

use customer_session::provider::jwt::{JwtKey, JwtProviderBuilder};
use secrecy::ExposeSecret as _;

use super::super::{core::set, texts, translate::translate};
use crate::{
    SettingsError,
    environment::Surroundings,
    provider::{Jwt, PublicKey, SharedSecret},
    value::Period,
};

pub(super) fn add(
    mut builder: JwtProviderBuilder,
    settings: &Jwt,
    at: &str,
    surroundings: &Surroundings,
) -> Result<JwtProviderBuilder, SettingsError> {
    for (index, key) in settings.keys.iter().flatten().enumerate() {
        builder = builder.key(public(key, &format!("{at}.keys[{index}]"), surroundings)?);
    }
    for (index, secret) in settings.shared_secrets.iter().flatten().enumerate() {
        let at = format!("{at}.shared_secrets[{index}]");
        builder = builder.key(shared(secret, &at, surroundings)?);
    }
    let file = settings
        .jwks_file
        .as_ref()
        .map(|path| surroundings.path(path, &format!("{at}.jwks_file")))
        .transpose()?;
    let builder = if settings.warm_up {
        builder.warm_up()
    } else {
        builder
    };
    Ok(set!(builder,
        settings.jwks_url.as_deref() => jwks_url,
        file => jwks_file,
        settings.key_refresh.map(Period::get) => key_refresh,
        settings.unknown_key_cooldown.map(Period::get) => unknown_key_cooldown,
        settings.keys_outlive_outage.map(Period::get) => keys_outlive_outage,
    ))
}

/// A public key, wherever one is named.
pub(in crate::build) fn public(
    settings: &PublicKey,
    at: &str,
    surroundings: &Surroundings,
) -> Result<JwtKey, SettingsError> {
    let PublicKey {
        jwk,
        pem,
        pem_file,
        algorithm,
        id,
    } = settings;
    let beside = |one: &str, other: &str| {
        let mend = "a key stands in one place; remove one of them";
        Err(SettingsError::beside(
            format!("{at}.{one}"),
            &format!("{at}.{other}"),
            mend,
        ))
    };
    let (pem, place) = match (jwk, pem, pem_file) {
        (Some(_), None, None) if algorithm.is_some() => {
            let mend = "a JWK says it by its own `alg`; remove it";
            let path = format!("{at}.algorithm");
            return Err(SettingsError::beside(path, &format!("{at}.jwk"), mend));
        }
        (Some(jwk), None, None) => {
            let key = JwtKey::jwk(jwk)
                .map_err(|error| translate(error, "", &[("key", &format!("{at}.jwk"))]))?;
            return Ok(named(key, id.as_deref()));
        }
        (None, Some(pem), None) => (pem.clone().into_bytes(), "pem"),
        (None, None, Some(path)) => (
            texts::file(path, &format!("{at}.pem_file"), surroundings)?,
            "pem_file",
        ),
        (Some(_), Some(_), _) => return beside("jwk", "pem"),
        (Some(_), _, Some(_)) => return beside("jwk", "pem_file"),
        (_, Some(_), Some(_)) => return beside("pem", "pem_file"),
        (None, None, None) => {
            let mend = "give the key in JSON, or set `pem` or `pem_file`";
            return Err(SettingsError::missing(format!("{at}.jwk"), mend));
        }
    };
    let path = format!("{at}.algorithm");
    let Some(algorithm) = algorithm else {
        let mend = "say by which algorithm the key signs, such as RS256";
        return Err(SettingsError::missing(path, mend));
    };
    let key = JwtKey::pem(texts::algorithm(algorithm, &path)?, pem)
        .map_err(|error| translate(error, "", &[("key", &format!("{at}.{place}"))]))?;
    Ok(named(key, id.as_deref()))
}

fn shared(
    settings: &SharedSecret,
    at: &str,
    surroundings: &Surroundings,
) -> Result<JwtKey, SettingsError> {
    let algorithm = texts::algorithm(&settings.algorithm, &format!("{at}.algorithm"))?;
    let secret = surroundings.secret(&settings.secret, &format!("{at}.secret"))?;
    let key = JwtKey::secret(algorithm, secret.expose_secret())
        .map_err(|error| translate(error, at, &[("key", "keys")]))?;
    Ok(named(key, settings.id.as_deref()))
}

fn named(key: JwtKey, id: Option<&str>) -> JwtKey {
    match id {
        Some(id) => key.id(id),
        None => key,
    }
}
