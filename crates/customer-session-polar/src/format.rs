//! The form of Polar's session tokens: garbage is known without asking anyone.
//!
//! A token is a prefix, 37 random characters, and 6 characters of checksum over the random ones:
//!
//! ```text
//! polar_cst_ 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZa 33EDWO
//! ```
//!
//! The checksum is the CRC-32 of zlib, written with the digits `0-9A-Za-z` and padded with `0`. It
//! does not cover the prefix, so that a customer's token with a member's prefix has a good form.
//! Both were seen on Polar's wire, and have been so since 2025-01-02; no session is older than an
//! hour.

use crate::model::SessionKind;

/// Whether a token's checksum must be right.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum Checksum {
    /// The checksum may be anything, and so may the length and the characters, within what a bearer
    /// token can be.
    ///
    /// For the day on which Polar changes the form: its server never reads the checksum, and
    /// promises none. More garbage is then sent to Polar, and nothing else changes.
    Ignored,
    /// The checksum, the length and the characters must be as Polar makes them today.
    #[default]
    Required,
}

/// What a token's form says about it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    /// It may be a customer's session. Only Polar knows whether it is one.
    Customer,
    /// It has neither prefix of a session: it is for another issuer, or another kind of credential.
    Foreign,
    /// It has the prefix of a session, but Polar never made it.
    Malformed(Malformed),
    /// It may be a member's session. Only Polar knows whether it is one.
    Member,
}

/// Why Polar never made a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Malformed {
    /// It has a character that Polar does not use.
    Alphabet,
    /// The checksum does not fit: it was mistyped, cut and pasted, or made up.
    Checksum,
    /// It is too short or too long.
    Length,
}

/// Judges a token by its form alone, in these steps:
///
/// 1. Without the prefix of a session it is foreign.
/// 2. It must be 53 characters long; 26 to 522 if the checksum is ignored.
/// 3. After the prefix it may hold `0-9A-Za-z`; if the checksum is ignored, all that RFC 6750
///    section 2.1 allows.
/// 4. The checksum must fit, unless it is ignored.
///
/// It does not allocate. It is not constant in time, and need not be: everyone can compute the
/// checksum.
pub(crate) fn judge(token: &str, checksum: Checksum) -> Verdict {
    let Some(kind) = SessionKind::of(token) else {
        return Verdict::Foreign;
    };
    let body = &token.as_bytes()[kind.prefix().len()..];
    let fault = match checksum {
        Checksum::Ignored => loose_fault(body),
        Checksum::Required => strict_fault(body),
    };
    match (fault, kind) {
        (Some(fault), _) => Verdict::Malformed(fault),
        (None, SessionKind::Customer) => Verdict::Customer,
        (None, SessionKind::Member) => Verdict::Member,
    }
}

fn strict_fault(body: &[u8]) -> Option<Malformed> {
    let Some((random, checksum)) = split(body) else {
        return Some(Malformed::Length);
    };
    if !body.iter().all(u8::is_ascii_alphanumeric) {
        return Some(Malformed::Alphabet);
    }
    (checksum_of(random) != *checksum).then_some(Malformed::Checksum)
}

fn loose_fault(body: &[u8]) -> Option<Malformed> {
    if !(LOOSE_MIN..=LOOSE_MAX).contains(&body.len()) {
        return Some(Malformed::Length);
    }
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(byte);
    (!body.iter().all(allowed)).then_some(Malformed::Alphabet)
}

/// The random part and the checksum, if the length is right.
fn split(body: &[u8]) -> Option<(&[u8], &[u8; CHECKSUM_LENGTH])> {
    body.split_last_chunk()
        .filter(|(random, _)| random.len() == RANDOM_LENGTH)
}

/// The CRC-32 in base 62, padded on the left.
fn checksum_of(random: &[u8]) -> [u8; CHECKSUM_LENGTH] {
    let mut rest = crc32fast::hash(random);
    let mut digits = [b'0'; CHECKSUM_LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
    }
    digits
}

const RANDOM_LENGTH: usize = 37;
/// Enough for any CRC-32: 62^6 is more than 2^32.
const CHECKSUM_LENGTH: usize = 6;
/// Shorter ones could be guessed, so that no issuer makes them.
const LOOSE_MIN: usize = 16;
/// A bound on what is hashed and sent on, far above any token of an issuer that keeps its sessions
/// itself.
const LOOSE_MAX: usize = 512;
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

#[cfg(test)]
mod tests;
