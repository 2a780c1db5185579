//! RSA keys (RFC 7518 §3.3, §3.5, §6.3.1).

use jsonwebtoken::DecodingKey;

use super::Flaw;

/// The key of a modulus and an exponent, big-endian.
pub(super) fn key(modulus: &[u8], exponent: &[u8]) -> Result<DecodingKey, Flaw> {
    let (modulus, exponent) = (trimmed(modulus), trimmed(exponent));
    judge_modulus(modulus)?;
    judge_exponent(exponent)?;
    Ok(DecodingKey::from_rsa_raw_components(modulus, exponent))
}

/// At least 2048 bits (RFC 7518 §3.3), and no more than the backend verifies with.
fn judge_modulus(modulus: &[u8]) -> Result<(), Flaw> {
    match bits(modulus) {
        ..2048 => return Err("its modulus has less than 2048 bits"),
        8193.. => return Err("its modulus has more than 8192 bits"),
        _ => {}
    }
    if is_even(modulus) {
        return Err("its modulus is even");
    }
    Ok(())
}

/// With the exponent 1 every message is its own signature; a long one only costs time.
fn judge_exponent(exponent: &[u8]) -> Result<(), Flaw> {
    match bits(exponent) {
        ..2 => Err("its exponent is less than 3"),
        34.. => Err("its exponent has more than 33 bits"),
        _ if is_even(exponent) => Err("its exponent is even"),
        _ => Ok(()),
    }
}

/// Without leading zeros, of which some issuers write one (RFC 7518 §6.3.1.1).
fn trimmed(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// How many bits a number without leading zeros has.
fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |first| first.leading_zeros());
    (number.len() * 8).saturating_sub(unused as usize)
}

fn is_even(number: &[u8]) -> bool {
    number.last().is_none_or(|last| last % 2 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modulus(bytes: usize) -> Vec<u8> {
        vec![0xFF; bytes]
    }

    #[test]
    fn sizes_are_bounded_on_both_sides() {
        let mut just_short = modulus(256);
        just_short[0] = 0x7F;

        assert!(key(&modulus(256), &[1, 0, 1]).is_ok());
        assert!(key(&modulus(1024), &[3]).is_ok());
        assert!(key(&just_short, &[1, 0, 1]).is_err());
        assert!(key(&modulus(128), &[1, 0, 1]).is_err());
        assert!(key(&modulus(1025), &[1, 0, 1]).is_err());
        assert!(key(&[], &[1, 0, 1]).is_err());
    }

    #[test]
    fn exponents_that_sign_nothing_are_refused() {
        for exponent in [
            &[][..],
            &[0],
            &[1],
            &[2],
            &[1, 0],
            &[0, 0, 1],
            &[4, 0, 0, 0, 1],
        ] {
            assert!(key(&modulus(256), exponent).is_err(), "{exponent:?}");
        }
    }

    #[test]
    fn an_even_modulus_is_refused_and_a_leading_zero_is_not() {
        let mut even = modulus(256);
        even[255] = 0xFE;
        let mut padded = modulus(256);
        padded.insert(0, 0);

        assert!(key(&even, &[1, 0, 1]).is_err());
        assert!(key(&padded, &[0, 1, 0, 1]).is_ok());
    }
}
