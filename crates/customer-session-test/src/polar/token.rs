//! How tokens are made.

use crate::hashed::fill;

/// Makes a token: the prefix, 37 random characters, and the CRC-32 of those 37 in six base-62
/// digits.
///
/// The prefix is not part of the checksum.
pub(super) fn generate(prefix: &str) -> String {
    let random = random_characters();
    let checksum = base62(crc32fast::hash(random.as_bytes()));
    format!("{prefix}{random}{checksum:0>6}")
}

fn random_characters() -> String {
    let mut characters = String::with_capacity(RANDOM_LENGTH);
    let mut bytes = [0; 64];
    while characters.len() < RANDOM_LENGTH {
        fill(&mut bytes);
        // 248 is the largest multiple of 62 that fits a byte; taking more would favour the first
        // digits.
        let unbiased = bytes
            .iter()
            .filter(|byte| **byte < 248)
            .map(|byte| digit(u32::from(*byte)));
        characters.extend(unbiased.take(RANDOM_LENGTH - characters.len()));
    }
    characters
}

fn base62(mut number: u32) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.push(digit(number));
        number /= 62;
    }
    digits.iter().rev().collect()
}

/// The last base-62 digit of `number`.
fn digit(number: u32) -> char {
    char::from(DIGITS[number as usize % DIGITS.len()])
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH: usize = 37;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_checksum_is_padded_with_zeros() {
        assert_eq!(format!("{:0>6}", base62(61)), "00000z");
        assert_eq!(format!("{:0>6}", base62(62)), "000010");
        assert_eq!(format!("{:0>6}", base62(u32::MAX)), "4gfFC3");
    }
}
