//! The header of a signed token (RFC 7515 §4), before anything is known to be true.

use serde_json::{Map, Value};

use super::{Algorithm, Refusal, compact, keys::MAX_KEY_ID, strict};
use crate::rejection::Reason;

/// What is read of a header. The key comes from configuration alone: `jwk`, `jku`, `x5u` and `x5c`
/// are never looked at (RFC 8725 §3.10).
#[derive(Debug)]
pub(super) struct Header {
    /// `None`: one that does not exist here, such as `none`.
    pub(super) algorithm: Option<Algorithm>,
    pub(super) key_id: Option<String>,
    pub(super) kind: Option<String>,
}

impl Header {
    pub(super) fn of(part: &str) -> Result<Self, Refusal> {
        let json = compact::decode(part)?;
        let mut members = strict::object(&json).map_err(malformed)?;
        refuse_extensions(&members)?;
        let algorithm = match take_text(&mut members, "alg")? {
            Some(name) => Algorithm::of_name(&name),
            None => None,
        };
        let key_id = take_text(&mut members, "kid")?;
        if key_id.as_ref().is_some_and(|id| id.len() > MAX_KEY_ID) {
            return Err(malformed("`kid` is longer than 256 bytes"));
        }
        Ok(Self {
            algorithm,
            key_id,
            kind: take_text(&mut members, "typ")?,
        })
    }
}

fn refuse_extensions(members: &Map<String, Value>) -> Result<(), Refusal> {
    for name in ["crit", "b64"] {
        if members.contains_key(name) {
            let what = "asks for an extension, and none is understood";
            return Err(Refusal::over(Reason::HeaderCritical, name, what));
        }
    }
    if members.contains_key("enc") {
        return Err(Refusal::new(
            Reason::TokenEncrypted,
            "`enc` says that it is encrypted",
        ));
    }
    if members.contains_key("zip") {
        return Err(malformed("`zip` says that it is compressed"));
    }
    Ok(())
}

fn take_text(members: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match members.remove(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::over(
            Reason::HeaderMalformed,
            name,
            "is not a string",
        )),
    }
}

fn malformed(flaw: &'static str) -> Refusal {
    Refusal::new(Reason::HeaderMalformed, flaw)
}
