//! How Polar signs: Standard Webhooks, with two keys that a secret may stand for.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use customer_session::endpoint::{
    EndpointRequest,
    webhook::{Delivery, SigningKey},
};
use zeroize::Zeroizing;

/// The header with the event's id.
pub(super) const ID: &str = "webhook-id";
const SIGNATURE: &str = "webhook-signature";
const TIMESTAMP: &str = "webhook-timestamp";

/// Both keys that the secret may stand for: see [`PolarWebhook`](super::PolarWebhook#signatures).
pub(super) fn keys(secret: &str) -> Result<Vec<SigningKey>, &'static str> {
    check(secret)?;
    let whole = SigningKey::new(secret.as_bytes());
    let encoded = secret.strip_prefix(STANDARD_PREFIX).unwrap_or(secret);
    let decoded = LENIENT.decode(encoded).map(Zeroizing::new);
    // An empty key is one that everybody knows.
    let decoded = decoded.ok().filter(|key| !key.is_empty());
    Ok([whole]
        .into_iter()
        .chain(decoded.map(|key| SigningKey::new(&key)))
        .collect())
}

fn check(secret: &str) -> Result<(), &'static str> {
    let random = [STANDARD_PREFIX, OLD_PREFIX]
        .iter()
        .find_map(|prefix| secret.strip_prefix(prefix));
    if random.is_none() && secret.starts_with("polar_") {
        return Err("this is a token of Polar's; set the secret of the webhook (`whsec_…`)");
    }
    if random.unwrap_or(secret).len() < SigningKey::MIN_SECRET_BYTES {
        return Err("it is so short that it can be guessed; let Polar make a secret");
    }
    Ok(())
}

/// What the headers say; `None` if one is missing, stands twice, or is none of Polar's.
pub(super) fn delivery(request: &EndpointRequest) -> Option<Delivery<'_>> {
    let id = request.sole_header(ID)?;
    let timestamp = request.sole_header(TIMESTAMP)?;
    let signatures = request.sole_header(SIGNATURE)?;
    // A dot in either would make the same text of another id, timestamp and body.
    if id.is_empty() || id.contains('.') || !is_number(timestamp) {
        return None;
    }
    let parts: [&[u8]; 5] = [
        id.as_bytes(),
        b".",
        timestamp.as_bytes(),
        b".",
        &request.body,
    ];
    Some(Delivery::new(
        timestamp.parse().ok()?,
        parts.into(),
        signatures.split(' ').filter_map(signature).collect(),
    ))
}

/// One of the signatures, if it is of the version that is known here.
fn signature(entry: &str) -> Option<[u8; 32]> {
    let encoded = entry.strip_prefix("v1,")?;
    STANDARD.decode(encoded).ok()?.try_into().ok()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

const STANDARD_PREFIX: &str = "whsec_";
const OLD_PREFIX: &str = "polar_whs_";

/// Reads secrets as Polar's own libraries do: padded or not, and whatever the bits say that are left
/// over at the end.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"type":"customer.deleted"}"#;

    fn request() -> EndpointRequest {
        EndpointRequest::new("POST")
            .with_header(ID, "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10")
            .with_header(TIMESTAMP, "1767225600")
            .with_header(SIGNATURE, format!("v1,{}", STANDARD.encode([7; 32])))
            .with_body(BODY)
    }

    fn with(name: &str, value: &str) -> EndpointRequest {
        let mut request = request();
        request.headers.retain(|(known, _)| known != name);
        request.with_header(name, value)
    }

    fn signatures(header: &str) -> Option<Vec<[u8; 32]>> {
        delivery(&with(SIGNATURE, header)).map(|delivery| delivery.signatures)
    }

    #[test]
    fn id_timestamp_and_body_are_signed_with_dots_between() {
        let request = request();

        let delivery = delivery(&request).unwrap();

        assert_eq!(delivery.timestamp, 1_767_225_600);
        assert_eq!(
            delivery.signed.concat(),
            format!("0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10.1767225600.{BODY}").into_bytes()
        );
        assert_eq!(delivery.signatures, [[7; 32]]);
    }

    #[test]
    fn a_header_that_is_missing_or_stands_twice_leaves_nothing_to_verify() {
        for name in [ID, TIMESTAMP, SIGNATURE] {
            let mut missing = request();
            missing.headers.retain(|(known, _)| known != name);
            let value = request().sole_header(name).unwrap().to_owned();

            assert!(delivery(&missing).is_none(), "{name}");
            assert!(
                delivery(&request().with_header(name, value)).is_none(),
                "{name}"
            );
        }
    }

    #[test]
    fn ids_and_timestamps_that_could_shift_what_is_signed_are_refused() {
        for id in ["", "a.b", "a.1767225600"] {
            assert!(delivery(&with(ID, id)).is_none(), "{id:?}");
        }
        for timestamp in [
            "",
            "-1767225600",
            "+1767225600",
            "1767225600.0",
            " 1767225600",
            "0x10",
            "1e9",
            "99999999999999999999999",
        ] {
            assert!(
                delivery(&with(TIMESTAMP, timestamp)).is_none(),
                "{timestamp:?}"
            );
        }
    }

    #[test]
    fn only_whole_signatures_of_version_1_count() {
        let good = STANDARD.encode([7; 32]);
        let short = STANDARD.encode([7; 31]);
        let long = STANDARD.encode([7; 33]);
        let unpadded = good.trim_end_matches('=');

        let header = format!(
            "v1a,{good} v1,{short}  v1,{good} v1,{long} v1,{unpadded} {good} v1, v2,{good}"
        );

        assert_eq!(signatures(&header), Some(vec![[7; 32]]));
        assert_eq!(signatures(""), Some(vec![]));
        // The last two bits of the last digit are left over, and must be zero.
        let other_digit = good.replace("c=", "d=");
        assert_ne!(other_digit, good);
        assert_eq!(signatures(&format!("v1,{other_digit}")), Some(vec![]));
    }

    #[test]
    fn a_secret_that_is_no_base64_stands_for_one_key_and_any_other_for_two() {
        for (secret, count) in [
            ("polar_whs_ovyN6cPrTv56AApvzCaJno08SSmGJmgb", 1),
            ("chosen by the merchant", 1),
            ("whsec_ovyN6cPrTv56AApvzCaJno08SSmGJmgbWilb33N2JuK", 2),
            ("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", 2),
            ("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY", 2),
        ] {
            assert_eq!(keys(secret).map(|keys| keys.len()), Ok(count), "{secret}");
        }
    }

    #[test]
    fn what_can_be_guessed_or_is_no_secret_is_refused() {
        for secret in [
            "whsec_",
            "polar_whs_",
            "whsec_QUJDREVGR0hJSg",
            "123456789012345",
            "polar_oat_0000000000000000000000000000000000000000000",
            "polar_cst_0000000000000000000000000000000000000000000",
        ] {
            assert!(keys(secret).is_err(), "{secret}");
        }
    }
}
