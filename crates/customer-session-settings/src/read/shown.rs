//! Shows values in complaints, but none that may be a secret in the wrong place.

/// The text, unless it may be a token or a key.
pub(crate) fn shown(text: &str) -> String {
    if is_delicate(text) {
        return "(hidden)".to_owned();
    }
    text.escape_debug().to_string()
}

/// The name of a variable, if it is written as such names are. Most secrets are not.
pub(crate) fn shown_variable(name: &str) -> &str {
    let is_name = !name.starts_with(|first: char| first.is_ascii_digit())
        && name
            .chars()
            .all(|letter| matches!(letter, 'A'..='Z' | '0'..='9' | '_'));
    if is_name && !name.split('_').any(is_random) {
        return name;
    }
    "(hidden)"
}

/// Whether a text may be a token or a key: by how it begins, or because it is one long word that is
/// no address and no path.
pub(crate) fn is_delicate(text: &str) -> bool {
    let begins = BEGINNINGS.iter().any(|start| text.contains(start));
    let is_plain = !text.contains(['/', ':', ' ', '.']);
    begins || text.len() > 200 || (is_plain && (text.len() > UUID || is_random(text)))
}

/// Whether letters and digits are mixed in one word that is longer than words are.
fn is_random(word: &str) -> bool {
    let has = |kind: fn(&char) -> bool| word.chars().any(|letter| kind(&letter));
    word.len() >= RANDOM
        && !word.contains('-')
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
}

/// Of tokens and keys that issuers give out, and of PEM.
const BEGINNINGS: [&str; 9] = [
    "polar_",
    "sk_",
    "rk_",
    "whsec_",
    "cuss_",
    "css_",
    "eyJ",
    "-----BEGIN",
    "Bearer ",
];
const UUID: usize = 36;
const RANDOM: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_secret_is_hidden_and_settings_are_shown() {
        for secret in [
            "polar_oat_CANARY",
            "sk_live_CANARY",
            "whsec_CANARY",
            "eyJhbGciOiJub25lIn0.e30.",
            "-----BEGIN PRIVATE KEY-----",
            "0123456789abcdef0123456789abcdef01234567",
            "0123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(shown(secret), "(hidden)", "{secret}");
        }
        for setting in [
            "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01",
            "https://login.shop.example/oauth/introspect",
            "/run/secrets/customer-session/polar-access-token",
            "60s",
        ] {
            assert_eq!(shown(setting), setting);
        }
        assert_eq!(shown("a\u{1b}[2J"), "a\\u{1b}[2J");
    }

    #[test]
    fn a_variable_is_shown_if_it_is_written_as_variables_are() {
        let long = "CUSTOMER_SESSION__PROVIDERS__POLAR__ACCESS_TOKEN";
        for name in ["UNSET", "_X", "STRIPE_KEY_2", long] {
            assert_eq!(shown_variable(name), name);
        }
        for secret in [
            "hunter2",
            "0123",
            "0123456789ABCDEF0123",
            "A123456789ABCDEF0123",
            "A-B",
        ] {
            assert_eq!(shown_variable(secret), "(hidden)", "{secret}");
        }
    }
}
