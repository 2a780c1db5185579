//! Who acts in a session.

/// Who acts in a session: the customer in person, or a member of a customer that is a team.
///
/// Polar tells it by the token's prefix and by nothing else: the answer to creating a session has
/// the same fields for both. An organization with the member model switched on gets member
/// sessions, as every newly created one has (seen in 2026-08); even there, sessions that begin at a
/// checkout are the customer's.
///
/// # Example
///
/// ```
/// use customer_session_polar::SessionKind;
///
/// assert_eq!(SessionKind::of("polar_mst_made_up"), Some(SessionKind::Member));
/// assert_eq!(SessionKind::of("polar_oat_made_up"), None);
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SessionKind {
    /// The customer acts: the token begins with `polar_cst_`.
    Customer,
    /// A member of the customer acts: the token begins with `polar_mst_`.
    Member,
}

impl SessionKind {
    /// The kind that the token's prefix announces; `None` if it is not the prefix of a session.
    ///
    /// It looks at the prefix only. The token may be anything after that.
    #[must_use]
    pub fn of(token: &str) -> Option<Self> {
        [Self::Customer, Self::Member]
            .into_iter()
            .find(|kind| token.starts_with(kind.prefix()))
    }

    /// What tokens of this kind begin with.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Customer => "polar_cst_",
            Self::Member => "polar_mst_",
        }
    }
}
