//! What a place in an answer is read as.

/// What a place in an answer is read as. What is `null` or not there is not known, but for
/// [`CustomerId`](Self::CustomerId).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Field {
    /// The customer's id: a string, or a whole number. It must be set, and be there.
    CustomerId,
    /// The customer's e-mail address.
    Email,
    /// Whether that address is verified.
    EmailVerified,
    /// The id that the merchant gave to the customer: a string, or a whole number.
    ExternalId,
    /// The customer's last name, where there is no whole one: put behind
    /// [`GivenName`](Self::GivenName).
    FamilyName,
    /// The customer's first name, where there is no whole one.
    GivenName,
    /// The customer's whole name.
    Name,
    /// In which roles the session acts: a string, or an array of strings.
    Roles,
    /// What the session may be used for: a string of words, or an array of strings.
    Scopes,
    /// The issuer's id of the session, by which it can be
    /// [ended](crate::revoke::Sessions::of_session).
    SessionId,
    /// The issuer's name of who acts in the session, by which sessions can be
    /// [ended](crate::revoke::Sessions::of_subject): a string, or a whole number.
    Subject,
    /// The issuer's id of the token, by which it can be
    /// [ended](crate::revoke::Sessions::of_token_id).
    TokenId,
}
