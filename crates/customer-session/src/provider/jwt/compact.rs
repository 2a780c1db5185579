//! The text of a signed token (RFC 7515 §7.1).

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;

use super::Refusal;
use crate::rejection::Reason;

/// The three parts of a signed token, and what its signature is over.
#[derive(Clone, Copy)]
pub(super) struct Compact<'a> {
    pub(super) header: &'a str,
    pub(super) payload: &'a str,
    pub(super) signature: &'a str,
    pub(super) signed: &'a str,
}

impl<'a> Compact<'a> {
    /// Takes a token apart. Each dot is looked for once, and no more than five of them: a text of
    /// dots costs no more than another of its length.
    pub(super) fn of(token: &'a str) -> Result<Self, Refusal> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Refusal::new(
                Reason::TokenTooLong,
                "it is longer than 64 KiB",
            ));
        }
        if token.starts_with('{') {
            let detail = "only the compact form is read";
            return Err(Refusal::new(Reason::TokenJsonSerialized, detail));
        }
        let (header, rest) = token.split_once('.').ok_or_else(not_three)?;
        let (payload, signature) = rest.split_once('.').ok_or_else(not_three)?;
        if signature.contains('.') {
            return Err(too_many(signature));
        }
        let signed = header.len() + 1 + payload.len();
        Ok(Self {
            header,
            payload,
            signature,
            signed: token.get(..signed).ok_or_else(not_three)?,
        })
    }
}

fn too_many(rest: &str) -> Refusal {
    if rest.splitn(4, '.').count() == 3 {
        return Refusal::new(Reason::TokenEncrypted, "it has the five parts of a JWE");
    }
    not_three()
}

fn not_three() -> Refusal {
    Refusal::new(Reason::TokenMalformed, "it has not three parts")
}

/// Decodes a part: base64url, unpadded and canonical (RFC 7515 §2), so that what is signed has one
/// text. The token as a whole may have several: see `JwtProvider::identity`.
pub(super) fn decode(part: &str) -> Result<Vec<u8>, Refusal> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| Refusal::new(Reason::TokenMalformed, "a part is not canonical base64url"))
}

/// Whether it may be a signed token: whatever has two dots, or begins as one.
pub(crate) fn looks_signed(token: &str) -> bool {
    token.starts_with("eyJ")
        || token.starts_with('{')
        || token.bytes().filter(|byte| *byte == b'.').nth(1).is_some()
}

/// Whose token it is, by its own word; `None` if it does not say, or in no readable way.
///
/// It is read before anything is verified, to find the provider that verifies it: the word that
/// counts is the one that the provider reads, strictly, from the same bytes.
pub(crate) fn issuer_of(token: &str) -> Result<Option<String>, Reason> {
    let read = Compact::of(token).and_then(|compact| decode(compact.payload));
    let payload = read.map_err(|refusal| refusal.reason())?;
    let claims = serde_json::from_slice::<OnlyIssuer<'_>>(&payload).ok();
    Ok(claims.and_then(|claims| claims.iss).map(Cow::into_owned))
}

#[derive(Deserialize)]
struct OnlyIssuer<'a> {
    #[serde(borrow, default)]
    iss: Option<Cow<'a, str>>,
}

/// As long as a token may be by any configuration.
const MAX_TOKEN_BYTES: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn issuer(payload: &str) -> Result<Option<String>, Reason> {
        issuer_of(&format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(payload)))
    }

    #[test]
    fn the_issuer_is_read_whatever_stands_around_it() {
        let deep = format!(
            r#"{{"x":{}{},"iss":"a"}}"#,
            "[".repeat(9000),
            "]".repeat(9000)
        );

        assert_eq!(
            issuer(r#"{"sub":"x","iss":"a","n":{"iss":"b"}}"#),
            Ok(Some("a".into()))
        );
        assert_eq!(issuer(r#"{"iss":"\u0061"}"#), Ok(Some("a".into())));
        assert_eq!(issuer(&deep), Ok(Some("a".into())));
    }

    #[test]
    fn an_issuer_that_cannot_be_read_is_none() {
        for payload in [
            "{}",
            r#"{"iss":null}"#,
            r#"{"iss":7}"#,
            r#"{"iss":["a"]}"#,
            r#"{"iss":"a""#,
            r#"{"iss":"a","iss":"b"}"#,
            "",
            "7",
            r#"{"iss":"\ud800"}"#,
        ] {
            assert_eq!(issuer(payload), Ok(None), "{payload}");
        }
    }

    #[test]
    fn a_text_that_is_no_compact_token_has_its_own_reason() {
        let long = format!("e30.{}.c2ln", "A".repeat(10 << 20));
        let cases = [
            ("", Reason::TokenMalformed),
            ("e30", Reason::TokenMalformed),
            ("e30.e30", Reason::TokenMalformed),
            ("a.b.c.d", Reason::TokenMalformed),
            ("a.b.c.d.e", Reason::TokenEncrypted),
            ("a.b.c.d.e.f", Reason::TokenMalformed),
            ("e30.e30=.c2ln", Reason::TokenMalformed),
            ("e30.e3 0.c2ln", Reason::TokenMalformed),
            ("e30.e31.c2ln", Reason::TokenMalformed),
            ("e30.+/8.c2ln", Reason::TokenMalformed),
            (r#"{"payload":"e30"}"#, Reason::TokenJsonSerialized),
            (&".".repeat(60_000), Reason::TokenMalformed),
            (&".".repeat(100_000), Reason::TokenTooLong),
            (&long, Reason::TokenTooLong),
        ];

        for (token, reason) in cases {
            assert_eq!(issuer_of(token), Err(reason), "{token:.20}");
        }
    }
}
