//! What settings must look like to ever work.

use customer_session::ConfigError;

use crate::client::is_plain;

/// An id of a connected account, if there is one.
pub(crate) fn account(id: Option<&str>) -> Result<(), ConfigError> {
    match id {
        Some(id) if !id.starts_with("acct_") || !is_plain(id) => {
            let mend = "set the id of a connected account, which begins with `acct_`";
            Err(ConfigError::invalid("account", shown(id), mend))
        }
        _ => Ok(()),
    }
}

/// A name of the key's own account, if there is one. It is printed, and no key.
pub(crate) fn own_account(name: Option<&str>) -> Result<(), ConfigError> {
    match name {
        Some(name) if !is_plain(name) || is_secret(name) => {
            let mend = "set the id of the key's account (`acct_…`), or a word of letters, digits, \
                        `-` and `_`";
            Err(ConfigError::invalid("own_account", "(hidden)", mend))
        }
        _ => Ok(()),
    }
}

/// A date, and a name since 2024-09-30.
pub(crate) fn version(version: &str) -> Result<(), ConfigError> {
    let (date, name) = version.split_once('.').unwrap_or((version, "x"));
    let digits =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = date.split('-');
    let mut next = |length| parts.next().is_some_and(|part| digits(part, length));
    let is_date = next(4) && next(2) && next(2) && parts.next().is_none();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_date && is_name {
        return Ok(());
    }
    let mend = "write a version as Stripe's changelog does, such as 2026-10-28.endive";
    Err(ConfigError::invalid("api_version", shown(version), mend))
}

/// Prefixes of own tokens and of client secrets, which must not be mistaken for each other.
pub(crate) fn prefixes(own: &str, stripes: &str) -> Result<(), ConfigError> {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    let refuse = |field, value, mend| Err(ConfigError::invalid(field, shown(value), mend));
    if !(2..=32).contains(&own.len()) || !own.bytes().all(plain) || is_secret(own) {
        let mend =
            "use 2 to 32 lower-case letters, digits and underscores, and none of Stripe's keys";
        return refuse("own_token_prefix", own, mend);
    }
    if stripes.is_empty() || stripes.len() > 32 || !is_plain(stripes) || is_secret(stripes) {
        let mend = "set what Stripe's client secrets begin with, such as `cuss_`";
        return refuse("client_secret_prefix", stripes, mend);
    }
    if own.starts_with(stripes) || stripes.starts_with(own) {
        let mend = "choose one that cannot be mistaken for Stripe's `client_secret_prefix`";
        return refuse("own_token_prefix", own, mend);
    }
    Ok(())
}

/// The value as it may stand in an error: secrets are easily put in its place, and none of Stripe's
/// fits into so few characters.
fn shown(value: &str) -> &str {
    if value.len() <= 12 && !is_secret(value) {
        value
    } else {
        "(hidden)"
    }
}

/// Whether it begins as a key or a secret of Stripe's does.
fn is_secret(text: &str) -> bool {
    let kinds = ["sk_", "rk_", "pk_", "ek_", "whsec_", "cuss_secret_"];
    kinds.iter().any(|kind| text.starts_with(kind))
}
