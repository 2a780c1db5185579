//! A member of a customer that is a team.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The person behind a session of a team: the customer pays, the member acts.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Member {
    /// The member's id at the issuer.
    pub id: String,
    /// The member's e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// The member's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The member's role in the team, in the issuer's words: `owner`, `billing_manager` or `member`
    /// at Polar.
    #[serde(default)]
    pub role: Option<String>,
}

impl Member {
    /// A member of whom only the id is known.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            email: None,
            name: None,
            role: None,
        }
    }

    /// Sets the e-mail address.
    #[must_use]
    pub fn email(mut self, email: impl Into<Option<String>>) -> Self {
        self.email = email.into();
        self
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<Option<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the role.
    #[must_use]
    pub fn role(mut self, role: impl Into<Option<String>>) -> Self {
        self.role = role.into();
        self
    }

    /// About how many bytes the member takes in memory beside the struct itself.
    pub(crate) fn text_weight(&self) -> usize {
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        self.id.len() + text(&self.email) + text(&self.name) + text(&self.role)
    }
}

/// Shows id and role only: the rest is personal data.
impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Member")
            .field("id", &self.id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
