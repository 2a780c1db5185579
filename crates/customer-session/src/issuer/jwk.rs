//! Public keys as JSON (RFC 7517), and their names (RFC 7638).

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::provider::jwt::Algorithm;

/// The numbers of a public key, big-endian.
pub(super) enum PublicParts {
    Ed25519 { x: Vec<u8> },
    P256 { x: Vec<u8>, y: Vec<u8> },
    Rsa { n: Vec<u8>, e: Vec<u8> },
}

impl PublicParts {
    /// The members that make the key what it is (RFC 7518 §6, RFC 8037 §2), in the order of the
    /// alphabet.
    fn members(&self) -> Vec<(&'static str, String)> {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Ed25519 { x } => vec![
                ("crv", "Ed25519".to_owned()),
                ("kty", "OKP".to_owned()),
                ("x", text(x)),
            ],
            Self::P256 { x, y } => vec![
                ("crv", "P-256".to_owned()),
                ("kty", "EC".to_owned()),
                ("x", text(x)),
                ("y", text(y)),
            ],
            Self::Rsa { n, e } => vec![
                ("e", text(significant(e))),
                ("kty", "RSA".to_owned()),
                ("n", text(significant(n))),
            ],
        }
    }

    /// The thumbprint (RFC 7638 §3): the hash of the required members alone, sorted, without white
    /// space.
    pub(super) fn thumbprint(&self) -> String {
        let members: Vec<_> = self
            .members()
            .into_iter()
            // None of the values needs escaping.
            .map(|(name, value)| format!(r#""{name}":"{value}""#))
            .collect();
        let whole = format!("{{{}}}", members.join(","));
        URL_SAFE_NO_PAD.encode(digest(&SHA256, whole.as_bytes()))
    }

    /// The whole key, as it stands in a key set.
    pub(super) fn jwk(&self, algorithm: Algorithm, key_id: &str) -> Value {
        let mut jwk = json!({ "alg": algorithm.as_str(), "kid": key_id, "use": "sig" });
        for (name, value) in self.members() {
            jwk[name] = Value::String(value);
        }
        jwk
    }
}

/// Without zeros in front, as RFC 7518 §6.3.1 wants the numbers of an RSA key.
fn significant(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638_section_3_1() {
        let mut n = bytes(concat!(
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs",
            "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI",
            "SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        ));
        n.insert(0, 0);
        let key = PublicParts::Rsa {
            n,
            e: bytes("AQAB"),
        };

        assert_eq!(
            key.thumbprint(),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_8037_appendix_a_3() {
        let key = PublicParts::Ed25519 {
            x: bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
        };

        assert_eq!(
            key.thumbprint(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
    }
}
