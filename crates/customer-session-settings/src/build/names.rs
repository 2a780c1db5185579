//! Judges the providers' names, and which of them this program was compiled for.

use std::collections::BTreeMap;

use crate::{SettingsError, error::SettingsErrorKind, provider::Providers};

/// Every provider's name and path.
pub(super) fn all(providers: &Providers) -> Vec<(&str, String)> {
    let polar = providers
        .polar
        .iter()
        .map(|_| ("polar", "providers.polar".to_owned()));
    let path = |kind: &str, name: &str| format!("providers.{kind}.{name}");
    let stripe = providers
        .stripe
        .keys()
        .map(|name| (&**name, path("stripe", name)));
    let jwt = providers
        .jwt
        .keys()
        .map(|name| (&**name, path("jwt", name)));
    let introspection = providers.introspection.keys();
    let introspection = introspection.map(|name| (&**name, path("introspection", name)));
    polar
        .chain(stripe)
        .chain(jwt)
        .chain(introspection)
        .collect()
}

pub(super) fn judge(providers: &Providers) -> Result<(), SettingsError> {
    let mut seen = BTreeMap::new();
    for (name, path) in all(providers) {
        if !is_name(name) {
            let mend = "use 1 to 64 lower-case letters, digits and single underscores, and begin \
                        with a letter";
            let said = format!(" is no name for a provider: {mend}");
            let path = path.escape_debug().to_string();
            return Err(SettingsError::new(SettingsErrorKind::Invalid, path, said));
        }
        if let Some(other) = seen.insert(name, path.clone()) {
            let mend = "two providers of one name cannot be told apart; rename one";
            return Err(SettingsError::beside(path, &other, mend));
        }
    }
    refuse_uncompiled(providers)
}

/// So that each can be written in the name of a variable, where case is lost and two underscores
/// divide.
fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('_')
        && !name.contains("__")
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

fn refuse_uncompiled(providers: &Providers) -> Result<(), SettingsError> {
    let webhook = |webhook: bool, path: &str| {
        let path = format!("{path}.webhook");
        (cfg!(feature = "webhook") || !webhook)
            .then_some(())
            .ok_or((path, "webhook"))
    };
    let compiled = |compiled: bool, is_there: bool, kind: &'static str| {
        let path = format!("providers.{kind}");
        (compiled || !is_there).then_some(()).ok_or((path, kind))
    };
    let judge = || {
        compiled(cfg!(feature = "polar"), providers.polar.is_some(), "polar")?;
        compiled(
            cfg!(feature = "stripe"),
            !providers.stripe.is_empty(),
            "stripe",
        )?;
        compiled(cfg!(feature = "jwt"), !providers.jwt.is_empty(), "jwt")?;
        let introspection = !providers.introspection.is_empty();
        compiled(
            cfg!(feature = "introspection"),
            introspection,
            "introspection",
        )?;
        if let Some(polar) = &providers.polar {
            webhook(polar.webhook.is_some(), "providers.polar")?;
        }
        providers.stripe.iter().try_for_each(|(name, stripe)| {
            webhook(
                stripe.webhook.is_some(),
                &format!("providers.stripe.{name}"),
            )
        })
    };
    judge().map_err(|(path, feature): (String, &str)| {
        let said = format!(
            ": compiled without the feature `{feature}`; switch it on in Cargo.toml, or remove the \
             section"
        );
        SettingsError::new(SettingsErrorKind::FeatureMissing, path, said)
    })
}
