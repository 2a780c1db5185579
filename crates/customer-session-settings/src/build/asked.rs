//! What issuers that follow no standard have in common.

use std::collections::BTreeMap;

use secrecy::SecretString;

use crate::{SettingsError, environment::Surroundings, read::is_delicate, value::Secret};

/// All headers, with those of them read that hold a secret.
pub(super) fn headers(
    plain: &BTreeMap<String, String>,
    secret: &BTreeMap<String, Secret>,
    at: &str,
    surroundings: &Surroundings,
) -> Result<Vec<(String, SecretString)>, SettingsError> {
    let mut headers = Vec::new();
    for (name, value) in plain {
        refuse_secret(name, value, at)?;
        headers.push((name.clone(), value.clone().into()));
    }
    for (name, secret) in secret {
        let path = format!("{at}.secret_headers.{}", name.escape_debug());
        headers.push((name.clone(), surroundings.secret(secret, &path)?));
    }
    Ok(headers)
}

/// A secret has no place in a header that is written here.
fn refuse_secret(name: &str, value: &str, at: &str) -> Result<(), SettingsError> {
    let holds_one = CREDENTIALS
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known));
    if holds_one || is_delicate(value) {
        let path = format!("{at}.headers.{}", name.escape_debug());
        let mend = "this header holds a secret, which never stands in settings; use \
                    `secret_headers`";
        return Err(SettingsError::invalid(path, "(hidden)", mend));
    }
    Ok(())
}

/// Headers that say who asks.
const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

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
