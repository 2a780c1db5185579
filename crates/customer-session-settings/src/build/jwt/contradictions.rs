//! Settings of an issuer that cannot stand together.

use crate::{
    Http, SettingsError,
    provider::{Jwt, JwtPreset},
};

pub(super) fn refuse(settings: &Jwt, at: &str) -> Result<(), SettingsError> {
    let path = |key: &str| format!("{at}.{key}");
    let public = settings.keys.is_some();
    let shared = settings.shared_secrets.is_some();
    let (file, url) = (settings.jwks_file.is_some(), settings.jwks_url.is_some());
    let (issuer, preset) = (settings.issuer.is_some(), settings.preset.is_some());
    let (nobody, any) = (settings.without_issuer, settings.danger_any_issuer);
    let audiences = settings.audiences.is_some();
    let place = "the issuer's keys come from one place; remove one of them";
    let issued = "both say what `iss` is; remove one of them";
    for ((one, one_is_set), (other, other_is_set), mend) in [
        (("issuer", issuer), ("without_issuer", nobody), issued),
        (("issuer", issuer), ("danger_any_issuer", any), issued),
        (("preset", preset), ("without_issuer", nobody), issued),
        (("preset", preset), ("danger_any_issuer", any), issued),
        (
            ("without_issuer", nobody),
            ("danger_any_issuer", any),
            issued,
        ),
        (
            ("audiences", audiences),
            ("danger_any_audience", settings.danger_any_audience),
            "both say whom tokens are meant for; remove one of them",
        ),
        (
            ("shared_secrets", shared),
            ("keys", public),
            "an issuer signs with one or the other; make two providers (RFC 8725 §3.1)",
        ),
        (("shared_secrets", shared), ("jwks_url", url), place),
        (("shared_secrets", shared), ("jwks_file", file), place),
        (("keys", public), ("jwks_url", url), place),
        (("keys", public), ("jwks_file", file), place),
        (("jwks_file", file), ("jwks_url", url), place),
        (
            ("types", settings.types.is_some()),
            ("danger_any_type", settings.danger_any_type),
            "both say of which kinds tokens are; remove one of them",
        ),
    ] {
        if one_is_set && other_is_set {
            return Err(SettingsError::beside(path(one), &path(other), mend));
        }
    }
    refuse_kinds(settings, at)?;
    refuse_fetching(settings, at)?;
    refuse_nothing(settings, at)
}

/// A profile says by itself of which kinds tokens are.
fn refuse_kinds(settings: &Jwt, at: &str) -> Result<(), SettingsError> {
    let mend = "both say of which kinds tokens are; remove one of them";
    for (profile, is_set) in [
        ("rfc9068", settings.rfc9068),
        ("customer_sessions", settings.customer_sessions),
    ] {
        for (kinds, are_set) in [
            ("types", settings.types.is_some()),
            ("danger_any_type", settings.danger_any_type),
        ] {
            if is_set && are_set {
                let profile = format!("{at}.{profile}");
                return Err(SettingsError::beside(
                    format!("{at}.{kinds}"),
                    &profile,
                    mend,
                ));
            }
        }
    }
    Ok(())
}

/// How keys are fetched, where none are.
fn refuse_fetching(settings: &Jwt, at: &str) -> Result<(), SettingsError> {
    let Some(place) = fixed_keys(settings) else {
        return Ok(());
    };
    for (key, is_set) in [
        ("key_refresh", settings.key_refresh.is_some()),
        (
            "unknown_key_cooldown",
            settings.unknown_key_cooldown.is_some(),
        ),
        (
            "keys_outlive_outage",
            settings.keys_outlive_outage.is_some(),
        ),
        ("warm_up", settings.warm_up),
        ("http", settings.http != Http::default()),
    ] {
        if is_set {
            let mend = "these keys are not fetched, so that it would do nothing; remove it";
            let place = format!("{at}.{place}");
            return Err(SettingsError::beside(format!("{at}.{key}"), &place, mend));
        }
    }
    Ok(())
}

/// Where keys stand that are not fetched.
fn fixed_keys(settings: &Jwt) -> Option<&'static str> {
    if settings.keys.is_some() {
        return Some("keys");
    }
    if settings.shared_secrets.is_some() {
        return Some("shared_secrets");
    }
    if settings.jwks_file.is_some() {
        return Some("jwks_file");
    }
    match settings.preset {
        Some(JwtPreset::Bigcommerce(_) | JwtPreset::ShopifyExtension(_)) => Some("preset"),
        _ => None,
    }
}

/// Lists in which nothing stands, and what must stand somewhere.
fn refuse_nothing(settings: &Jwt, at: &str) -> Result<(), SettingsError> {
    let is_empty = |list: &Option<Vec<String>>| list.as_ref().is_some_and(Vec::is_empty);
    for (key, is_empty) in [
        ("algorithms", is_empty(&settings.algorithms)),
        ("audiences", is_empty(&settings.audiences)),
        ("keys", settings.keys.as_ref().is_some_and(Vec::is_empty)),
        ("parties", is_empty(&settings.parties)),
        (
            "shared_secrets",
            settings.shared_secrets.as_ref().is_some_and(Vec::is_empty),
        ),
        ("types", is_empty(&settings.types)),
    ] {
        if is_empty {
            let mend = "name at least one, or remove it";
            return Err(SettingsError::invalid(format!("{at}.{key}"), "[]", mend));
        }
    }
    let said = settings.preset.is_some() || settings.danger_any_audience;
    if settings.audiences.is_none() && !said {
        let mend = "name whom tokens are meant for, such as [\"https://api.shop.example\"]";
        return Err(SettingsError::missing(format!("{at}.audiences"), mend));
    }
    let has_keys = settings.keys.is_some()
        || settings.shared_secrets.is_some()
        || settings.jwks_file.is_some()
        || settings.jwks_url.is_some();
    if (settings.without_issuer || settings.danger_any_issuer) && !has_keys {
        let mend = "without an issuer no keys can be found; set where they are, or `jwks_file`, \
                    or `keys`, or `shared_secrets`";
        return Err(SettingsError::missing(format!("{at}.jwks_url"), mend));
    }
    Ok(())
}
