//! Whose sessions.

use std::{fmt, sync::Arc, time::SystemTime};

use crate::token::{LocalKey, SessionToken};

/// Names sessions by whose they are, and by when they began.
#[derive(Clone)]
pub struct Sessions {
    pub(crate) subject: Subject,
    pub(crate) before: Option<SystemTime>,
}

/// Whose sessions, in the words of whoever names them.
#[derive(Clone)]
pub(crate) enum Subject {
    All,
    Customer(Arc<str>, Arc<str>),
    Issuer(Arc<str>),
    /// A token of which only the key of its [identity](crate::provider::SessionProvider::identity)
    /// is left.
    Known(LocalKey),
    Member(Arc<str>, Arc<str>),
    Session(Arc<str>, Arc<str>),
    Named(Arc<str>, Arc<str>),
    /// One session by its id, and those of a subject that state no id.
    #[cfg_attr(not(feature = "jwt"), expect(dead_code, reason = "for logout tokens"))]
    SignedOut {
        provider: Arc<str>,
        session: Arc<str>,
        subject: Arc<str>,
    },
    Token(SessionToken),
    TokenId(Arc<str>, Arc<str>),
}

impl Subject {
    /// What kind of sessions, in one word.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Customer(..) => "customer",
            Self::Issuer(_) => "issuer",
            Self::Known(_) | Self::Token(_) => "token",
            Self::Member(..) => "member",
            Self::Session(..) | Self::SignedOut { .. } => "session",
            Self::Named(..) => "subject",
            Self::TokenId(..) => "token_id",
        }
    }
}

impl Sessions {
    /// Every session of every provider.
    #[must_use]
    pub const fn all() -> Self {
        Self::new(Subject::All)
    }

    /// All sessions of one customer: the provider's [name](crate::provider::SessionProvider::name)
    /// and the customer's id there.
    #[must_use]
    pub fn of_customer(provider: impl Into<Arc<str>>, id: impl Into<Arc<str>>) -> Self {
        Self::new(Subject::Customer(provider.into(), id.into()))
    }

    /// All sessions of one provider.
    #[must_use]
    pub fn of_issuer(provider: impl Into<Arc<str>>) -> Self {
        Self::new(Subject::Issuer(provider.into()))
    }

    /// All sessions of one member of a team: the provider's name and the member's id there.
    #[must_use]
    pub fn of_member(provider: impl Into<Arc<str>>, id: impl Into<Arc<str>>) -> Self {
        Self::new(Subject::Member(provider.into(), id.into()))
    }

    /// The session of this token, and of every other that has the same
    /// [identity](crate::provider::SessionProvider::identity): of a signed token, whatever its
    /// signature.
    #[must_use]
    pub fn of_token(token: SessionToken) -> Self {
        Self::new(Subject::Token(token))
    }

    /// One session by the issuer's own id of it, for providers that state one in
    /// [`SessionFacts::session_id`](crate::provider::SessionFacts::session_id).
    #[must_use]
    pub fn of_session(provider: impl Into<Arc<str>>, id: impl Into<Arc<str>>) -> Self {
        Self::new(Subject::Session(provider.into(), id.into()))
    }

    /// All sessions of whom the issuer calls by this name, its `sub`: the provider's name and the
    /// subject, for providers that state one in
    /// [`SessionFacts::subject`](crate::provider::SessionFacts::subject).
    #[must_use]
    pub fn of_subject(provider: impl Into<Arc<str>>, subject: impl Into<Arc<str>>) -> Self {
        Self::new(Subject::Named(provider.into(), subject.into()))
    }

    /// The session of one token by the issuer's own id of it, its `jti`, for providers that state
    /// one in [`SessionFacts::token_id`](crate::provider::SessionFacts::token_id).
    #[must_use]
    pub fn of_token_id(provider: impl Into<Arc<str>>, id: impl Into<Arc<str>>) -> Self {
        Self::new(Subject::TokenId(provider.into(), id.into()))
    }

    /// One session by the issuer's own id of it, and those of the issuer's subject that state no id,
    /// any of which may be this one.
    #[cfg(feature = "jwt")]
    pub(crate) fn signed_out(
        provider: Arc<str>,
        session: impl Into<Arc<str>>,
        subject: impl Into<Arc<str>>,
    ) -> Self {
        Self::new(Subject::SignedOut {
            provider,
            session: session.into(),
            subject: subject.into(),
        })
    }

    /// The session that a request came with.
    pub(crate) const fn of_known(key: LocalKey) -> Self {
        Self::new(Subject::Known(key))
    }

    /// Only those that began at or before this moment. Default: the moment at which they are ended.
    ///
    /// Of no effect on what is one session, by its [token](Self::of_token) or its
    /// [id](Self::of_session) or that of its [token](Self::of_token_id): it ends whenever it began.
    #[must_use]
    pub const fn before(mut self, moment: SystemTime) -> Self {
        self.before = Some(moment);
        self
    }

    const fn new(subject: Subject) -> Self {
        Self {
            subject,
            before: None,
        }
    }
}

/// Shows ids, and nothing of a token.
impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut named = f.debug_struct("Sessions");
        match &self.subject {
            Subject::All => named.field("of", &"all"),
            Subject::Customer(provider, id) => {
                named.field("provider", provider).field("customer", id)
            }
            Subject::Issuer(provider) => named.field("provider", provider),
            Subject::Known(key) => named.field("token", key),
            Subject::Member(provider, id) => named.field("provider", provider).field("member", id),
            Subject::Session(provider, id) => {
                named.field("provider", provider).field("session", id)
            }
            Subject::Named(provider, subject) => {
                named.field("provider", provider).field("subject", subject)
            }
            Subject::SignedOut {
                provider,
                session,
                subject,
            } => named
                .field("provider", provider)
                .field("session", session)
                .field("subject", subject),
            Subject::Token(token) => named.field("token", token),
            Subject::TokenId(provider, id) => {
                named.field("provider", provider).field("token_id", id)
            }
        };
        named.field("before", &self.before).finish()
    }
}

/// Whose sessions, as this engine knows them: by places in the routing table and by keys.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Whose {
    All,
    Customer(usize, Arc<str>),
    Issuer(usize),
    Member(usize, Arc<str>),
    /// Sessions of a subject that state no id of their own.
    Nameless(usize, Arc<str>),
    Session(usize, Arc<str>),
    Subject(usize, Arc<str>),
    Token(LocalKey),
    TokenId(usize, Arc<str>),
}

/// Everybody whose a session is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WhoseRef<'a> {
    pub(crate) token: LocalKey,
    pub(crate) provider: usize,
    pub(crate) customer: &'a Arc<str>,
    pub(crate) member: Option<&'a str>,
    pub(crate) session: Option<&'a str>,
    pub(crate) subject: Option<&'a str>,
    pub(crate) token_id: Option<&'a str>,
}

impl WhoseRef<'_> {
    /// Each name under which the session may have been ended.
    pub(crate) fn each(self) -> impl Iterator<Item = Whose> {
        let provider = self.provider;
        [
            Some(Whose::All),
            Some(Whose::Token(self.token)),
            Some(Whose::Issuer(provider)),
            Some(Whose::Customer(provider, self.customer.clone())),
            self.member.map(|id| Whose::Member(provider, id.into())),
            self.session.map(|id| Whose::Session(provider, id.into())),
            self.subject.map(|id| Whose::Subject(provider, id.into())),
            self.nameless()
                .map(|subject| Whose::Nameless(provider, subject.into())),
            self.token_id.map(|id| Whose::TokenId(provider, id.into())),
        ]
        .into_iter()
        .flatten()
    }
}

impl<'a> WhoseRef<'a> {
    /// The subject of a session without an id.
    const fn nameless(self) -> Option<&'a str> {
        match self.session {
            None => self.subject,
            Some(_) => None,
        }
    }
}
