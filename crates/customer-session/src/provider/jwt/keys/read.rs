//! A JWK Set (RFC 7517 §5), read key by key: one that is unusable costs nobody the others.

use std::{error::Error, fmt};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Flaw, KeySet, VerifyingKey, jwk};
use crate::provider::jwt::Algorithm;

/// What must be known to judge the keys of an issuer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyRules {
    /// Which algorithm an RSA key serves that names none.
    pub(super) rsa: Algorithm,
}

impl KeyRules {
    /// An RSA key that names no algorithm serves RS256.
    pub(crate) const fn new() -> Self {
        Self {
            rsa: Algorithm::RS256,
        }
    }

    /// Sets which algorithm an RSA key serves that names none.
    pub(crate) const fn rsa(mut self, algorithm: Algorithm) -> Self {
        self.rsa = algorithm;
        self
    }
}

/// What a JWK Set came to.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) set: KeySet,
    /// The keys that are not used, in the order of the set.
    pub(crate) dropped: Vec<Dropped>,
}

/// A key of a set that is not used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Dropped {
    /// Its place in the set, from 0.
    pub(crate) position: usize,
    /// Its `kid`, if it has one: printable ASCII, bounded.
    pub(crate) id: Option<String>,
    /// Why.
    pub(crate) why: &'static str,
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "key {}", self.position)?;
        if let Some(id) = &self.id {
            write!(f, " (`{id}`)")?;
        }
        write!(f, ": {}", self.why)
    }
}

/// Why a document is no JWK Set at all.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum JwksError {
    NoSet,
    TooManyKeys(usize),
}

impl fmt::Display for JwksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSet => f.write_str("it is not a JSON object with an array `keys`"),
            Self::TooManyKeys(count) => {
                write!(f, "it has {count} keys, and at most {MAX_KEYS} are read")
            }
        }
    }
}

impl Error for JwksError {}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    keys: Vec<&'a RawValue>,
}

/// Reads a JWK Set. Members that are not known are ignored (RFC 7517 §5).
pub(crate) fn read_jwks(json: &[u8], rules: &KeyRules) -> Result<Reading, JwksError> {
    let document: Document<'_> = object(json).ok_or(JwksError::NoSet)?;
    if document.keys.len() > MAX_KEYS {
        return Err(JwksError::TooManyKeys(document.keys.len()));
    }
    let judged = document
        .keys
        .iter()
        .map(|key| jwk::key(key.get().as_bytes(), rules))
        .collect();
    let (mut keys, mut dropped) = (Vec::new(), Vec::new());
    for (position, judged) in without_twins(judged).into_iter().enumerate() {
        match judged {
            Ok(key) => keys.push(key),
            Err(why) => dropped.push(Dropped {
                position,
                id: document
                    .keys
                    .get(position)
                    .and_then(|key| printable_id(key)),
                why,
            }),
        }
    }
    Ok(Reading {
        set: KeySet::new(keys),
        dropped,
    })
}

/// A struct is read from a JSON array too, which is no JWK Set.
fn object<'a>(json: &'a [u8]) -> Option<Document<'a>> {
    let text = str::from_utf8(json).ok()?;
    text.trim_ascii_start()
        .starts_with('{')
        .then(|| serde_json::from_str(text).ok())?
}

/// Which of two keys a token means that names both is a guess, and guesses are not made.
fn without_twins(judged: Vec<Result<VerifyingKey, Flaw>>) -> Vec<Result<VerifyingKey, Flaw>> {
    let has_twin: Vec<bool> = judged
        .iter()
        .map(|one| one.as_ref().is_ok_and(|key| twins(key, &judged) > 1))
        .collect();
    let mark = |(one, has_twin)| {
        if has_twin {
            Err("another key has the same `kid` and algorithm")
        } else {
            one
        }
    };
    judged.into_iter().zip(has_twin).map(mark).collect()
}

fn twins(key: &VerifyingKey, judged: &[Result<VerifyingKey, Flaw>]) -> usize {
    let good = judged.iter().flatten();
    good.filter(|other| key.is_twin_of(other)).count()
}

/// For events, which a `kid` must not forge lines in or flood.
fn printable_id(key: &RawValue) -> Option<String> {
    let id = jwk::id_for_the_record(key.get().as_bytes())?;
    let printable = |character: char| match character {
        ' '..='~' => character,
        _ => '?',
    };
    Some(id.chars().take(MAX_PRINTED_ID).map(printable).collect())
}

/// Issuers have two or three keys; one that has thousands makes each refresh costly.
const MAX_KEYS: usize = 100;

const MAX_PRINTED_ID: usize = 64;
