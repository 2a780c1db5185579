//! Key pairs: what signs, and what is told of it in public.

use std::fmt;

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    error::Unspecified,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
        RsaKeyPair, RsaPublicKeyComponents,
    },
};
use secrecy::{SecretString, zeroize::Zeroizing};

use super::{jwk::PublicParts, pem};
use crate::provider::jwt::Algorithm;

/// A private key, parsed once. aws-lc-rs holds the bytes, and wipes them when it frees them.
pub(super) enum Pair {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Pair {
    /// Makes a new one; `None` for an algorithm that nothing is signed with here.
    pub(super) fn generate(algorithm: Algorithm) -> Option<Result<Self, Unspecified>> {
        Some(match algorithm {
            Algorithm::EdDSA => Ed25519KeyPair::generate().map(Self::Ed25519),
            Algorithm::ES256 => {
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map(Self::P256)
            }
            Algorithm::RS256 => Self::generate_rsa(KeySize::Rsa2048),
            _ => return None,
        })
    }

    pub(super) fn generate_rsa(size: KeySize) -> Result<Self, Unspecified> {
        RsaKeyPair::generate(size).map(Self::Rsa)
    }

    /// Reads PKCS#8 (RFC 5958); which kind of key it is, is written in it. The error is the mend.
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Self, &'static str> {
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8(der) {
            return Ok(Self::Ed25519(pair));
        }
        if let Ok(pair) = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der) {
            return Ok(Self::P256(pair));
        }
        match RsaKeyPair::from_pkcs8(der) {
            Ok(pair) => judge_rsa(pair).map(Self::Rsa),
            Err(_) => Err(why_not(der)),
        }
    }

    pub(super) const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::EdDSA,
            Self::P256(_) => Algorithm::ES256,
            Self::Rsa(_) => Algorithm::RS256,
        }
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let random = SystemRandom::new();
        match self {
            Self::Ed25519(pair) => Ok(pair.try_sign(message)?.as_ref().to_vec()),
            Self::P256(pair) => Ok(pair.sign(&random, message)?.as_ref().to_vec()),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)?;
                Ok(signature)
            }
        }
    }

    /// What a verifier needs; `None` if the backend has it in no form that it documents.
    pub(super) fn public(&self) -> Option<PublicParts> {
        match self {
            Self::Ed25519(pair) => Some(PublicParts::Ed25519 {
                x: pair.public_key().as_ref().to_vec(),
            }),
            // SEC 1 §2.3.3: 04, then both coordinates.
            Self::P256(pair) => match pair.public_key().as_ref().split_first() {
                Some((4, point)) if point.len() == 64 => {
                    let (x, y) = point.split_at_checked(32)?;
                    let (x, y) = (x.to_vec(), y.to_vec());
                    Some(PublicParts::P256 { x, y })
                }
                _ => None,
            },
            Self::Rsa(pair) => {
                let RsaPublicKeyComponents { n, e } = pair.public_key().into();
                Some(PublicParts::Rsa { n, e })
            }
        }
    }

    pub(super) fn to_pkcs8_pem(&self) -> Result<SecretString, Unspecified> {
        let der: Zeroizing<Vec<u8>> = match self {
            // The first version, which other tools read too.
            Self::Ed25519(pair) => {
                let der: Pkcs8V1Der<'_> = pair.as_der()?;
                Zeroizing::new(der.as_ref().to_vec())
            }
            Self::P256(pair) => Zeroizing::new(pair.to_pkcs8v1()?.as_ref().to_vec()),
            Self::Rsa(pair) => {
                let der: Pkcs8V1Der<'_> = pair.as_der()?;
                Zeroizing::new(der.as_ref().to_vec())
            }
        };
        Ok(pem::write(&der))
    }
}

/// Shows the kind only.
impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.algorithm().as_str())
    }
}

/// Refuses what verifiers may refuse: RFC 7518 §3.3 wants 2048 bits, and beyond 4096 each
/// verification costs everybody too much. An exponent below 65537 is a relic.
fn judge_rsa(pair: RsaKeyPair) -> Result<RsaKeyPair, &'static str> {
    let RsaPublicKeyComponents::<Vec<u8>> { n: _, e } = pair.public_key().into();
    if !(256..=512).contains(&pair.public_modulus_len()) {
        return Err(RSA_SIZE);
    }
    let exponent = e.iter().fold(0_u64, |sum, byte| {
        sum.saturating_mul(256).saturating_add((*byte).into())
    });
    if !(65_537..1 << 32).contains(&exponent) {
        return Err("its public exponent is unusual; make a key with the exponent 65537");
    }
    Ok(pair)
}

/// Why a key could not be read, as far as its object identifier tells.
fn why_not(der: &[u8]) -> &'static str {
    // The identifier stands right at the front; further back such bytes are chance.
    let front = der.get(..der.len().min(40)).unwrap_or_default();
    let names = |id: &[u8]| front.windows(id.len()).any(|window| window == id);
    if names(OID_RSA) {
        return RSA_SIZE;
    }
    if names(OID_EC) {
        return "its curve is not P-256, or it is damaged; make a key on P-256 for ES256";
    }
    "give a private key in PKCS#8: Ed25519, P-256 or RSA"
}

const RSA_SIZE: &str = "an RSA key must have 2048 to 4096 bits and be intact; make a new one";

/// 1.2.840.113549.1.1.1 and 1.2.840.10045.2.1 in DER.
const OID_RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
const OID_EC: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
