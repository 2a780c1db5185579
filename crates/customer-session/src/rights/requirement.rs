//! What a route asks of a session.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::{
    rule::Rule,
    scopes::{self, Scope},
};
use crate::{
    ConfigError, Customer, Reason, Rejection, VerifiedSession, observe, session::Anonymous,
};

/// What a route asks of a session beyond that it is good.
///
/// Its words are validated where they are given, so that no route is closed to everybody because of
/// a slip. Cheap to clone.
///
/// # Example
///
/// ```
/// use customer_session::{
///     Customer, Reason, Requirement, VerifiedSession, provider::SessionFacts,
///     session::CustomerRecord,
/// };
///
/// let requirement = Requirement::scopes(["orders:read"])?.and(Requirement::role("owner")?);
///
/// let facts = SessionFacts::new("c1").scopes(["orders:read"]).roles(["member"]);
/// let ada = Customer::assertion(CustomerRecord::new("c1"), "test");
/// let rejection = requirement.check(&VerifiedSession::assertion(facts, ada)).unwrap_err();
/// assert_eq!((rejection.status(), rejection.reason()), (403, Reason::RoleMissing));
/// # Ok::<(), customer_session::ConfigError>(())
/// ```
///
/// # Security
///
/// - Scopes and roles are compared as they are written: no prefix, no wildcard, no change of case.
/// - They are words of whoever vouches for the session, and **every provider of a configuration is
///   believed**. Where there are several, the `owner` of one, who may be anybody with a team of
///   their own, is an `owner` to the other's routes: add [`from_provider`](Self::from_provider).
/// - A [role](Self::role) is looked for in two places, the member's and the session's. An issuer
///   that states both must mean the same by one word.
#[derive(Clone, Debug)]
#[must_use = "a requirement asks nothing of anybody until a layer or middleware is made of it"]
pub struct Requirement(Arc<Rules>);

#[derive(Debug)]
struct Rules {
    /// In the order in which they were given: the first that is not fulfilled is the reason.
    all: Box<[Rule]>,
    /// Every scope that is named in them, as the challenge lists them.
    scope: String,
}

impl Requirement {
    /// Asks for **all** of these scopes.
    ///
    /// # Errors
    ///
    /// There is no scope, or one is not a single word of printable ASCII without `"` and `\` (RFC
    /// 6749 §3.3).
    pub fn scopes(
        scopes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, ConfigError> {
        let words = scopes::parse("scopes", scopes)?;
        Ok(Self::one(Rule::AllScopes(words)))
    }

    /// Asks for **at least one** of these scopes.
    ///
    /// The challenge of a refusal lists them all, since it has no word for "one of" (RFC 6750 §3).
    ///
    /// # Errors
    ///
    /// As [`scopes`](Self::scopes).
    pub fn any_scope(
        scopes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self, ConfigError> {
        let words = scopes::parse("any_scope", scopes)?;
        Ok(Self::one(Rule::AnyScope(words)))
    }

    /// Asks for this role, be it the [member's](crate::Member::role) or one of the
    /// [session's](VerifiedSession::roles), of whichever provider.
    ///
    /// # Errors
    ///
    /// The role is empty.
    pub fn role(role: impl Into<String>) -> Result<Self, ConfigError> {
        let role = role.into();
        if role.is_empty() {
            return Err(ConfigError::invalid("role", role, "name a role"));
        }
        Ok(Self::one(Rule::Role(role.into())))
    }

    /// Asks that the session is vouched for by the provider of this name, as
    /// [`Customer::provider`](crate::Customer::provider) has it.
    ///
    /// By it a right counts only as its own issuer grants it:
    ///
    /// ```
    /// use customer_session::Requirement;
    ///
    /// let staff = Requirement::role("owner")?.and(Requirement::from_provider("back-office")?);
    /// # Ok::<(), customer_session::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The name is empty.
    ///
    /// # Security
    ///
    /// Names are compared as they are written. Providers of one name are not told apart, nor are
    /// the issuers of a provider that has several.
    pub fn from_provider(name: impl Into<String>) -> Result<Self, ConfigError> {
        let name = name.into();
        if name.is_empty() {
            return Err(ConfigError::invalid(
                "from_provider",
                name,
                "name a provider of the configuration",
            ));
        }
        Ok(Self::one(Rule::Provider(name.into())))
    }

    /// Asks for whatever a rule of the application's own says of the session.
    ///
    /// The rule runs at every request, before the body is read: it must not block. What it panics
    /// with goes where a panic of the handler goes.
    pub fn of(rule: impl Fn(&VerifiedSession) -> bool + Send + Sync + 'static) -> Self {
        Self::one(Rule::Own(Arc::new(rule)))
    }

    /// Asks for what the other one asks too.
    pub fn and(self, other: Self) -> Self {
        let all = self.0.all.iter().chain(&other.0.all);
        Self::new(all.cloned().collect())
    }

    /// Whether the request fulfils it, by what a layer or middleware put into its extensions. For
    /// adapters: they look both values up there, the second only if they are asked to.
    ///
    /// # Errors
    ///
    /// How to refuse the request: as [`VerifiedSession::installed`] or [`check`](Self::check) say.
    /// One that passed as anonymous is counted among the rejections of the configuration that let
    /// it pass.
    pub fn judge<'a>(
        &self,
        customer: Option<&'a Customer>,
        anonymous: impl FnOnce() -> Option<&'a Anonymous>,
    ) -> Result<(), Rejection> {
        match customer {
            None => Err(anonymous().map_or_else(Rejection::layer_missing, Anonymous::refuse)),
            Some(_) => self.check(VerifiedSession::installed(customer, || None)?),
        }
    }

    /// Whether the session fulfils it.
    ///
    /// # Errors
    ///
    /// How to refuse the request: a 403 with a challenge (RFC 6750 §3.1). It is counted among the
    /// rejections of the configuration that verified the session.
    pub fn check(&self, session: &VerifiedSession) -> Result<(), Rejection> {
        let unmet = self.0.all.iter().find(|rule| !rule.is_met(session));
        unmet.map_or(Ok(()), |rule| Err(self.refuse(rule.reason(), session)))
    }

    #[cold]
    fn refuse(&self, reason: Reason, session: &VerifiedSession) -> Rejection {
        let scope = (reason == Reason::ScopeInsufficient).then_some(&*self.0.scope);
        // No engine verified the session, or its configuration is gone: there is neither a realm
        // nor anybody who counts.
        let Some(engine) = session.engine() else {
            return Rejection::by_requirement(reason, None, scope);
        };
        let rejection = Rejection::by_requirement(reason, Some(&engine.challenges), scope);
        observe::rejected(&rejection, &engine.counters, &*engine.clock);
        rejection
    }

    fn one(rule: Rule) -> Self {
        Self::new(Box::new([rule]))
    }

    fn new(all: Box<[Rule]>) -> Self {
        let mut words: Vec<&Scope> = Vec::new();
        for word in all.iter().flat_map(Rule::scopes) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let scope = scopes::list(&words);
        Self(Arc::new(Rules { all, scope }))
    }
}
