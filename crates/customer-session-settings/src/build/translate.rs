//! From what a builder complains about to the place in the settings.

use customer_session::ConfigError;

use crate::{SettingsError, error::SettingsErrorKind, read::shown};

/// Names the place of the settings in what a builder says; `keys` tells which key each setter of
/// the builder has in the section at `at`.
pub(super) fn translate(error: ConfigError, at: &str, keys: &[(&str, &str)]) -> SettingsError {
    match error {
        ConfigError::Invalid { field, value, mend } => {
            let path = join(at, &key(field, keys));
            let said = format!(" is `{}`: {}", shown(&value), in_our_words(&mend, keys));
            SettingsError::new(SettingsErrorKind::Invalid, path, said)
        }
        error => {
            let said = format!(": {error}");
            SettingsError::new(SettingsErrorKind::Invalid, at, said).with_source(error)
        }
    }
}

/// A path in a section.
pub(super) fn join(at: &str, key: &str) -> String {
    match (at, key) {
        ("", key) => key.to_owned(),
        (at, "") => at.to_owned(),
        (at, key) => format!("{at}.{key}"),
    }
}

/// The key of a field, or of what it is a part of: `breaker.pause` is a part of `breaker`.
fn key(field: &str, keys: &[(&str, &str)]) -> String {
    let of = |name: &str| {
        keys.iter()
            .find(|(setter, _)| *setter == name)
            .map(|(_, key)| *key)
    };
    if let Some(key) = of(field) {
        return key.to_owned();
    }
    match field.split_once('.') {
        Some((head, tail)) => format!("{}.{tail}", of(head).unwrap_or(head)),
        None => field.to_owned(),
    }
}

/// The mend with keys in place of the builder's methods: `audiences` for `.audience(..)`.
fn in_our_words(mend: &str, keys: &[(&str, &str)]) -> String {
    let mut words = mend.split('`');
    let mut said = words.next().unwrap_or_default().to_owned();
    let mut is_code = true;
    for word in words {
        said.push('`');
        let method = word
            .strip_prefix('.')
            .and_then(|call| call.split_once('('))
            .map(|(name, _)| name)
            .filter(|_| is_code);
        let known = WORDS.iter().find(|(rust, _)| *rust == word);
        match (method, known) {
            (Some(method), _) => said.push_str(&key(method, keys)),
            (None, Some((_, ours))) => said.push_str(ours),
            (None, None) => said.push_str(word),
        }
        is_code = !is_code;
    }
    said
}

/// What builders call by a function's name.
const WORDS: [(&str, &str); 3] = [
    ("JwtProvider::issuer(..)", "issuer"),
    ("Stripe::live()", "server = \"live\""),
    ("Stripe::test()", "server = \"test\""),
];

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[(&str, &str)] = &[("audience", "audiences"), ("breaker", "outage.breaker")];

    #[test]
    fn the_place_is_named_and_methods_become_keys() {
        let error = ConfigError::invalid(
            "audience",
            "not set",
            "name it with `.audience(..)`, as `a` or `b`, or `.other(x)`",
        );

        let said = translate(error, "providers.jwt.login", KEYS).to_string();

        assert_eq!(
            said,
            "`providers.jwt.login.audiences` is `not set`: name it with `audiences`, as `a` or `b`, \
             or `other`"
        );
    }

    #[test]
    fn a_part_stands_in_its_whole() {
        let error = ConfigError::invalid("breaker.pause", "0ns", "longer");

        assert_eq!(translate(error, "", KEYS).path(), "outage.breaker.pause");
    }
}
