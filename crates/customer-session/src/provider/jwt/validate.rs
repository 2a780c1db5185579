//! Judges the configuration of an issuer's tokens whole.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use serde_json::Value;

use super::{
    Algorithm, JwtKey, JwtProvider, JwtProviderBuilder,
    claims::{ANSWER, Audience, IssuerRule, Taken, Types},
    fetching::Fetching,
    header::LastHeader,
    keys::{KeySet, MAX_KEY_ID, VerifyingKey},
    source::KeySource,
    verifier::Verifier,
};
use crate::{config::ConfigError, provider::claims::refuse_leeway};

impl JwtProviderBuilder {
    /// Builds the provider.
    ///
    /// # Errors
    ///
    /// - There is no key and no place to fetch one from, or a key that can never be used: its
    ///   algorithm is not on the list, or two keys have the same id and algorithm.
    /// - Keys come from two places; their address is not https (or http on this machine), a file of
    ///   them cannot be read or holds none that is usable, or there is no client to fetch them with.
    /// - How keys are fetched is out of its range.
    /// - A shared secret is too short, is a public key, or stands beside public keys.
    /// - There is no audience.
    /// - The issuer, an audience, a party, a kind or a required claim is empty; the leeway is more
    ///   than 300 s; the greatest age is zero.
    /// - A required value is an array or an object, or `iss` is required of tokens that have none.
    /// - Answers about tokens (RFC 9701) are to be taken for tokens.
    pub fn build(mut self) -> Result<JwtProvider, ConfigError> {
        let keys = std::mem::take(&mut self.keys);
        let keys = keys.into_iter().collect::<Result<Vec<_>, _>>()?;
        let audience = self.audience.take().ok_or_else(|| {
            ConfigError::invalid(
                "audience",
                "not set",
                "name whom tokens are meant for with `.audience(..)`, or take any with `.any_audience(danger::AnyAudience)`",
            )
        })?;
        self.refuse_empty(&audience)?;
        self.refuse_impossible()?;
        self.refuse_times()?;
        let algorithms = self.listed(&keys)?;
        let name = self.name.take().unwrap_or_else(|| name_of(&self.issuer));
        let fetching = std::mem::replace(&mut self.fetching, Fetching::new());
        let source = if keys.is_empty() {
            fetching.source(&self.issuer, &algorithms, &name)?
        } else {
            fetching.refuse_beside_keys()?;
            KeySource::Fixed(Arc::new(set_of(keys, &algorithms)?))
        };
        Ok(JwtProvider {
            host: OnceLock::new(),
            name,
            remembers: self.remembers,
            source,
            verifier: Arc::new(Verifier {
                algorithms,
                last_header: LastHeader::default(),
                rules: self.rules(audience),
                mapping: self.mapping,
            }),
        })
    }

    fn refuse_empty(&self, audience: &Audience) -> Result<(), ConfigError> {
        let issuer = match &self.issuer {
            IssuerRule::Exactly(issuer) => std::slice::from_ref(issuer),
            IssuerRule::Any | IssuerRule::Nobody => &[],
        };
        let audiences = match audience {
            Audience::Any => &[][..],
            Audience::OneOf(audiences) => audiences,
        };
        let types = match &self.types {
            #[cfg(feature = "introspection")]
            Types::Answers => &[][..],
            Types::Any | Types::AccessTokens | Types::LogoutTokens { .. } => &[][..],
            Types::OneOf(types) if types.is_empty() => return Err(empty("typ")),
            Types::OneOf(types) => types,
        };
        let places: Vec<_> = self
            .values
            .iter()
            .map(|values| values.place.clone())
            .collect();
        for (field, texts) in [
            ("issuer", issuer),
            ("audience", audiences),
            ("parties", &self.parties),
            ("typ", types),
            ("require_claim", &self.required),
            ("require_value", &places),
            ("claim", &self.mapping.places()),
        ] {
            if texts.iter().any(|text| text.trim().is_empty()) {
                return Err(empty(field));
            }
        }
        Ok(())
    }

    /// Refuses what no claims fulfil.
    fn refuse_impossible(&self) -> Result<(), ConfigError> {
        if let Types::OneOf(types) = &self.types
            && types.iter().any(|kind| kind == ANSWER)
        {
            let mend = "it is an answer about a token (RFC 9701), and never a token; leave it out";
            return Err(ConfigError::invalid("typ", ANSWER, mend));
        }
        let nested = |value: &Value| value.is_array() || value.is_object();
        for values in &self.values {
            match &values.taken {
                Taken::OneOf(taken) if taken.is_empty() => return Err(empty("require_value")),
                Taken::OneOf(taken) if taken.iter().any(nested) => {
                    return Err(ConfigError::invalid(
                        "require_value",
                        "an array or an object",
                        "a claim is compared with strings, numbers and booleans; look at others in `.map(..)`",
                    ));
                }
                Taken::OneOf(_) | Taken::Prefix(_) => {}
            }
        }
        if self.issuer == IssuerRule::Nobody && self.required.iter().any(|name| name == "iss") {
            return Err(ConfigError::invalid(
                "require_claim",
                "iss",
                "tokens without an issuer have none; begin with `JwtProvider::issuer(..)`",
            ));
        }
        Ok(())
    }

    fn refuse_times(&self) -> Result<(), ConfigError> {
        refuse_leeway(self.leeway)?;
        if self.max_age.is_some_and(|age| age.is_zero()) {
            let mend = "no token is ever so young; give it a second at least";
            return Err(ConfigError::invalid("max_age", "0 s", mend));
        }
        Ok(())
    }

    /// By which algorithms the issuer signs.
    fn listed(&mut self, keys: &[JwtKey]) -> Result<Vec<Algorithm>, ConfigError> {
        let (shared, public): (Vec<_>, Vec<_>) = keys
            .iter()
            .map(JwtKey::algorithm)
            .partition(|algorithm| algorithm.is_symmetric());
        if !shared.is_empty() && !public.is_empty() {
            return Err(ConfigError::invalid(
                "secret",
                "set beside public keys",
                "an issuer signs with one or the other; make two providers (RFC 8725 §3.1)",
            ));
        }
        let listed = match self.algorithms.take() {
            Some(listed) if listed.is_empty() => return Err(empty("algorithms")),
            Some(listed) => listed,
            None if shared.is_empty() => Algorithm::ALL
                .iter()
                .copied()
                .filter(|algorithm| !algorithm.is_symmetric())
                .collect(),
            None => shared.clone(),
        };
        let odd = listed
            .iter()
            .find(|one| one.is_symmetric() == shared.is_empty());
        match odd {
            Some(odd) => Err(ConfigError::invalid(
                "algorithms",
                odd,
                "shared secrets are for HS256, HS384 and HS512, and public keys for all others",
            )),
            None => Ok(listed),
        }
    }
}

/// Keys that tell each other apart, each of which can be used.
fn set_of(keys: Vec<JwtKey>, algorithms: &[Algorithm]) -> Result<KeySet, ConfigError> {
    if let Some(idle) = keys
        .iter()
        .find(|key| !algorithms.contains(&key.algorithm()))
    {
        return Err(ConfigError::invalid(
            "key",
            idle.algorithm(),
            "its algorithm is not on the list of `.algorithms(..)`, so that it is never used",
        ));
    }
    let keys: Vec<_> = keys.iter().map(|key| key.verifying().clone()).collect();
    let ids = || keys.iter().filter_map(VerifyingKey::id);
    if ids().any(|id| id.is_empty() || id.len() > MAX_KEY_ID) {
        let mend = "an id has 1 to 256 bytes; a token that names another is refused unread";
        return Err(ConfigError::invalid("key", "an id", mend));
    }
    let same = |one: &VerifyingKey, other: &VerifyingKey| {
        one.id() == other.id() && one.algorithm() == other.algorithm()
    };
    let twin = keys
        .iter()
        .enumerate()
        .find(|(place, key)| keys.iter().skip(place + 1).any(|other| same(key, other)));
    if let Some((_, twin)) = twin {
        return Err(ConfigError::invalid(
            "key",
            twin.id().unwrap_or("without an id"),
            "two keys of one algorithm have the same id; tell them apart with `.id(..)`",
        ));
    }
    Ok(KeySet::new(keys))
}

fn name_of(issuer: &IssuerRule) -> Cow<'static, str> {
    match issuer {
        IssuerRule::Exactly(issuer) => issuer.clone().into(),
        IssuerRule::Any | IssuerRule::Nobody => "jwt".into(),
    }
}

fn empty(field: &'static str) -> ConfigError {
    ConfigError::invalid(field, "empty", "name at least one, and none that is empty")
}
