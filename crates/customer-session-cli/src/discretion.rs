//! Tokens that stand in the wrong place of a command line are not repeated.

use std::{ffi::OsStr, path::Path};

/// The arguments that must not be shown whole.
///
/// A token that was pasted behind the wrong flag is taken for a file, an address or a name, and
/// whoever complains about that would print it.
#[derive(Debug)]
pub(crate) struct Discretion(Vec<String>);

impl Discretion {
    pub(crate) fn new(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        let mut discretion = Self(Vec::new());
        let mut before = String::new();
        for argument in arguments {
            let argument = argument.as_ref().to_string_lossy().into_owned();
            discretion.hide_delicate(&argument);
            let mut placed = (&*before, &*argument);
            if let Some((name, value)) = argument.split_once('=') {
                discretion.hide_delicate(value);
                if name.starts_with("--") {
                    placed = (name, value);
                }
            }
            let (flag, value) = placed;
            if PATH_FLAGS.contains(&flag) && is_no_path(value) {
                discretion.push(value);
            }
            before = argument;
        }
        discretion.sort();
        discretion
    }

    /// Hides a text if it may be a token, and what may be one in it, which may be complained about
    /// alone.
    fn hide_delicate(&mut self, text: &str) {
        let parts = text.split(|char: char| char.is_whitespace() || char == ',' || char == '"');
        for part in [text, text.trim()].into_iter().chain(parts) {
            if is_delicate(part) {
                self.push(part);
            }
        }
    }

    /// In each form in which an error may show it.
    fn push(&mut self, text: &str) {
        self.0.push(text.to_owned());
        self.0.push(text.escape_debug().to_string());
        self.0.push(text.escape_default().to_string());
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
        self.0
            .sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        self.0.dedup();
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

/// Whether it may be a token or a key: what says so, and what is no path, no address, and longer
/// than a UUID.
fn is_delicate(text: &str) -> bool {
    let length = text.chars().count();
    let is_plain = text.contains(['/', '\\', ':', ' ']);
    (length > SHORTEST_TOKEN && says_so(text) && !Path::new(text).exists())
        || (!is_plain && length > UUID)
        || text.contains("-----BEGIN")
}

/// Whether a token of a known kind, or the private part of a JWK (RFC 7518 §6), stands in it.
fn says_so(text: &str) -> bool {
    let packed: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    [
        "eyJ", "polar_", "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "cuss_",
        r#""d":"#, r#""k":"#,
    ]
    .iter()
    .any(|mark| packed.contains(mark))
}

/// Whether what stands where a path is expected is none, as far as anybody can tell: nothing is
/// there, nor is a folder where it could be, or it has a part that is longer than names are.
fn is_no_path(text: &str) -> bool {
    let path = Path::new(text);
    let length = |part: &OsStr| part.to_string_lossy().chars().count();
    if length(path.as_os_str()) <= SHORTEST_TOKEN || text.contains("://") || path.exists() {
        return false;
    }
    let folder = path.parent().unwrap_or(path);
    let has_folder = folder.as_os_str().is_empty() || folder.is_dir();
    !has_folder || path.iter().any(|part| length(part) > UUID)
}

/// Behind which a path is expected.
const PATH_FLAGS: &[&str] = &[
    "--access-token-file",
    "--client-secret-file",
    "--config",
    "--jwks",
    "--jwks-out",
    "--key",
    "--out",
];

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
            "Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl",
            " polar_oat_aaaaaaaaaaaaaaaaa",
            "tokens/polar_oat_aaaaaaaaaaaaaaaaa",
            r#"{"kty":"oct","k" : "c2hhcmVk"}"#,
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
    fn what_is_longer_than_names_are_is_no_path_though_its_folder_is_there() {
        let token = "/Canary0123456789Canary0123456789Canary01=";

        let said = Discretion::new(["--jwks", token]).hide(token);

        assert_eq!(said, "/Canar… (42 characters)");
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
