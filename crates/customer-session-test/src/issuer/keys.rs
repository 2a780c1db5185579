//! Key pairs, and what is published of them.

use std::fmt;

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
        RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// How tokens are signed.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Algorithm {
    /// EdDSA on Ed25519 (RFC 8037).
    EdDsa,
    /// ECDSA on P-256 with SHA-256. The default.
    #[default]
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, with a key of 2048 bits.
    Rs256,
}

impl Algorithm {
    /// The name in a token's header, `alg`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }
}

/// A key pair and its id.
pub(super) struct Key {
    pub(super) id: String,
    pub(super) algorithm: Algorithm,
    pub(super) published: bool,
    pair: Pair,
}

enum Pair {
    EdDsa(Ed25519KeyPair),
    Es256(EcdsaKeyPair),
    Rs256(RsaKeyPair),
}

impl Key {
    /// A new key, which is published.
    ///
    /// # Panics
    ///
    /// If aws-lc cannot make one, such as for want of randomness.
    pub(super) fn new(id: String, algorithm: Algorithm) -> Self {
        let pair = match algorithm {
            Algorithm::EdDsa => Ed25519KeyPair::generate().map(Pair::EdDsa),
            Algorithm::Es256 => {
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map(Pair::Es256)
            }
            Algorithm::Rs256 => RsaKeyPair::generate(KeySize::Rsa2048).map(Pair::Rs256),
        };
        Self {
            id,
            algorithm,
            published: true,
            pair: pair.expect("aws-lc makes keys wherever there is randomness"),
        }
    }

    /// The public half as a JWK.
    pub(super) fn jwk(&self) -> Value {
        let mut jwk = match &self.pair {
            Pair::EdDsa(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "x": encoded(pair.public_key().as_ref()) })
            }
            Pair::Es256(pair) => {
                // An uncompressed point: a byte that says so, then both coordinates.
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": encoded(x), "y": encoded(y) })
            }
            Pair::Rs256(pair) => {
                let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                json!({ "kty": "RSA", "n": encoded(&public.n), "e": encoded(&public.e) })
            }
        };
        jwk["kid"] = self.id.clone().into();
        jwk["use"] = "sig".into();
        jwk["alg"] = self.algorithm.as_str().into();
        jwk
    }

    /// Signs a header and a payload, whatever they say.
    pub(super) fn sign(&self, header: &Value, payload: &[u8]) -> String {
        let header = encoded(header.to_string().as_bytes());
        let input = format!("{header}.{}", encoded(payload));
        let signature = self.signature(input.as_bytes());
        format!("{input}.{}", encoded(&signature))
    }

    fn signature(&self, input: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::EdDsa(pair) => pair.sign(input).as_ref().to_vec(),
            Pair::Es256(pair) => pair
                .sign(&random, input)
                .map(|signature| signature.as_ref().to_vec())
                .unwrap_or_default(),
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                match pair.sign(&RSA_PKCS1_SHA256, &random, input, &mut signature) {
                    Ok(()) => signature,
                    Err(_) => Vec::new(),
                }
            }
        }
    }
}

/// Shows no private half.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .field("algorithm", &self.algorithm)
            .field("published", &self.published)
            .finish_non_exhaustive()
    }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
