//! The signature, over the bytes as they came.

use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;

use super::{Refusal, keys::VerifyingKey};
use crate::rejection::Reason;

/// Verifies by the algorithm that the key serves; what the token says was compared with it before
/// (RFC 8725 §3.1).
///
/// The backend is named here rather than left to the process-wide choice, which another crate of
/// the program may have made, or made impossible.
pub(super) fn verify(key: &VerifyingKey, signed: &str, signature: &Vec<u8>) -> Result<(), Refusal> {
    let algorithm = key.algorithm().backend();
    let verifier = (DEFAULT_PROVIDER.verifier_factory)(&algorithm, key.backend())
        .map_err(|_| invalid("the key does not fit its algorithm"))?;
    verifier
        .verify(signed.as_bytes(), signature)
        .map_err(|_| invalid("it was not made by the key over this text"))
}

fn invalid(detail: &'static str) -> Refusal {
    Refusal::new(Reason::SignatureInvalid, detail)
}
