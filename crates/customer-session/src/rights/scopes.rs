//! The words for what a session may be used for (RFC 6749 §3.3).

use std::sync::Arc;

use crate::ConfigError;

/// One scope: a word that can stand between quotes as it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Scope(Box<str>);

impl Scope {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads the scopes that a setting of this name is given.
pub(super) fn parse(
    field: &'static str,
    scopes: impl IntoIterator<Item = impl Into<String>>,
) -> Result<Arc<[Scope]>, ConfigError> {
    let words: Vec<Scope> = scopes
        .into_iter()
        .map(|scope| word(field, scope.into()))
        .collect::<Result<_, _>>()?;
    if words.is_empty() {
        return Err(ConfigError::invalid(
            field,
            "",
            "name at least one scope; a route that asks for none needs no requirement",
        ));
    }
    Ok(words.into())
}

/// The list as it stands in a challenge.
pub(super) fn list(words: &[&Scope]) -> String {
    let words: Vec<_> = words.iter().map(|word| word.as_str()).collect();
    words.join(" ")
}

/// No session could ever have a scope with any other character in it, and a challenge could not
/// hold it.
fn word(field: &'static str, scope: String) -> Result<Scope, ConfigError> {
    if !is_scope_token(&scope) {
        return Err(ConfigError::invalid(
            field,
            scope.escape_debug(),
            "a scope is one word of printable ASCII without `\"` and `\\`; give several as several",
        ));
    }
    Ok(Scope(scope.into()))
}

/// Whether it is one word of printable ASCII without `"` and `\` (RFC 6749 §3.3).
pub(crate) fn is_scope_token(text: &str) -> bool {
    let fits = |byte| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E);
    !text.is_empty() && text.bytes().all(fits)
}
