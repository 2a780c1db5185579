//! Settings in variables of the environment.

use std::collections::BTreeMap;

use super::{flaw::Flaw, node::Node, text};
use crate::{Environment, SettingsError, error::SettingsErrorKind};

/// What the variables behind a prefix say: `PREFIX__A__B` is the key `b` in the table `a`. Empty
/// ones count as missing.
pub(super) fn tree(environment: &Environment, prefix: &str) -> Result<Node, SettingsError> {
    let mut root = Node::Table(BTreeMap::new());
    let start = format!("{prefix}{LEVEL}");
    for (name, value) in environment.beginning_with(&start)? {
        if value.is_empty() {
            continue;
        }
        let path = name.get(start.len()..).unwrap_or_default();
        let steps: Vec<_> = path.split(LEVEL).map(str::to_ascii_lowercase).collect();
        if steps.iter().any(String::is_empty) {
            let said = ": a level has no name; write PREFIX__SECTION__KEY".to_owned();
            let error = SettingsError::new(SettingsErrorKind::UnknownKey, steps.join("."), said);
            return Err(error.by_variable(Some(name)));
        }
        insert(
            &mut root,
            &steps,
            &steps.join("."),
            Node::Variable { name, value },
        )?;
    }
    Ok(root)
}

/// Puts a variable where its steps lead, with the tables on the way.
fn insert(place: &mut Node, steps: &[String], path: &str, node: Node) -> Result<(), SettingsError> {
    let nodes = match place {
        Node::Table(nodes) => nodes,
        other => return Err(both(path, other, &node)),
    };
    match (steps, steps.first().and_then(|step| nodes.get_mut(step))) {
        ([], _) => Ok(()),
        ([_], Some(other)) => Err(both(path, other, &node)),
        ([step], None) => {
            nodes.insert(step.clone(), node);
            Ok(())
        }
        ([_, rest @ ..], Some(table)) => insert(table, rest, path, node),
        ([step, rest @ ..], None) => {
            let mut table = Node::Table(BTreeMap::new());
            insert(&mut table, rest, path, node)?;
            nodes.insert(step.clone(), table);
            Ok(())
        }
    }
}

/// Two variables for one place: one that differs in case, or a table and a value.
fn both(path: &str, one: &Node, other: &Node) -> SettingsError {
    let one = one.variable().unwrap_or_default();
    let said = format!(": the variable {one} says something about it too; remove one of them");
    SettingsError::new(SettingsErrorKind::Contradiction, path, said)
        .by_variable(other.variable().map(str::to_owned))
}

/// A list in a variable: JSON if it begins with a bracket, else texts between commas.
pub(super) fn list(value: &str) -> Result<Vec<Node>, Flaw> {
    if value.trim_start().starts_with('[') {
        return match text::json(value) {
            Ok(Node::List(nodes)) => Ok(nodes),
            _ => Err(Flaw::invalid("no JSON", "write [\"…\", \"…\"]")),
        };
    }
    let texts = value
        .split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty());
    Ok(texts.map(|text| Node::Text(text.to_owned())).collect())
}

/// A table in a variable: JSON, if it begins with a brace.
pub(super) fn table(value: &str) -> Option<Result<Node, Flaw>> {
    if !value.trim_start().starts_with('{') {
        return None;
    }
    Some(text::json(value).map_err(|_| Flaw::invalid("no JSON", "write {\"…\": …}")))
}

/// Where anything may stand: JSON, or else a text. What begins as a list or a table must be one.
pub(super) fn value(value: String) -> Result<Node, Flaw> {
    match text::json(&value) {
        Ok(node) => Ok(node),
        Err(_) if value.trim_start().starts_with(['{', '[']) => {
            Err(Flaw::invalid("no JSON", "write {\"…\": …} or [\"…\"]"))
        }
        Err(_) => Ok(Node::Text(value)),
    }
}

/// Between two levels of a path.
const LEVEL: &str = "__";
