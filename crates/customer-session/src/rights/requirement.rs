//! What a route asks of a session.

use std::sync::Arc;

use super::{
    rule::Rule,
    scopes::{self, Scope},
};
use crate::{ConfigError, Reason, Rejection, VerifiedSession, observe};

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
/// Scopes and roles are compared as they are written: no prefix, no wildcard, no change of case.
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
    /// [session's](VerifiedSession::roles).
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

    /// Whether the session fulfils it. For adapters, behind [`VerifiedSession::installed`].
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Customer, Member,
        provider::SessionFacts,
        session::{Anonymous, CustomerRecord},
    };

    fn session(facts: SessionFacts) -> VerifiedSession {
        let ada = Customer::assertion(CustomerRecord::new("ada"), "test");
        VerifiedSession::assertion(facts, ada)
    }

    fn with_scopes(scopes: &[&str]) -> VerifiedSession {
        session(SessionFacts::new("ada").scopes(scopes.iter().copied()))
    }

    fn with_roles(roles: &[&str]) -> VerifiedSession {
        session(SessionFacts::new("ada").roles(roles.iter().copied()))
    }

    fn acting_as(role: &str) -> VerifiedSession {
        let member = Member::new("m1").role(role.to_owned());
        session(SessionFacts::new("ada").member(member))
    }

    fn refusal(requirement: &Requirement, session: &VerifiedSession) -> Option<Reason> {
        let refused = requirement.check(session).err();
        refused.map(|rejection| rejection.reason())
    }

    #[test]
    fn all_scopes_are_asked_for_and_more_do_no_harm() {
        let requirement = Requirement::scopes(["read", "write"]).unwrap();

        for (scopes, refused) in [
            (&["read", "write"][..], None),
            (&["other", "write", "read"], None),
            (&["read"], Some(Reason::ScopeInsufficient)),
            (&["write"], Some(Reason::ScopeInsufficient)),
            (&[], Some(Reason::ScopeInsufficient)),
        ] {
            assert_eq!(
                refusal(&requirement, &with_scopes(scopes)),
                refused,
                "{scopes:?}"
            );
        }
    }

    #[test]
    fn of_any_scope_one_is_enough() {
        let requirement = Requirement::any_scope(["read", "write"]).unwrap();

        for (scopes, refused) in [
            (&["read"][..], None),
            (&["write"], None),
            (&["other"], Some(Reason::ScopeInsufficient)),
            (&[], Some(Reason::ScopeInsufficient)),
        ] {
            assert_eq!(
                refusal(&requirement, &with_scopes(scopes)),
                refused,
                "{scopes:?}"
            );
        }
    }

    #[test]
    fn a_scope_is_not_fulfilled_by_one_that_looks_like_it() {
        let requirement = Requirement::scopes(["orders:read"]).unwrap();

        for scope in [
            "orders",
            "orders:*",
            "Orders:Read",
            "orders:read ",
            "orders:reads",
            "*",
        ] {
            assert_eq!(
                refusal(&requirement, &with_scopes(&[scope])),
                Some(Reason::ScopeInsufficient),
                "{scope}"
            );
        }
    }

    #[test]
    fn a_role_is_the_members_or_the_sessions() {
        let requirement = Requirement::role("admin").unwrap();

        assert_eq!(refusal(&requirement, &acting_as("admin")), None);
        assert_eq!(
            refusal(&requirement, &with_roles(&["owner", "admin"])),
            None
        );
        for other in [
            acting_as("Admin"),
            with_roles(&["administrator"]),
            with_scopes(&["admin"]),
        ] {
            assert_eq!(
                refusal(&requirement, &other),
                Some(Reason::RoleMissing),
                "{other:?}"
            );
        }
    }

    #[test]
    fn a_rule_of_the_applications_own_is_shown_the_session() {
        let requirement = Requirement::of(|session| session.customer().id().as_str() == "eve");

        assert_eq!(
            refusal(&requirement, &with_scopes(&[])),
            Some(Reason::RequirementUnmet)
        );
        assert_eq!(refusal(&Requirement::of(|_| true), &with_scopes(&[])), None);
    }

    /// It says what is wrong in the order in which it was asked for, and lists all scopes, so that
    /// a client that gets them is not refused for another one.
    #[test]
    fn of_several_requirements_the_first_that_is_not_fulfilled_is_the_reason() {
        let requirement = Requirement::scopes(["read", "write"])
            .unwrap()
            .and(Requirement::role("admin").unwrap())
            .and(Requirement::scopes(["write", "delete"]).unwrap());
        let all = SessionFacts::new("ada")
            .scopes(["read", "write", "delete"])
            .roles(["admin"]);

        let nothing = requirement.check(&with_scopes(&[])).unwrap_err();
        let no_role = requirement
            .check(&with_scopes(&["read", "write", "delete"]))
            .unwrap_err();

        assert_eq!(refusal(&requirement, &session(all)), None);
        assert_eq!(nothing.reason(), Reason::ScopeInsufficient);
        assert_eq!(
            nothing.challenge(),
            Some(
                r#"Bearer error="insufficient_scope", error_description="The session lacks a scope that is required here", scope="read write delete""#
            )
        );
        assert_eq!(no_role.reason(), Reason::RoleMissing);
        assert_eq!(
            no_role.challenge(),
            Some(
                r#"Bearer error="insufficient_scope", error_description="The session may not do this""#
            )
        );
    }

    #[test]
    fn a_scope_that_no_session_can_have_is_refused_where_it_is_given() {
        for scope in ["", "a b", "a\"", "a\\b", "a\u{7f}", "a\r\nb", "ä"] {
            for made in [
                Requirement::scopes(["read", scope]),
                Requirement::any_scope(["read", scope]),
            ] {
                assert!(
                    matches!(made, Err(ConfigError::Invalid { .. })),
                    "{scope:?}"
                );
            }
        }
        let every: Vec<_> = (0x21..0x7f_u8).map(char::from).collect();
        let every = every.into_iter().filter(|byte| !['"', '\\'].contains(byte));
        assert!(Requirement::scopes([every.collect::<String>()]).is_ok());
    }

    /// Asking for nothing would let everybody in.
    #[test]
    fn an_empty_list_of_scopes_and_an_empty_role_are_no_requirement() {
        let none: [&str; 0] = [];

        let errors = [
            Requirement::scopes(none),
            Requirement::any_scope(none),
            Requirement::role(""),
        ]
        .map(|made| made.unwrap_err().to_string());

        for (error, field) in errors.iter().zip(["`scopes`", "`any_scope`", "`role`"]) {
            assert!(error.starts_with(field), "{error}");
        }
    }

    #[test]
    fn what_a_layer_installed_is_judged_as_the_layer_would_have_judged() {
        let customer = with_scopes(&["read"]).into_customer();
        let stranger = Customer::assertion(CustomerRecord::new("eve"), "nobody");
        let missing = Rejection::by_requirement(Reason::TokenMissing, None, None);
        let anonymous = Anonymous::new(missing);
        let judged = |customer, anonymous: Option<&Anonymous>| {
            let session = VerifiedSession::installed(customer, || anonymous);
            session.map_err(|rejection| rejection.reason()).map(|_| ())
        };

        assert_eq!(judged(Some(&customer), None), Ok(()));
        assert_eq!(judged(None, Some(&anonymous)), Err(Reason::TokenMissing));
        assert_eq!(judged(None, None), Err(Reason::LayerMissing));
        assert_eq!(judged(Some(&stranger), None), Err(Reason::LayerMissing));
    }
}
