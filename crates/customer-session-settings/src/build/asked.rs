//! What issuers that follow no standard have in common.

use std::collections::BTreeMap;

use secrecy::SecretString;

use crate::{SettingsError, environment::Surroundings, value::Secret};

/// All headers, with those of them read that hold a secret.
pub(super) fn headers(
    plain: &BTreeMap<String, String>,
    secret: &BTreeMap<String, Secret>,
    at: &str,
    surroundings: &Surroundings,
) -> Result<Vec<(String, SecretString)>, SettingsError> {
    let mut headers = Vec::new();
    for (name, value) in plain {
        headers.push((name.clone(), value.clone().into()));
    }
    for (name, secret) in secret {
        let path = format!("{at}.secret_headers.{}", name.escape_debug());
        headers.push((name.clone(), surroundings.secret(secret, &path)?));
    }
    Ok(headers)
}

/// Refuses two settings of which one is enough.
pub(super) fn refuse_both(
    at: &str,
    (one, one_is_set): (&str, bool),
    (other, other_is_set): (&str, bool),
    mend: &str,
) -> Result<(), SettingsError> {
    if one_is_set && other_is_set {
        let other = format!("{at}.{other}");
        return Err(SettingsError::beside(format!("{at}.{one}"), &other, mend));
    }
    Ok(())
}
