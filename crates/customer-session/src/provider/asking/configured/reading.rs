//! From an answer to a session and its customer.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc, time::Duration};

use serde_json::{Value, value::to_raw_value};

use super::{AnswerRule, Field, pointer};
use crate::{
    clock::Now,
    config::ConfigError,
    provider::{
        ProviderError, SessionFacts, TimeFormat,
        asking::malformed,
        claims::{
            Claims, Closure, DEFAULT_LEEWAY, Mapped, Refusal, flag, identifier, lasts, list, owned,
            system_time, words, written,
        },
    },
    rejection::Reason,
    session::{CustomerRecord, Details},
};

type Place = Cow<'static, str>;

/// How the answers of an issuer are read.
pub(in crate::provider) struct Reading {
    pub(in crate::provider) active: Option<Place>,
    pub(in crate::provider) closure: Option<Arc<Closure>>,
    pub(in crate::provider) details: Option<Place>,
    pub(in crate::provider) expected: BTreeMap<Place, Value>,
    pub(in crate::provider) expires_at: Option<(Place, TimeFormat)>,
    pub(in crate::provider) issued_at: Option<(Place, TimeFormat)>,
    pub(in crate::provider) places: BTreeMap<Field, Place>,
    pub(in crate::provider) rules: Vec<AnswerRule>,
    /// Why an answer is refused that says that the session is active, and names no customer.
    nobody: Reason,
}

impl Reading {
    pub(in crate::provider) const fn new(nobody: Reason) -> Self {
        Self {
            active: None,
            closure: None,
            details: None,
            expected: BTreeMap::new(),
            expires_at: None,
            issued_at: None,
            places: BTreeMap::new(),
            rules: Vec::new(),
            nobody,
        }
    }

    pub(in crate::provider) fn check(&self) -> Result<(), ConfigError> {
        let times = [
            ("expires_at", &self.expires_at),
            ("issued_at", &self.issued_at),
        ];
        let times = times
            .into_iter()
            .filter_map(|(field, time)| Some((field, &time.as_ref()?.0)));
        let places = self.places.values().map(|place| ("field", place));
        let active = self.active.iter().map(|place| ("active", place));
        let expected = self.expected.keys().map(|place| ("must_be", place));
        for (field, place) in times.chain(places).chain(active).chain(expected) {
            pointer::check(field, place)?;
        }
        if let Some(place) = self.details.as_ref().filter(|place| !place.is_empty()) {
            pointer::check("details", place)?;
        }
        self.rules.iter().try_for_each(AnswerRule::check)?;
        if self.closure.is_none() && !self.places.contains_key(&Field::CustomerId) {
            let mend = "say where the customer's id stands by `.field(Field::CustomerId, ..)`, or read answers by `.map(..)`";
            return Err(ConfigError::invalid("field", "no customer id", mend));
        }
        Ok(())
    }

    /// The session that an answer of success speaks of: it is active, of this time, as expected, and
    /// somebody's.
    pub(in crate::provider) fn facts(
        &self,
        said: &Claims,
        now: Now,
    ) -> Result<SessionFacts, ProviderError> {
        self.judge_active(said)?;
        self.judge_expected(said)?;
        self.session(said, now).map_err(Refusal::of_answer)
    }

    fn judge_active(&self, said: &Claims) -> Result<(), ProviderError> {
        let Some(place) = &self.active else {
            return Ok(());
        };
        match said.pointer(place) {
            Some(Value::Bool(true)) => Ok(()),
            Some(Value::Bool(false)) => Err(ProviderError::denied()),
            _ => Err(malformed("what says whether it is active is not a boolean")),
        }
    }

    fn session(&self, said: &Claims, now: Now) -> Result<SessionFacts, Refusal> {
        let (expires, issued) = self.judge_times(said, now)?;
        let mapped = match &self.closure {
            Some(closure) => closure(said).map_err(Refusal::by_closure)?,
            None => Mapped::new(self.customer(said)?),
        };
        let mut record = mapped.customer;
        if record.id.as_str().is_empty() {
            return Err(Refusal::new(self.nobody(), "the customer's id is empty"));
        }
        if record.details.is_none() {
            record.details = self.details(said)?;
        }
        let roles = mapped
            .roles
            .map_or_else(|| self.several(said, Field::Roles, list), Ok)?;
        let scopes = mapped
            .scopes
            .map_or_else(|| self.several(said, Field::Scopes, words), Ok)?;
        Ok(SessionFacts::new(record.id.clone())
            .member(mapped.member)
            .issued_at(issued.and_then(system_time))
            .expires_at(expires.and_then(system_time))
            .session_id(self.one(said, Field::SessionId, identifier)?)
            .subject(self.one(said, Field::Subject, identifier)?)
            .token_id(self.one(said, Field::TokenId, identifier)?)
            .roles(roles)
            .scopes(scopes)
            .customer(record))
    }

    fn judge_expected(&self, said: &Claims) -> Result<(), ProviderError> {
        for (place, expected) in &self.expected {
            match said.pointer(place).unwrap_or(&Value::Null) {
                stated if stated == expected => {}
                Value::Null => return Err(self.missing(said, place)),
                _ => {
                    let another = Refusal::over(Reason::ClaimsRefused, place, "is another");
                    return Err(another.of_answer());
                }
            }
        }
        Ok(())
    }

    /// What it means that a value is missing which must be there: a "no" of an answer that says
    /// whether the session is active; else it may be no answer about a session at all.
    fn missing(&self, said: &Claims, place: &str) -> ProviderError {
        if self.active.is_some() {
            return Refusal::missing(place).of_answer();
        }
        let missing = Refusal::over(Reason::ClaimsMalformed, place, "is missing").of_answer();
        match self.one(said, Field::CustomerId, identifier) {
            // It is about somebody, of whom this is not known.
            Ok(Some(_)) => missing.of_one_customer(),
            Ok(None) | Err(_) => missing,
        }
    }

    /// Why an answer is refused that names no customer: a "no" only where it says itself that it is
    /// about a session. Anything could be answered with 200, such as a note of maintenance.
    const fn nobody(&self) -> Reason {
        match self.active {
            Some(_) => self.nobody,
            None => Reason::ClaimsMalformed,
        }
    }

    /// When the session ends and began, if it is said.
    fn judge_times(
        &self,
        said: &Claims,
        now: Now,
    ) -> Result<(Option<Duration>, Option<Duration>), Refusal> {
        let (end, expires) = stated(self.expires_at.as_ref(), said)?;
        let (beginning, issued) = stated(self.issued_at.as_ref(), said)?;
        let beginnings = [(beginning, issued)];
        lasts(now.wall(), DEFAULT_LEEWAY, (end, expires), &beginnings)?;
        Ok((expires, issued))
    }

    fn customer(&self, said: &Claims) -> Result<CustomerRecord, Refusal> {
        let nobody = || Refusal::new(self.nobody(), "it does not say whose session it is");
        let id = self.one(said, Field::CustomerId, identifier)?;
        let verified = self.places.get(&Field::EmailVerified);
        Ok(CustomerRecord::new(id.ok_or_else(nobody)?)
            .external_id(self.one(said, Field::ExternalId, identifier)?)
            .email(self.one(said, Field::Email, owned)?)
            .email_verified(verified.and_then(|place| flag(said, place)))
            .name(self.name(said)?))
    }

    fn name(&self, said: &Claims) -> Result<Option<String>, Refusal> {
        if let Some(whole) = self.one(said, Field::Name, owned)? {
            return Ok(Some(whole));
        }
        let given = self.one(said, Field::GivenName, owned)?;
        let family = self.one(said, Field::FamilyName, owned)?;
        let parts = [given, family].into_iter().flatten();
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        Ok((!parts.is_empty()).then(|| parts.join(" ")))
    }

    fn details(&self, said: &Claims) -> Result<Option<Details>, Refusal> {
        let details = match self.details.as_deref() {
            None => None,
            Some("") => Some(to_raw_value(&said.whole())),
            Some(place) => said.pointer(place).map(to_raw_value),
        };
        let unwritable = |_| Refusal::new(Reason::ClaimsMalformed, "its details cannot be kept");
        let details = details.transpose().map_err(unwritable)?;
        Ok(details.map(Into::into))
    }

    fn one(
        &self,
        said: &Claims,
        field: Field,
        read: fn(&Claims, &str) -> Result<Option<String>, Refusal>,
    ) -> Result<Option<String>, Refusal> {
        self.places
            .get(&field)
            .map_or(Ok(None), |place| read(said, place))
    }

    fn several(
        &self,
        said: &Claims,
        field: Field,
        read: fn(&Claims, &str) -> Result<Vec<String>, Refusal>,
    ) -> Result<Vec<String>, Refusal> {
        self.places
            .get(&field)
            .map_or_else(|| Ok(Vec::new()), |place| read(said, place))
    }
}

/// Where a moment stands, and which it is; none where no place is configured.
fn stated<'a>(
    time: Option<&'a (Place, TimeFormat)>,
    said: &Claims,
) -> Result<(&'a str, Option<Duration>), Refusal> {
    match time {
        Some((place, format)) => Ok((place, written(said, place, *format)?)),
        None => Ok(("", None)),
    }
}
