//! Stripe's secret keys, and the mode that they are of.

use customer_session::ConfigError;
use secrecy::{ExposeSecret, SecretString};

/// Test mode or live mode: two worlds with data of their own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "there is no third mode")]
pub enum Mode {
    /// Real money.
    Live,
    /// Test mode, and sandboxes.
    Test,
}

impl Mode {
    /// `live` or `test`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }

    pub(crate) const fn is_live(self) -> bool {
        matches!(self, Self::Live)
    }
}

/// Judges a key by its form, and tells its mode. The key is never shown.
pub(crate) fn judge(key: &SecretString, wanted: Option<Mode>) -> Result<Mode, ConfigError> {
    let key = key.expose_secret();
    let refuse = |mend: &str| Err(ConfigError::invalid("secret_key", "(hidden)", mend));
    if key.is_empty() {
        return refuse(
            "set a secret key (`sk_…`) or a restricted key (`rk_…`) from Stripe's dashboard",
        );
    }
    if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return refuse("remove white space and line breaks");
    }
    for (prefix, mend) in NOT_A_SECRET_KEY {
        if key.starts_with(prefix) {
            return refuse(mend);
        }
    }
    let Some(mode) = mode_of(key) else {
        return refuse(
            "set a key that begins with `sk_live_`, `rk_live_`, `sk_test_` or `rk_test_`",
        );
    };
    match wanted {
        Some(wanted) if wanted != mode => refuse(match wanted {
            Mode::Live => {
                "this is a key of test mode: set one of live mode, or use `Stripe::test()`"
            }
            Mode::Test => {
                "this is a key of live mode: set one of test mode, or use `Stripe::live()`"
            }
        }),
        _ => Ok(mode),
    }
}

fn mode_of(key: &str) -> Option<Mode> {
    let rest = key
        .strip_prefix("sk_")
        .or_else(|| key.strip_prefix("rk_"))?;
    let (mode, secret) = rest.split_once('_')?;
    match mode {
        _ if secret.is_empty() => None,
        "live" => Some(Mode::Live),
        "test" => Some(Mode::Test),
        _ => None,
    }
}

/// What is easily put in its place.
const NOT_A_SECRET_KEY: [(&str, &str); 5] = [
    (
        "pk_",
        "this is a publishable key; set a secret key (`sk_…`) or a restricted key (`rk_…`)",
    ),
    (
        "whsec_",
        "this is the secret of a webhook; set a secret key (`sk_…`) or a restricted key (`rk_…`)",
    ),
    (
        "ek_",
        "this is a customer's ephemeral key; set a secret key (`sk_…`) or a restricted key (`rk_…`)",
    ),
    (
        "cuss_",
        "this is a customer session's secret; set a secret key (`sk_…`) or a restricted key (`rk_…`)",
    ),
    (
        "sk_org_",
        "keys of organizations are not supported; set a key of the account",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// In two parts, so that no secret scanner takes this file for a leak.
    fn key(prefix: &str) -> SecretString {
        SecretString::from(format!("{prefix}_{}", "CANARY0".repeat(3)))
    }

    #[test]
    fn the_mode_is_told_from_the_prefix() {
        for (prefix, mode) in [
            ("sk_live", Mode::Live),
            ("rk_live", Mode::Live),
            ("sk_test", Mode::Test),
            ("rk_test", Mode::Test),
        ] {
            assert_eq!(judge(&key(prefix), None).unwrap(), mode, "{prefix}");
            assert_eq!(judge(&key(prefix), Some(mode)).unwrap(), mode, "{prefix}");
        }
    }

    #[test]
    fn what_cannot_work_is_refused_unseen_and_the_mend_says_why() {
        let other = |text: &str| SecretString::from(text.to_owned());
        for (wrong, wanted, mend) in [
            (other(""), None, "set a secret key"),
            (other("sk_test_a\n"), None, "white space"),
            (key("pk_test"), None, "publishable"),
            (key("whsec"), None, "webhook"),
            (key("ek_test"), None, "ephemeral"),
            (key("cuss_secret"), None, "customer session"),
            (key("sk_org_live"), None, "organizations"),
            (key("sk_prod"), None, "begins with"),
            (key("sk"), None, "begins with"),
            (other("sk_test_"), None, "begins with"),
            (key("sk_test"), Some(Mode::Live), "test mode"),
            (key("rk_live"), Some(Mode::Test), "live mode"),
        ] {
            let printed = judge(&wrong, wanted).unwrap_err().to_string();

            assert!(printed.contains(mend), "{printed}");
            assert!(!printed.contains("CANARY"), "{printed}");
        }
    }
}
