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
    /// Whom the issuer calls by this name is no more: the sessions end that state it as their
    /// [subject](crate::provider::SessionFacts::subject).
    SubjectGone(String),
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
            | Self::MemberGone(id)
            | Self::SubjectGone(id) => id,
        }
    }
}

/// An event that cannot be read. Its text is logged, so it holds no value of the event.
#[derive(Debug, Eq, PartialEq)]
pub struct MalformedEvent {
    what: &'static str,
    place: Option<(usize, usize)>,
}

impl MalformedEvent {
    /// Says what is wrong with it.
    #[must_use]
    pub const fn new(what: &'static str) -> Self {
        Self { what, place: None }
    }
}

/// It is no JSON, or not of the form that the sender promises. Where that is stays; what stands there
/// does not, for it may be personal.
impl From<serde_json::Error> for MalformedEvent {
    fn from(error: serde_json::Error) -> Self {
        let what = if error.is_data() {
            "the JSON is not of the expected form"
        } else {
            "the body is not JSON"
        };
        Self {
            what,
            place: Some((error.line(), error.column())),
        }
    }
}

impl fmt::Display for MalformedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)?;
        match self.place {
            None => Ok(()),
            Some((line, column)) => write!(f, ", at line {line}, column {column}"),
        }
    }
}

impl Error for MalformedEvent {}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_neither_empty_nor_longer_than_255_bytes() {
        let longest = "e".repeat(255);
        let event = || Event::new(&longest, "gone").unwrap();

        assert!(event().with(Change::MemberGone(longest.clone())).is_ok());
        for id in [String::new(), "e".repeat(256)] {
            assert!(Event::new(&id, "gone").is_err());
            assert!(event().with(Change::CustomerGone(id)).is_err());
        }
    }

    #[test]
    fn no_value_of_the_event_gets_into_the_error() {
        for json in [r#"{"id":"ada@shop.example"}"#, r#"["ada@shop.example"#] {
            let error = serde_json::from_str::<Vec<u8>>(json).unwrap_err();

            let error = MalformedEvent::from(error);

            assert!(error.to_string().contains("at line 1, column"), "{error}");
            assert!(!format!("{error} {error:?}").contains("ada"), "{error:?}");
        }
    }
}
