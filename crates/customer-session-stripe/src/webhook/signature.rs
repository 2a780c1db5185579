//! How Stripe signs.

use customer_session::endpoint::{
    EndpointRequest,
    webhook::{Delivery, SigningKey},
};

/// The key is the secret as it is, prefix included.
pub(super) fn key(secret: &str) -> Result<SigningKey, &'static str> {
    const PREFIX: &str = "whsec_";
    let Some(random) = secret.strip_prefix(PREFIX) else {
        return Err("set the signing secret of the endpoint (`whsec_…`)");
    };
    if random.len() < SigningKey::MIN_SECRET_BYTES {
        return Err("it is cut off; copy the whole signing secret (`whsec_…`)");
    }
    Ok(SigningKey::new(secret.as_bytes()))
}

/// What the header `Stripe-Signature` says; `None` if it is missing, stands twice, or is none of
/// Stripe's.
pub(super) fn delivery(request: &EndpointRequest) -> Option<Delivery<'_>> {
    let header = request.sole_header("stripe-signature")?;
    let pairs = || header.split(',').filter_map(|pair| pair.split_once('='));
    let of = |wanted| {
        pairs()
            .filter(move |(key, _)| *key == wanted)
            .map(|(_, value)| value)
    };
    let mut timestamps = of("t");
    let (Some(timestamp), None) = (timestamps.next(), timestamps.next()) else {
        return None;
    };
    if timestamp.is_empty() || !timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let signed = vec![timestamp.as_bytes(), b".", &request.body];
    let signatures = of("v1").filter_map(from_lower_hex).collect();
    Some(Delivery::new(timestamp.parse().ok()?, signed, signatures))
}

/// Upper case is none of Stripe's.
fn from_lower_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = from_digit(digits[0])? << 4 | from_digit(digits[1])?;
    }
    Some(bytes)
}

const fn from_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const V1: &str = "942d4912a91739f2223a33184cc56aa74dc445d701ee3d934105febe8dc20d8b";

    fn read(header: &str) -> Option<(u64, usize)> {
        let request = EndpointRequest::new("POST").with_header("Stripe-Signature", header);
        let delivery = delivery(&request)?;
        Some((delivery.timestamp, delivery.signatures.len()))
    }

    #[test]
    fn timestamp_and_body_are_signed_with_a_dot_between() {
        let request = EndpointRequest::new("POST")
            .with_header("Stripe-Signature", format!("t=1700000000,v1={V1}"))
            .with_body("{}");

        let delivery = delivery(&request).unwrap();

        assert_eq!(delivery.signed.concat(), b"1700000000.{}");
        assert_eq!(delivery.signatures[0][..3], [0x94, 0x2d, 0x49]);
        assert_eq!(delivery.signatures[0][31], 0x8b);
    }

    #[test]
    fn signatures_are_found_wherever_they_stand_and_other_schemes_are_not_looked_at() {
        for (header, found) in [
            (format!("t=17,v1={V1}"), (17, 1)),
            (format!("v1={V1},t=17"), (17, 1)),
            (format!("t=17,v1={V1},v0={V1},v1={V1}"), (17, 2)),
            (format!("t=17,v1=00,v1={V1},nonsense"), (17, 1)),
            (format!("t=17,v0={V1}"), (17, 0)),
            (format!("t=17,v1={}", V1.to_uppercase()), (17, 0)),
            (format!("t=17,v1={V1}0"), (17, 0)),
            (format!("t=17,v1={}", &V1[1..]), (17, 0)),
            // With a space it is another name.
            (format!("t=17, v1={V1}"), (17, 0)),
            (format!("t=17,v1= {V1}"), (17, 0)),
            (format!("t=17,V1={V1}"), (17, 0)),
            ("t=17".to_owned(), (17, 0)),
        ] {
            assert_eq!(read(&header), Some(found), "{header}");
        }
    }

    #[test]
    fn without_one_timestamp_there_is_nothing_to_verify() {
        for header in [
            "".to_owned(),
            format!("v1={V1}"),
            format!("t=,v1={V1}"),
            format!("t=-17,v1={V1}"),
            format!("t=+17,v1={V1}"),
            format!("t=17.0,v1={V1}"),
            format!("t=99999999999999999999999,v1={V1}"),
            format!("t=17,t=18,v1={V1}"),
            format!("t = 17,v1={V1}"),
        ] {
            assert_eq!(read(&header), None, "{header}");
        }
        let twice = EndpointRequest::new("POST")
            .with_header("stripe-signature", format!("t=17,v1={V1}"))
            .with_header("stripe-signature", format!("t=17,v1={V1}"));
        assert!(delivery(&twice).is_none());
    }

    #[test]
    fn what_is_no_signing_secret_or_a_part_of_one_is_refused() {
        let good = "whsec_0123456789abcdef0123456789abcdef";

        assert!(key(good).is_ok());
        for secret in ["whsec_", "whsec_0123456789", "sk_live_0123456789abcdef0123"] {
            assert!(key(secret).is_err(), "{secret}");
        }
    }
}
