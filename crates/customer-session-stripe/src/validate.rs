//! What settings must look like to ever work.

use customer_session::ConfigError;

use crate::client::is_plain;

/// An id of a connected account, if there is one.
pub(crate) fn account(id: Option<&str>) -> Result<(), ConfigError> {
    match id {
        Some(id) if !id.starts_with("acct_") || !is_plain(id) => {
            // Keys are easily put in its place.
            let shown = if id.contains('_') && !id.starts_with("acct_") {
                "(hidden)"
            } else {
                id
            };
            let mend = "set the id of a connected account, which begins with `acct_`";
            Err(ConfigError::invalid("account", shown, mend))
        }
        _ => Ok(()),
    }
}

/// A name of the key's own account, if there is one. It is printed, and no key.
pub(crate) fn own_account(name: Option<&str>) -> Result<(), ConfigError> {
    let is_key = |name: &str| {
        let kinds = ["sk_", "rk_", "pk_", "whsec_"];
        kinds.iter().any(|kind| name.starts_with(kind))
    };
    match name {
        Some(name) if !is_plain(name) || is_key(name) => {
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
    Err(ConfigError::invalid("api_version", version, mend))
}

/// Prefixes of own tokens and of client secrets, which must not be mistaken for each other.
pub(crate) fn prefixes(own: &str, stripes: &str) -> Result<(), ConfigError> {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    if !(2..=32).contains(&own.len()) || !own.bytes().all(plain) {
        let mend = "use 2 to 32 lower-case letters, digits and underscores";
        return Err(ConfigError::invalid("own_token_prefix", own, mend));
    }
    if stripes.is_empty() || !is_plain(stripes) {
        let mend = "set what Stripe's client secrets begin with, such as `cuss_`";
        return Err(ConfigError::invalid("client_secret_prefix", stripes, mend));
    }
    if own.starts_with(stripes) || stripes.starts_with(own) {
        let mend = "choose one that cannot be mistaken for Stripe's `client_secret_prefix`";
        return Err(ConfigError::invalid("own_token_prefix", own, mend));
    }
    Ok(())
}
