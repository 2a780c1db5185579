//! The header of a signed token (RFC 7515 §4), before anything is known to be true.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use serde_json::Value;

use super::{Algorithm, Refusal, compact, keys::MAX_KEY_ID, strict};
use crate::{provider::claims::Members, rejection::Reason};

/// What is read of a header. The key comes from configuration alone: `jwk`, `jku`, `x5u` and `x5c`
/// are never looked at (RFC 8725 §3.10).
#[derive(Debug)]
pub(super) struct Header {
    text: Box<str>,
    /// `None`: one that does not exist here, such as `none`.
    pub(super) algorithm: Option<Algorithm>,
    pub(super) key_id: Option<String>,
    pub(super) kind: Option<String>,
}

impl Header {
    fn of(part: &str) -> Result<Self, Refusal> {
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
            text: part.into(),
            algorithm,
            key_id,
            kind: take_text(&mut members, "typ")?,
        })
    }
}

/// The header of the token that was good last: those of an issuer's tokens differ with its key only.
#[derive(Debug, Default)]
pub(super) struct LastHeader(ArcSwapOption<Header>);

impl LastHeader {
    /// Reads a header, unless it is the one of the last good token.
    pub(super) fn or_read(&self, part: &str) -> Result<Arc<Header>, Refusal> {
        let last = self.0.load();
        match &*last {
            Some(last) if *last.text == *part => Ok(last.clone()),
            _ => Header::of(part).map(Arc::new),
        }
    }

    /// Keeps the header of a token that is good: of others nobody can make room for theirs.
    pub(super) fn keep(&self, header: &Arc<Header>) {
        let last = self.0.load();
        if last.as_ref().is_none_or(|last| !Arc::ptr_eq(last, header)) {
            self.0.store(Some(header.clone()));
        }
    }
}

fn refuse_extensions(members: &Members) -> Result<(), Refusal> {
    for name in ["crit", "b64"] {
        if members.get(name).is_some() {
            let what = "asks for an extension, and none is understood";
            return Err(Refusal::over(Reason::HeaderCritical, name, what));
        }
    }
    if members.get("enc").is_some() {
        return Err(Refusal::new(
            Reason::TokenEncrypted,
            "`enc` says that it is encrypted",
        ));
    }
    if members.get("zip").is_some() {
        return Err(malformed("`zip` says that it is compressed"));
    }
    Ok(())
}

fn take_text(members: &mut Members, name: &str) -> Result<Option<String>, Refusal> {
    match members.take(name) {
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

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;

    fn header(key_id: &str) -> String {
        URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"ES256","kid":"{key_id}"}}"#))
    }

    #[test]
    fn a_header_is_read_anew_unless_it_is_the_last_good_one_to_the_letter() {
        let last = LastHeader::default();
        let read = |part: &str| last.or_read(part).unwrap();
        let (one, other) = (header("1"), header("2"));

        let first = read(&one);
        assert!(!Arc::ptr_eq(&first, &read(&one)), "it was not kept yet");
        last.keep(&first);
        assert!(Arc::ptr_eq(&first, &read(&one)));
        assert_eq!(read(&other).key_id.as_deref(), Some("2"));
        assert!(Arc::ptr_eq(&first, &read(&one)), "nor is the other");
        last.keep(&read(&other));
        assert_eq!(read(&one).key_id.as_deref(), Some("1"));
    }
}
