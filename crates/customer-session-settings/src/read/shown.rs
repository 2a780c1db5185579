//! Shows values in complaints, but none that may be a secret in the wrong place.

/// The text, unless it may be a token or a key.
pub(crate) fn shown(text: &str) -> String {
    if is_delicate(text) {
        return "(hidden)".to_owned();
    }
    text.escape_debug().to_string()
}

/// Whether a text may be a token or a key: by how it begins, or because it is one long word that is
/// no address and no path.
fn is_delicate(text: &str) -> bool {
    let begins = BEGINNINGS.iter().any(|start| text.contains(start));
    let is_plain = !text.contains(['/', ':', ' ', '.']);
    begins || text.len() > 200 || (is_plain && text.len() > UUID)
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
}
