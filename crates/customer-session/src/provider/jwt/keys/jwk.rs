//! One key in JSON (RFC 7517 §4), judged.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::DecodingKey;
use serde_json::Value;

use super::{Flaw, VerifyingKey, curve::Curve, read::KeyRules, rsa};
use crate::provider::{
    claims::Members,
    jwt::{Algorithm, strict},
};

/// Judges a key, or says what is wrong with it.
pub(super) fn key(json: &[u8], rules: &KeyRules) -> Result<VerifyingKey, Flaw> {
    let jwk = strict::object(json)?;
    judge_purpose(&jwk)?;
    let (algorithm, backend) = match text(&jwk, "kty")? {
        Some("RSA") => rsa_key(&jwk, rules)?,
        Some("EC") => ec_key(&jwk)?,
        Some("OKP") => okp_key(&jwk)?,
        Some("oct") => return Err("it is a shared secret (`oct`)"),
        Some(_) => return Err("its `kty` is not known here"),
        None => return Err("it has no `kty`"),
    };
    Ok(VerifyingKey {
        id: id(&jwk)?,
        algorithm,
        backend,
    })
}

/// The `kid` of a key as it stands, however wrong the rest is.
pub(super) fn id_for_the_record(json: &[u8]) -> Option<String> {
    let jwk = strict::object(json).ok()?;
    Some(jwk.get("kid")?.as_str()?.to_owned())
}

/// For verifying signatures, and public.
fn judge_purpose(jwk: &Members) -> Result<(), Flaw> {
    if PRIVATE.iter().any(|member| jwk.get(member).is_some()) && text(jwk, "kty")? != Some("oct") {
        return Err("it holds a private key");
    }
    if text(jwk, "use")?.is_some_and(|purpose| purpose != "sig") {
        return Err("its `use` is not `sig`");
    }
    match jwk.get("key_ops") {
        None => Ok(()),
        Some(Value::Array(operations)) if operations.iter().any(|one| one == "verify") => Ok(()),
        Some(_) => Err("its `key_ops` do not say `verify`"),
    }
}

fn rsa_key(jwk: &Members, rules: &KeyRules) -> Result<(Algorithm, DecodingKey), Flaw> {
    use Algorithm::{PS256, PS384, PS512, RS256, RS384, RS512};

    let algorithm = algorithm(jwk)?.unwrap_or(rules.rsa);
    if !matches!(algorithm, RS256 | RS384 | RS512 | PS256 | PS384 | PS512) {
        return Err("its `alg` does not fit its `kty`");
    }
    let (modulus, exponent) = (number(jwk, "n")?, number(jwk, "e")?);
    Ok((algorithm, rsa::key(&modulus, &exponent)?))
}

fn ec_key(jwk: &Members) -> Result<(Algorithm, DecodingKey), Flaw> {
    let (curve, fitting) = match text(jwk, "crv")? {
        Some("P-256") => (Curve::P256, Algorithm::ES256),
        Some("P-384") => (Curve::P384, Algorithm::ES384),
        _ => return Err("its `crv` is not known here"),
    };
    judge_algorithm(jwk, fitting)?;
    let mut point = vec![UNCOMPRESSED];
    for member in ["x", "y"] {
        let coordinate = number(jwk, member)?;
        if coordinate.len() != curve.coordinate() {
            return Err("a coordinate has the wrong length for its curve");
        }
        point.extend(coordinate);
    }
    Ok((fitting, curve.key(&point)?))
}

fn okp_key(jwk: &Members) -> Result<(Algorithm, DecodingKey), Flaw> {
    if text(jwk, "crv")? != Some("Ed25519") {
        return Err("its `crv` is not known here");
    }
    judge_algorithm(jwk, Algorithm::EdDSA)?;
    let point = number(jwk, "x")?;
    Ok((Algorithm::EdDSA, Curve::Ed25519.key(&point)?))
}

/// A curve is made for one algorithm; a key that says another is a mistake or worse.
fn judge_algorithm(jwk: &Members, fitting: Algorithm) -> Result<(), Flaw> {
    match algorithm(jwk)? {
        Some(stated) if stated != fitting => Err("its `alg` does not fit its `crv`"),
        _ => Ok(()),
    }
}

fn algorithm(jwk: &Members) -> Result<Option<Algorithm>, Flaw> {
    text(jwk, "alg")?
        .map(|name| Algorithm::of_name(name).ok_or("its `alg` is not known here"))
        .transpose()
}

fn id(jwk: &Members) -> Result<Option<Arc<str>>, Flaw> {
    match text(jwk, "kid")? {
        Some(id) if id.len() > MAX_KEY_ID => Err("its `kid` is too long"),
        id => Ok(id.map(Arc::from)),
    }
}

fn text<'a>(jwk: &'a Members, member: &str) -> Result<Option<&'a str>, Flaw> {
    match jwk.get(member) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err("a member that must be a string is none"),
    }
}

fn number(jwk: &Members, member: &str) -> Result<Vec<u8>, Flaw> {
    let text = text(jwk, member)?.ok_or("it lacks a number of its `kty`")?;
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| "a number in it is not base64url")
}

/// Longer ids in tokens are refused too, so that such a key could never be named.
pub(crate) const MAX_KEY_ID: usize = 256;

/// The members of a private key (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// What stands before a whole point (SEC 1 §2.3.3).
const UNCOMPRESSED: u8 = 4;
