//! Tokens of our own, for sessions that somebody else issued.

use zeroize::Zeroizing;

use crate::{
    entropy::{Entropy, EntropyError},
    token::{SessionToken, hex},
};

/// Makes a token that nobody can guess: the prefix, and 256 random bits as 64 hexadecimal digits.
///
/// Registered beside the issuer's own token, it lets a browser authenticate to your API without
/// sending the issuer's token there: see [`Registry::register`](super::Registry::register).
///
/// # Errors
///
/// When the source of randomness is out of order.
pub fn opaque_token(prefix: &str, entropy: &dyn Entropy) -> Result<SessionToken, EntropyError> {
    let mut bits = Zeroizing::new([0; BYTES]);
    entropy.fill(&mut *bits)?;
    let digits = Zeroizing::new(hex(&*bits));
    Ok(SessionToken::new([prefix, &digits].concat()))
}

/// Whether a token has the form of those that [`opaque_token`] makes, so that garbage costs no
/// look-up.
#[must_use]
pub fn is_opaque_token(prefix: &str, token: &str) -> bool {
    token.strip_prefix(prefix).is_some_and(|digits| {
        digits.len() == 2 * BYTES
            && digits
                .bytes()
                .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// As many random bytes as guessing can never get through.
const BYTES: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[derive(Debug)]
    struct OutOfOrder;

    impl Entropy for OutOfOrder {
        fn fill(&self, _: &mut [u8]) -> Result<(), EntropyError> {
            Err(EntropyError::new("out of order"))
        }
    }

    #[test]
    fn tokens_have_their_form_and_are_all_different() {
        let mint = || opaque_token("css_", &SystemEntropy).unwrap();

        let (one, other) = (mint(), mint());

        assert_eq!(one.expose().len(), 4 + 64);
        assert!(is_opaque_token("css_", one.expose()));
        assert_ne!(one.expose(), other.expose());
    }

    #[test]
    fn what_was_not_made_here_has_another_form() {
        let digits = "0123456789abcdef".repeat(4);

        assert!(is_opaque_token("css_", &format!("css_{digits}")));
        for wrong in [
            digits.clone(),
            format!("cuss_{digits}"),
            format!("css_{digits}0"),
            format!("css_{}", &digits[1..]),
            format!("css_{}", digits.to_uppercase()),
            "css_".to_owned(),
        ] {
            assert!(!is_opaque_token("css_", &wrong), "{wrong}");
        }
    }

    #[test]
    fn without_randomness_there_is_no_token() {
        assert!(opaque_token("css_", &OutOfOrder).is_err());
    }
}
