//! Shared secrets (RFC 7518 §3.2), and what only looks like one.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::spki;
use crate::provider::jwt::Algorithm;

/// How many bytes the secret of an algorithm has at least: as many as its hash (RFC 7518 §3.2);
/// `None` for algorithms without a shared secret.
pub(super) const fn least_bytes(algorithm: Algorithm) -> Option<usize> {
    match algorithm {
        Algorithm::HS256 => Some(32),
        Algorithm::HS384 => Some(48),
        Algorithm::HS512 => Some(64),
        _ => None,
    }
}

/// Whether a would-be secret is a key or a certificate, which others know: whoever has the public
/// key of an issuer could sign with it (RFC 8725 §2.1).
pub(super) fn is_a_key(secret: &[u8]) -> bool {
    let text = secret.trim_ascii();
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let text = text.trim_ascii_start();
    is_document(secret)
        || contains(text, b"-----BEGIN")
        || text.starts_with(b"{")
        || text.starts_with(b"[")
        || text.starts_with(b"ssh-")
        || text.starts_with(b"ecdsa-sha2-")
        || bare_base64(text).is_some_and(|der| is_document(&der))
}

fn contains(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|window| window == what)
}

/// A PEM without its armour.
fn bare_base64(text: &[u8]) -> Option<Vec<u8>> {
    let joined: Vec<u8> = text
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    STANDARD.decode(joined).ok()
}

/// Whether it is a document in DER: a public key, or anything long that is one SEQUENCE from its
/// first byte to its last.
fn is_document(bytes: &[u8]) -> bool {
    let spans = match bytes {
        [0x30, 0x81, length, rest @ ..] => usize::from(*length) == rest.len(),
        [0x30, 0x82, high, low, rest @ ..] => {
            usize::from(u16::from_be_bytes([*high, *low])) == rest.len()
        }
        _ => false,
    };
    spans || spki::is_public_key(bytes)
}
