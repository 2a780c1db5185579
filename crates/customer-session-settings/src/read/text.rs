//! Reads TOML and JSON, and says where they are none without repeating what stands there.

use super::node::Node;
use crate::{SettingsError, error::SettingsErrorKind};

pub(super) fn toml(text: &str) -> Result<Node, SettingsError> {
    toml::from_str(text).map_err(|error| {
        // The error itself would show the line, in which a secret may stand.
        let place = error.span().map(|span| place(text, span.start));
        unreadable(
            "TOML",
            place,
            error.message().lines().next().unwrap_or_default(),
        )
    })
}

pub(super) fn json(text: &str) -> Result<Node, SettingsError> {
    serde_json::from_str(text).map_err(|error| {
        let place = Some((error.line(), error.column()));
        // Of syntax alone: nothing else is expected of a value.
        let said = error.to_string();
        let what = said.split(" at line ").next().unwrap_or_default();
        unreadable("JSON", place, what)
    })
}

fn unreadable(kind: &str, place: Option<(usize, usize)>, what: &str) -> SettingsError {
    let place = place
        .map(|(line, column)| format!(" at line {line}, column {column}"))
        .unwrap_or_default();
    let said = format!("this is no {kind}{place}: {what}");
    SettingsError::new(SettingsErrorKind::Unreadable, "", said)
}

/// Line and column of a place in bytes, both from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    (line, column)
}
