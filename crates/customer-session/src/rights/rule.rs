//! One thing that is asked of a session.

use std::{fmt, sync::Arc};

use super::scopes::Scope;
use crate::{Reason, VerifiedSession};

/// One thing that is asked of a session.
#[derive(Clone)]
pub(super) enum Rule {
    AllScopes(Arc<[Scope]>),
    AnyScope(Arc<[Scope]>),
    Own(Arc<dyn Fn(&VerifiedSession) -> bool + Send + Sync>),
    Provider(Arc<str>),
    Role(Arc<str>),
}

impl Rule {
    pub(super) fn is_met(&self, session: &VerifiedSession) -> bool {
        let has = |scope: &Scope| session.has_scope(scope.as_str());
        match self {
            Self::AllScopes(scopes) => scopes.iter().all(has),
            Self::AnyScope(scopes) => scopes.iter().any(has),
            Self::Own(rule) => rule(session),
            Self::Provider(name) => session.customer().provider() == &**name,
            Self::Role(role) => session.has_role(role),
        }
    }

    /// Why a session is refused that does not fulfil it.
    pub(super) const fn reason(&self) -> Reason {
        match self {
            Self::AllScopes(_) | Self::AnyScope(_) => Reason::ScopeInsufficient,
            Self::Own(_) | Self::Provider(_) => Reason::RequirementUnmet,
            Self::Role(_) => Reason::RoleMissing,
        }
    }

    /// The scopes that are named in it.
    pub(super) fn scopes(&self) -> &[Scope] {
        match self {
            Self::AllScopes(scopes) | Self::AnyScope(scopes) => scopes,
            Self::Own(_) | Self::Provider(_) | Self::Role(_) => &[],
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllScopes(scopes) => f.debug_tuple("AllScopes").field(scopes).finish(),
            Self::AnyScope(scopes) => f.debug_tuple("AnyScope").field(scopes).finish(),
            Self::Own(_) => f.debug_tuple("Own").finish_non_exhaustive(),
            Self::Provider(name) => f.debug_tuple("Provider").field(name).finish(),
            Self::Role(role) => f.debug_tuple("Role").field(role).finish(),
        }
    }
}
