//! What a sender tells.

use std::{error::Error, fmt};

/// What a delivery tells, reduced to ids.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// The id of the event, the same however often it is delivered.
    pub id: String,
    /// The sender's word for what happened.
    pub kind: String,
    /// What it means here; nothing for most events.
    pub changes: Vec<Change>,
}

/// What an event means for sessions and customers.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// There is a customer with this id, perhaps new: "not our customer" is forgotten. A token that
    /// was refused a moment ago stays refused for its
    /// [own time](crate::config::CustomerSessionConfigBuilder::denial_lifetime).
    CustomerAppeared(String),
    /// The customer with this id changed, and is looked up anew. Sessions stay.
    CustomerChanged(String),
    /// The customer with this id is no more: all sessions end.
    CustomerGone(String),
    /// The member with this id changed: the member's sessions are verified anew.
    MemberChanged(String),
    /// The member with this id is no more, or has lost access: the member's sessions end.
    MemberGone(String),
}

impl Event {
    /// An event without changes.
    ///
    /// # Errors
    ///
    /// When the id is empty or longer than 255 bytes.
    pub fn new(id: &str, kind: &str) -> Result<Self, MalformedEvent> {
        check_id(id)?;
        Ok(Self {
            id: id.to_owned(),
            kind: kind.chars().take(MAX_KIND).collect(),
            changes: Vec::new(),
        })
    }

    /// Adds a change.
    ///
    /// # Errors
    ///
    /// When the id in it is empty or longer than 255 bytes.
    pub fn with(mut self, change: Change) -> Result<Self, MalformedEvent> {
        check_id(change.id())?;
        self.changes.push(change);
        Ok(self)
    }
}

impl Change {
    fn id(&self) -> &str {
        match self {
            Self::CustomerAppeared(id)
            | Self::CustomerChanged(id)
            | Self::CustomerGone(id)
            | Self::MemberChanged(id)
            | Self::MemberGone(id) => id,
        }
    }
}

/// An event that cannot be read.
#[derive(Debug)]
pub struct MalformedEvent {
    what: &'static str,
    source: Option<serde_json::Error>,
}

impl MalformedEvent {
    /// Says what is wrong with it.
    #[must_use]
    pub const fn new(what: &'static str) -> Self {
        Self { what, source: None }
    }
}

/// It is no JSON, or not of the form that the sender promises.
impl From<serde_json::Error> for MalformedEvent {
    fn from(error: serde_json::Error) -> Self {
        Self {
            what: "the body is not JSON of the expected form",
            source: Some(error),
        }
    }
}

impl fmt::Display for MalformedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl Error for MalformedEvent {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

fn check_id(id: &str) -> Result<(), MalformedEvent> {
    if id.is_empty() || id.len() > MAX_ID_BYTES {
        return Err(MalformedEvent::new("an id is empty or too long"));
    }
    Ok(())
}

/// Far longer than any issuer's ids; they are kept, so they have a bound.
const MAX_ID_BYTES: usize = 255;

/// The word goes into logs.
const MAX_KIND: usize = 64;
