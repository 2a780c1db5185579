//! Private keys as text: the PEM form of PKCS#8 (RFC 7468 §10).
//!
//! Public keys are read by the crate `pem`; it leaves copies behind that nobody wipes, which is no
//! way to treat these.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::{SecretString, zeroize::Zeroizing};

/// The bytes of the only private key in a text, or the mend.
pub(super) fn read(text: &str) -> Result<Zeroizing<Vec<u8>>, String> {
    let text = text.trim();
    let body = text
        .strip_prefix(BEGIN)
        .and_then(|rest| rest.strip_suffix(END))
        .ok_or_else(|| mend(text))?;
    let packed: Zeroizing<String> =
        Zeroizing::new(body.chars().filter(|c| !c.is_ascii_whitespace()).collect());
    STANDARD
        .decode(packed.as_bytes())
        .map(Zeroizing::new)
        .map_err(|_| "the base64 between its first and its last line is damaged".to_owned())
}

/// What to do about a text that is no single private key in PKCS#8.
fn mend(text: &str) -> String {
    for (label, how) in [
        (
            "ENCRYPTED PRIVATE KEY",
            "it is encrypted; decrypt it with `openssl pkey -in key.pem`",
        ),
        (
            "RSA PRIVATE KEY",
            "it is PKCS#1; convert it with `openssl pkey -in key.pem`",
        ),
        (
            "EC PRIVATE KEY",
            "it is SEC 1; convert it with `openssl pkcs8 -topk8 -nocrypt -in key.pem`",
        ),
        ("PUBLIC KEY", "it is a public key; give the private one"),
        (
            "CERTIFICATE",
            "it is a certificate; give the private key alone",
        ),
    ] {
        if text.starts_with(&format!("-----BEGIN {label}-----")) {
            return how.to_owned();
        }
    }
    "give one key in PKCS#8, from `-----BEGIN PRIVATE KEY-----` to `-----END PRIVATE KEY-----`"
        .to_owned()
}

/// The text of a private key, in lines of 64 characters (RFC 7468 §2).
pub(super) fn write(der: &[u8]) -> SecretString {
    let packed = Zeroizing::new(STANDARD.encode(der));
    let lines = packed.len().div_ceil(LINE);
    // All of it at once: a text that grows leaves copies behind that nobody wipes.
    let mut text = String::with_capacity(BEGIN.len() + packed.len() + lines + END.len() + 2);
    text.push_str(BEGIN);
    text.push('\n');
    for (place, letter) in packed.chars().enumerate() {
        if place > 0 && place.is_multiple_of(LINE) {
            text.push('\n');
        }
        text.push(letter);
    }
    text.push('\n');
    text.push_str(END);
    text.push('\n');
    SecretString::from(text)
}

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";
const LINE: usize = 64;

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn what_was_written_is_read_back_whatever_its_length() {
        for length in [1, 47, 48, 49, 95, 96, 97, 1200] {
            let der = vec![0x5A; length];
            let text = write(&der);

            assert_eq!(*read(text.expose_secret()).unwrap(), der);
            assert!(text.expose_secret().lines().all(|line| line.len() <= 64));
            assert!(!text.expose_secret().contains("\n\n"));
        }
    }

    #[test]
    fn line_ends_of_other_systems_are_read() {
        let text = write(&[7; 100]).expose_secret().replace('\n', "\r\n");

        assert_eq!(*read(&text).unwrap(), vec![7; 100]);
    }

    #[test]
    fn other_kinds_of_text_are_refused_with_what_to_do_and_without_the_text() {
        for (text, word) in [
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\ncanary", "encrypted"),
            ("-----BEGIN RSA PRIVATE KEY-----\ncanary", "PKCS#1"),
            ("-----BEGIN EC PRIVATE KEY-----\ncanary", "SEC 1"),
            ("-----BEGIN PUBLIC KEY-----\ncanary", "public"),
            ("-----BEGIN CERTIFICATE-----\ncanary", "certificate"),
            ("canary", "PKCS#8"),
            (
                "-----BEGIN PRIVATE KEY-----\ncanary!\n-----END PRIVATE KEY-----",
                "damaged",
            ),
        ] {
            let error = read(text).unwrap_err();

            assert!(error.contains(word), "{error}");
            assert!(!error.contains("canary"), "{error}");
        }
    }
}
