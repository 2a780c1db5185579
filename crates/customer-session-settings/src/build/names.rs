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
    let me = providers.me.keys().map(|name| (&**name, path("me", name)));
    let verify_call = providers.verify_call.keys();
    let verify_call = verify_call.map(|name| (&**name, path("verify_call", name)));
    let named = stripe.chain(jwt).chain(introspection);
    polar.chain(named).chain(me).chain(verify_call).collect()
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

/// A section that nobody here could build is refused, and not left out.
fn refuse_uncompiled(providers: &Providers) -> Result<(), SettingsError> {
    match needed(providers)
        .into_iter()
        .find(|need| need.is_there && !need.is_compiled)
    {
        None => Ok(()),
        Some(Need { path, feature, .. }) => {
            let said = format!(
                ": compiled without the feature `{feature}`; switch it on in Cargo.toml, or remove \
                 it"
            );
            Err(SettingsError::new(
                SettingsErrorKind::FeatureMissing,
                path,
                said,
            ))
        }
    }
}

/// A place of the settings that takes a feature.
struct Need {
    path: String,
    feature: &'static str,
    is_compiled: bool,
    is_there: bool,
}

fn needed(providers: &Providers) -> Vec<Need> {
    let kind = |kind: &str, feature, is_compiled, is_there| Need {
        path: format!("providers.{kind}"),
        feature,
        is_compiled,
        is_there,
    };
    let Providers {
        polar,
        stripe,
        jwt,
        introspection,
        me,
        verify_call,
    } = providers;
    let mut needs = vec![
        kind("polar", "polar", cfg!(feature = "polar"), polar.is_some()),
        kind(
            "stripe",
            "stripe",
            cfg!(feature = "stripe"),
            !stripe.is_empty(),
        ),
        kind("jwt", "jwt", cfg!(feature = "jwt"), !jwt.is_empty()),
        kind(
            "introspection",
            "introspection",
            cfg!(feature = "introspection"),
            !introspection.is_empty(),
        ),
        kind("me", "me", cfg!(feature = "me"), !me.is_empty()),
        kind(
            "verify_call",
            "verify-call",
            cfg!(feature = "verify-call"),
            !verify_call.is_empty(),
        ),
    ];
    let webhook = |path: &str, is_there| {
        kind(
            &format!("{path}.webhook"),
            "webhook",
            cfg!(feature = "webhook"),
            is_there,
        )
    };
    let signed = |path: String, is_there| kind(&path, "jwt", cfg!(feature = "jwt"), is_there);
    needs.extend(
        polar
            .iter()
            .map(|polar| webhook("polar", polar.webhook.is_some())),
    );
    for (name, stripe) in stripe {
        needs.push(webhook(&format!("stripe.{name}"), stripe.webhook.is_some()));
    }
    for (name, server) in introspection {
        let path = |key: &str| format!("introspection.{name}.{key}");
        needs.push(signed(
            path("private_key_jwt"),
            server.private_key_jwt.is_some(),
        ));
        needs.push(signed(
            path("assertion_audience"),
            server.assertion_audience.is_some(),
        ));
        needs.push(signed(
            path("signed_answers"),
            server.signed_answers.is_some(),
        ));
    }
    needs
}
