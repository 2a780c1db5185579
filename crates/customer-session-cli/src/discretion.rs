//! Tokens that stand in the wrong place of a command line are not repeated.

use std::ffi::OsStr;

/// The arguments that must not be shown whole.
///
/// A token that was pasted behind the wrong flag is taken for a file, an address or a name, and
/// whoever complains about that would print it.
#[derive(Debug)]
pub(crate) struct Discretion(Vec<String>);

impl Discretion {
    pub(crate) fn new(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        let mut hidden = Vec::new();
        for argument in arguments {
            let argument = argument.as_ref().to_string_lossy();
            let value = argument.split_once('=').map(|(_, value)| value);
            for text in [Some(&*argument), value].into_iter().flatten() {
                if is_delicate(text) {
                    hidden.push(text.to_owned());
                }
            }
        }
        let mut discretion = Self(hidden);
        discretion.sort();
        discretion
    }

    /// Hides one more text, if it is long enough to be a token.
    pub(crate) fn add(&mut self, text: &str) {
        if text.chars().count() > SHORTEST_TOKEN {
            self.0.push(text.to_owned());
            self.sort();
        }
    }

    /// The longest first, so that no part of one is left behind by another.
    fn sort(&mut self) {
        self.0.sort_by_key(|text| std::cmp::Reverse(text.len()));
    }

    /// The text with each of them shortened.
    pub(crate) fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, hidden| {
            text.replace(hidden.as_str(), &shortened(hidden))
        })
    }
}

fn shortened(text: &str) -> String {
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start}… ({} characters)", text.chars().count())
}

/// Whether it may be a token or a key: no path, no address, and longer than a UUID.
fn is_delicate(text: &str) -> bool {
    let length = text.chars().count();
    let is_known_kind = text.starts_with("eyJ") || text.starts_with("polar_");
    let is_plain = text.contains(['/', '\\', ':', ' ']);
    (is_known_kind && length > SHORTEST_TOKEN)
        || (!is_plain && length > UUID)
        || text.contains("-----BEGIN")
}

const SHORTEST_TOKEN: usize = 16;
const SHOWN: usize = 6;
const UUID: usize = 36;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_keys_are_shortened_wherever_they_stand() {
        for secret in [
            "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl",
            "polar_cst_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAw/BQ",
        ] {
            for argument in [secret.to_owned(), format!("--jwks={secret}")] {
                let said =
                    Discretion::new([&argument]).hide(&format!("cannot read `{secret}`: no such"));

                assert!(!said.contains(secret), "{said}");
                assert!(said.contains(" characters)`: no such"), "{said}");
            }
        }
    }

    #[test]
    fn settings_are_shown_as_they_are() {
        for setting in [
            "https://login.shop.example/tenants/7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01",
            "/home/ada/projects/shop/configuration/jwks.json",
            "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01",
            "--organization-id",
        ] {
            let said = Discretion::new([setting]).hide(setting);

            assert_eq!(said, setting);
        }
    }
}
