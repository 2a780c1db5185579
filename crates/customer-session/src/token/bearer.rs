//! The grammar of `Authorization: Bearer` (RFC 6750 §2.1, RFC 9110 §11.4), on bytes and without
//! allocation.

use super::Malformed;

/// What one `Authorization` field line says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Credentials<'a> {
    /// A bearer token of good grammar.
    Bearer(&'a [u8]),
    /// Nothing for us: an empty value, or another scheme.
    Other,
}

/// Reads the value of one `Authorization` field line.
///
/// 1. White space around the value is not part of it; an empty value is no credentials.
/// 2. The scheme is the leading token; it is compared without case. Another scheme than Bearer is
///    nobody's fault and not ours, unless a second, bearer credential is joined to it with a comma:
///    that is more than one.
/// 3. After the scheme come one or more spaces and then exactly one b64token.
pub(crate) fn parse_authorization(value: &[u8]) -> Result<Credentials<'_>, Malformed> {
    // What almost every request says, read at once; the rest of the grammar gives the same answer
    // for it.
    if let Some(token) = value.strip_prefix(b"Bearer ").and_then(b64token) {
        return Ok(Credentials::Bearer(token));
    }
    parse_any(value)
}

#[cold]
fn parse_any(value: &[u8]) -> Result<Credentials<'_>, Malformed> {
    let value = trim(value);
    if value.is_empty() {
        return Ok(Credentials::Other);
    }
    let scheme_end = value
        .iter()
        .position(|&byte| !is_tchar(byte))
        .unwrap_or(value.len());
    let (scheme, rest) = value.split_at(scheme_end);
    if scheme.is_empty() {
        return Err(Malformed::Credentials);
    }
    if !scheme.eq_ignore_ascii_case(b"bearer") {
        return if joins_bearer(rest) {
            Err(Malformed::Several)
        } else {
            Ok(Credentials::Other)
        };
    }
    if !rest.starts_with(b" ") {
        return Err(Malformed::Credentials);
    }
    let token = &rest[rest.iter().take_while(|&&byte| byte == b' ').count()..];
    match b64token(token) {
        Some(token) => Ok(Credentials::Bearer(token)),
        None if joins_bearer(token) => Err(Malformed::Several),
        None => Err(Malformed::Credentials),
    }
}

/// Reads `1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`, and nothing beside it.
pub(crate) fn b64token(bytes: &[u8]) -> Option<&[u8]> {
    let padding = bytes.iter().rev().take_while(|&&byte| byte == b'=').count();
    let body = &bytes[..bytes.len() - padding];
    (!body.is_empty() && is_pure(body)).then_some(bytes)
}

/// Whether all bytes are those of a b64token before its padding.
fn is_pure(body: &[u8]) -> bool {
    let Some(last) = body.last_chunk::<16>() else {
        return faults(body) == 0;
    };
    // Sixteen bytes at a time are a few vector instructions. What is left over after the last whole
    // chunk is looked at together with bytes before it.
    let (chunks, _) = body.as_chunks::<16>();
    chunks.iter().all(|chunk| faults(chunk) == 0) && faults(last) == 0
}

/// Looks at all bytes, without an early exit, which would have them looked at one by one.
fn faults(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |faults, &byte| faults | fault(byte))
}

/// Whether another credential, of the Bearer scheme, follows a comma outside of quotes.
fn joins_bearer(rest: &[u8]) -> bool {
    let mut quoted = false;
    let mut escaped = false;
    for (at, &byte) in rest.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' if !quoted && starts_bearer(trim(&rest[at + 1..])) => return true,
            _ => {}
        }
    }
    false
}

fn starts_bearer(element: &[u8]) -> bool {
    element
        .get(..6)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer"))
        && element
            .get(6)
            .is_none_or(|&byte| matches!(byte, b' ' | b'\t' | b','))
}

/// Removes optional white space (RFC 9110 §5.6.3) from both ends.
pub(crate) fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = value {
        value = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// The characters of a token in the sense of RFC 9110 §5.6.2.
pub(crate) const fn is_tchar(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
            | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'
    )
}

/// 1 for a byte that may not stand in a b64token before its padding: arithmetic without branches,
/// which compilers turn into vector instructions.
const fn fault(byte: u8) -> u8 {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    // These follow one another in ASCII: - . / 0 1 2 3 4 5 6 7 8 9
    let digit = byte.wrapping_sub(b'-') < 13;
    !(letter | digit | (byte == b'+') | (byte == b'_') | (byte == b'~')) as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(value: &str) -> Result<Credentials<'_>, Malformed> {
        parse_authorization(value.as_bytes())
    }

    #[test]
    fn the_scheme_is_compared_without_case_and_spaces_around_are_ignored() {
        for value in [
            "Bearer tok",
            "bearer tok",
            "BEARER tok",
            "bEaReR   tok",
            " Bearer tok\t",
        ] {
            assert_eq!(parse(value), Ok(Credentials::Bearer(b"tok")), "{value:?}");
        }
    }

    #[test]
    fn other_schemes_and_empty_values_are_not_for_us() {
        for value in [
            "",
            "  ",
            "Basic dXNlcjpwYXNz",
            "DPoP abc",
            "Digest username=\"a, Bearer b\", realm=\"x\"",
            "Bearers tok",
        ] {
            assert_eq!(parse(value), Ok(Credentials::Other), "{value:?}");
        }
    }

    #[test]
    fn anything_else_after_bearer_is_malformed() {
        let values = [
            "Bearer",
            "Bearer ",
            "Bearer\ttok",
            "Bearer a b",
            "Bearer tok\u{e9}",
            "Bearer =",
            "Bearer a=b",
            "Bearer:tok",
            "Bearer \"tok\"",
        ];
        for value in values {
            assert_eq!(parse(value), Err(Malformed::Credentials), "{value:?}");
        }
    }

    #[test]
    fn credentials_joined_by_a_comma_are_several() {
        for value in [
            "Bearer a, Bearer b",
            "Bearer a,bearer b",
            "Basic abc, Bearer xyz",
            "DPoP a , BEARER b",
        ] {
            assert_eq!(parse(value), Err(Malformed::Several), "{value:?}");
        }
    }

    #[test]
    fn control_and_obsolete_bytes_are_malformed() {
        for value in [
            &b"Bearer \xff\xfe"[..],
            b"\xff",
            b"Bearer a\0b",
            b"\0",
            b"Bearer \x80",
        ] {
            assert_eq!(
                parse_authorization(value),
                Err(Malformed::Credentials),
                "{value:?}"
            );
        }
    }

    #[test]
    fn padding_is_allowed_at_the_end_only() {
        assert_eq!(b64token(b"abc=="), Some(&b"abc=="[..]));
        assert_eq!(b64token(b"a=c"), None);
        assert_eq!(b64token(b"=="), None);
    }

    #[test]
    fn every_byte_is_judged_wherever_it_stands_and_however_long_the_token_is() {
        for length in 1..50 {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    let mut token = vec![b'a'; length];
                    token[at] = byte;

                    let allowed = byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
                    let padding = byte == b'=' && at > 0 && at == length - 1;

                    assert_eq!(
                        b64token(&token).is_some(),
                        allowed || padding,
                        "{byte} at {at}"
                    );
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_input_panics_and_a_bearer_token_is_always_of_the_grammar(value in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(Credentials::Bearer(token)) = parse_authorization(&value) {
                prop_assert_eq!(b64token(token), Some(token));
            }
        }
    }
}
