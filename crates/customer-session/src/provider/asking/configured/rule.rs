//! What an issuer says by a status, or by a word in its answer.

use std::{borrow::Cow, fmt};

use serde_json::Value;

use super::pointer;
use crate::{
    config::ConfigError,
    provider::{ProviderError, claims::Claims},
    upstream::HttpAnswer,
};

/// What an answer means that a rule recognizes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Outcome {
    /// The issuer refuses a key of ours, and says nothing about the token: 500, and it is not
    /// remembered. For issuers that say it by the same status as a "no".
    CredentialsRefused,
    /// The token is no session, or no longer one: 401, and it is remembered for a short while.
    Denied,
    /// Its time is over: likewise, and the client is told so.
    Expired,
    /// The issuer limits this customer: 429. It does not say that the session is bad, and is not
    /// remembered.
    RateLimited,
}

/// What an issuer says by a status, or by a word in its answer.
///
/// # Security
///
/// A rule that takes an outage for a "no" signs customers out for no fault of theirs: where a status
/// means several things, name the word too.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "verify-call")] {
/// use customer_session::provider::verify_call::{AnswerRule, Outcome};
///
/// let gone = AnswerRule::new(404, Outcome::Denied).when("/error_type", ["session_not_found"]);
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a rule does nothing until it is given to a provider"]
pub struct AnswerRule {
    outcome: Outcome,
    status: u16,
    when: Option<(Cow<'static, str>, Vec<Value>)>,
}

impl AnswerRule {
    /// An answer of this status has this outcome, whatever else it says, and also where it is a
    /// proxy's page: 200, or 300 to 499 but 408 and 429, which never say anything about a session.
    /// 200 needs [`when`](Self::when).
    pub const fn new(status: u16, outcome: Outcome) -> Self {
        Self {
            outcome,
            status,
            when: None,
        }
    }

    /// Only where the answer is JSON, and has one of these values at this place (a JSON pointer, RFC
    /// 6901). [`Value::Null`] stands for a value that is `null` or not there.
    pub fn when(
        mut self,
        pointer: impl Into<Cow<'static, str>>,
        values: impl IntoIterator<Item = impl Into<Value>>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.when = Some((pointer.into(), values));
        self
    }

    /// Whether it cannot be about our own secret, which an issuer refuses by 401 and 403.
    #[cfg(feature = "verify-call")]
    pub(in crate::provider) fn check_beside_secret(&self) -> Result<(), ConfigError> {
        let is_no = self.outcome != Outcome::CredentialsRefused;
        if is_no && self.when.is_none() && matches!(self.status, 401 | 403) {
            return Err(ConfigError::invalid(
                "rule",
                self.status,
                "the issuer refuses our own secret by it, too: name by `when` the word that says it of the token",
            ));
        }
        Ok(())
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |mend: &str| Err(ConfigError::invalid("rule", self.status, mend));
        match self.status {
            408 | 429 => return refuse("it says nothing about a session: set no rule for it"),
            200 if self.when.is_none() => {
                return refuse("200 alone says nothing: name a place and its values by `when`");
            }
            200 | 300..500 => {}
            _ => return refuse("set a rule for 200, or for 300 to 499"),
        }
        match &self.when {
            Some((_, values)) if values.is_empty() => {
                refuse("name at least one value by `when`, else the rule never applies")
            }
            Some((place, _)) => pointer::check("rule", place),
            None => Ok(()),
        }
    }

    fn applies(&self, answer: &HttpAnswer, said: Option<&Claims>) -> bool {
        if self.status != answer.status {
            return false;
        }
        match (&self.when, said) {
            (None, _) => true,
            (Some((place, values)), Some(said)) => {
                values.contains(said.pointer(place).unwrap_or(&Value::Null))
            }
            (Some(_), None) => false,
        }
    }
}

/// What the first rule that applies makes of an answer.
pub(in crate::provider) fn judged(
    rules: &[AnswerRule],
    answer: &HttpAnswer,
    said: Option<&Claims>,
) -> Result<(), ProviderError> {
    let Some(rule) = rules.iter().find(|rule| rule.applies(answer, said)) else {
        return Ok(());
    };
    Err(match rule.outcome {
        Outcome::CredentialsRefused => {
            ProviderError::credentials_refused("the issuer says that it refuses a key of ours")
        }
        Outcome::Denied => ProviderError::denied(),
        Outcome::Expired => ProviderError::expired(),
        Outcome::RateLimited => {
            ProviderError::customer_rate_limited().retry_after(answer.retry_after())
        }
    })
}

impl fmt::Debug for AnswerRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswerRule")
            .field("status", &self.status)
            .field("place", &self.when.as_ref().map(|(place, _)| place))
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}
