//! What is wrong with a value, told by whoever reads it; who holds it adds the path.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

use super::shown;
use crate::{SettingsError, error::SettingsErrorKind};

/// What is wrong with a value.
#[derive(Debug)]
pub(super) struct Flaw {
    kind: SettingsErrorKind,
    /// From the inside out: `leeway`, `login`, `jwt`, `providers`.
    path: Vec<Step>,
    said: String,
    variable: Option<String>,
}

#[derive(Debug)]
pub(super) enum Step {
    At(usize),
    Key(String),
}

impl Flaw {
    pub(super) fn new(kind: SettingsErrorKind, said: impl Into<String>) -> Self {
        Self {
            kind,
            path: Vec::new(),
            said: said.into(),
            variable: None,
        }
    }

    /// A value that is none of those that are possible here.
    pub(super) fn invalid(value: &str, mend: &str) -> Self {
        let said = format!(" is {value}: {mend}");
        Self::new(SettingsErrorKind::Invalid, said)
    }

    pub(super) fn under(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }

    /// Says which variable is to blame, unless a more exact one is known.
    pub(super) fn by(mut self, variable: Option<&str>) -> Self {
        if let (None, Some(variable)) = (&self.variable, variable) {
            self.variable = Some(variable.to_owned());
        }
        self
    }

    /// Whether a value is to blame, rather than that there is none.
    pub(super) fn is_about_a_value(&self) -> bool {
        self.kind != SettingsErrorKind::Missing
    }

    pub(super) fn into_error(self) -> SettingsError {
        let mut path = String::new();
        for step in self.path.iter().rev() {
            match step {
                Step::At(index) => path.push_str(&format!("[{index}]")),
                Step::Key(key) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    // A key may be anything; it writes to no terminal.
                    path.push_str(&key.escape_debug().to_string());
                }
            }
        }
        SettingsError::new(self.kind, path, self.said).by_variable(self.variable)
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl std::error::Error for Flaw {}

impl Error for Flaw {
    fn custom<T: fmt::Display>(said: T) -> Self {
        Self::new(SettingsErrorKind::Invalid, format!(": {said}"))
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_value(unexpected, expected)
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = expected.to_string();
        let expected = plain(&expected);
        // In place of a table, or of a list of them, a secret is easily written: it is not repeated,
        // whatever it looks like.
        let is_repeated = !expected.starts_with("a table") && !expected.starts_with("a list");
        let value = match unexpected {
            Unexpected::Str(_) if !is_repeated => "a text".to_owned(),
            Unexpected::Signed(_) | Unexpected::Unsigned(_) | Unexpected::Float(_)
                if !is_repeated =>
            {
                "a number".to_owned()
            }
            Unexpected::Str(text) => format!("`{}`", shown(text)),
            Unexpected::Bool(value) => format!("`{value}`"),
            Unexpected::Signed(value) => format!("`{value}`"),
            Unexpected::Unsigned(value) => format!("`{value}`"),
            Unexpected::Float(value) => format!("`{value}`"),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map | Unexpected::StructVariant => "a table".to_owned(),
            Unexpected::Unit | Unexpected::Option => "null".to_owned(),
            _ => "something else".to_owned(),
        };
        Self::invalid(&value, &format!("write {expected}"))
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("write {}", plain(&expected.to_string())))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let mend = format!(
            "write {}{}",
            one_of(expected),
            suggestion(variant, expected)
        );
        Self::invalid(&format!("`{}`", shown(variant)), &mend)
    }

    /// The key itself is added by whoever holds the table.
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let suggestion = suggestion(field, expected);
        let said = if suggestion.is_empty() {
            format!(": unknown key; there are {}", listed(expected))
        } else {
            format!(": unknown key{suggestion}")
        };
        Self::new(SettingsErrorKind::UnknownKey, said)
    }

    fn missing_field(field: &'static str) -> Self {
        let mend = " is not set: it is required here";
        Self::new(SettingsErrorKind::Missing, mend).under(Step::Key(field.to_owned()))
    }
}

/// What `serde` expects, in plain words.
fn plain(expected: &str) -> &str {
    match expected {
        "a string" | "path string" => "a text",
        "a boolean" => "true or false",
        "a sequence" => "a list, such as [\"…\"]",
        "a map" => "a table",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0 up",
        other => other,
    }
}

fn one_of(words: &[&str]) -> String {
    match words {
        [only] => format!("`{only}`"),
        words => format!("one of {}", listed(words)),
    }
}

fn listed(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// The word that was meant, if one is near.
fn suggestion(written: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .map(|word| (strsim::jaro_winkler(written, word), word))
        .filter(|(nearness, _)| *nearness > 0.85)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    near.map_or_else(String::new, |(_, word)| format!("; did you mean `{word}`?"))
}
