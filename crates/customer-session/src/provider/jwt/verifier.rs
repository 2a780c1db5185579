//! Verifies the tokens of one issuer, keys aside: shape, issuer, key, signature, claims, in this
//! order.

use std::sync::Arc;

use super::{
    Algorithm, Refusal,
    claims::{Claims, Rules, Times, Types},
    compact::{self, Compact},
    header::{Header, LastHeader},
    keys::KeySet,
    mapping::{Mapping, Payload},
    signature, strict,
};
use crate::{clock::Now, provider::SessionFacts, rejection::Reason};

/// All that is configured about one issuer's tokens.
#[derive(Debug)]
pub(crate) struct Verifier {
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) last_header: LastHeader,
    pub(super) mapping: Mapping,
    pub(super) rules: Rules,
}

/// A token that was read, and of which nothing is believed yet.
pub(crate) struct ReadToken<'a> {
    algorithm: Algorithm,
    header: Arc<Header>,
    signed: &'a str,
    signature: Vec<u8>,
    /// What is wrong with the payload is told only once it is the issuer's own.
    payload: Result<(Claims, String), &'static str>,
}

impl ReadToken<'_> {
    /// By which key it says that it is signed.
    pub(crate) fn key_id(&self) -> Option<&str> {
        self.header.key_id.as_deref()
    }

    /// Whether these keys have the one that signed it: by its name, or where names do not tell, by
    /// trying. An issuer whose only key has no name may have another one meanwhile.
    pub(super) fn finds_its_key_in(&self, keys: &KeySet) -> bool {
        let found = keys.find(self.key_id(), self.algorithm);
        found.is_ok_and(|key| {
            let named = key.id().is_some() && key.id() == self.key_id();
            named || signature::verify(key, self.signed, &self.signature).is_ok()
        })
    }
}

impl Verifier {
    /// Reads a token, and refuses what needs no key to be refused: so that a text that is not of
    /// this issuer, or by no algorithm of it, makes nobody look for a key.
    pub(crate) fn read<'a>(&self, token: &'a str) -> Result<ReadToken<'a>, Refusal> {
        let compact = Compact::of(token)?;
        let header = self.last_header.or_read(compact.header)?;
        let payload = compact::decode(compact.payload)?;
        let signature = compact::decode(compact.signature)?;
        let payload = read_payload(payload);
        if let Ok((claims, _)) = &payload {
            self.rules.issuer.refuse_others(claims)?;
        }
        let listed = header.algorithm.filter(|one| self.algorithms.contains(one));
        let algorithm = listed.ok_or_else(|| {
            Refusal::new(Reason::AlgorithmRefused, "`alg` is none of the issuer's")
        })?;
        Ok(ReadToken {
            algorithm,
            header,
            signed: compact.signed,
            signature,
            payload,
        })
    }

    /// Verifies a token by the key that it names.
    pub(crate) fn verify_by_set(
        &self,
        token: ReadToken<'_>,
        keys: &KeySet,
        now: Now,
    ) -> Result<SessionFacts, Refusal> {
        let header = token.header.clone();
        let (payload, times) = opened(token, keys, &self.rules, now)?;
        self.last_header.keep(&header);
        self.mapping.apply(payload, times)
    }
}

/// What stands in a token that the key that it names signed, and that fulfils the rules, which need
/// not be those of sessions.
pub(super) fn opened(
    token: ReadToken<'_>,
    keys: &KeySet,
    rules: &Rules,
    now: Now,
) -> Result<(Payload, Times), Refusal> {
    let payload = proven(token, keys, &rules.types)?;
    let times = rules.judge(&payload.claims, now)?;
    Ok((payload, times))
}

/// What stands in a token of one of these kinds that the key that it names signed: the issuer's own
/// words, which nobody has judged yet.
pub(super) fn proven(
    token: ReadToken<'_>,
    keys: &KeySet,
    types: &Types,
) -> Result<Payload, Refusal> {
    let found = keys.find(token.key_id(), token.algorithm);
    let key = found.map_err(|reason| Refusal::new(reason, "no key of the issuer fits"))?;
    if key.algorithm() != token.algorithm {
        let detail = "the key serves another algorithm";
        return Err(Refusal::new(Reason::KeyUnknown, detail));
    }
    signature::verify(key, token.signed, &token.signature)?;
    types.judge(token.header.kind.as_deref())?;
    let (claims, text) = token
        .payload
        .map_err(|flaw| Refusal::new(Reason::ClaimsMalformed, flaw))?;
    Ok(Payload { claims, text })
}

fn read_payload(payload: Vec<u8>) -> Result<(Claims, String), &'static str> {
    let text = String::from_utf8(payload).map_err(|_| strict::NOT_UTF8)?;
    Ok((Claims::of(&text)?, text))
}
