//! What the suite found.

use std::{error::Error, fmt};

use customer_session::provider::registry::StoreError;

/// A rule that a store breaks.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct BrokenRule {
    /// The rule, as a sentence.
    pub rule: &'static str,
    /// What was seen instead.
    pub seen: String,
}

/// All rules that a store breaks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BrokenRules(Vec<BrokenRule>);

impl BrokenRules {
    /// Each of them.
    #[must_use]
    pub fn rules(&self) -> &[BrokenRule] {
        &self.0
    }
}

impl fmt::Display for BrokenRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store breaks {} rules:", self.0.len())?;
        for BrokenRule { rule, seen } in &self.0 {
            write!(f, "\n- {rule}: {seen}")?;
        }
        Ok(())
    }
}

impl Error for BrokenRules {}

/// What a rule saw: nothing, or what breaks it.
pub(super) type Seen = Result<(), String>;

/// Collects what is broken.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<BrokenRule>);

impl Report {
    pub(super) fn note(&mut self, rule: &'static str, seen: Seen) {
        if let Err(seen) = seen {
            self.0.push(BrokenRule { rule, seen });
        }
    }

    pub(super) fn into_result(self) -> Result<(), BrokenRules> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(BrokenRules(self.0))
        }
    }
}

/// The store failed where it must not.
pub(super) fn failed(error: StoreError) -> String {
    let source = Error::source(&error).map(|source| format!(": {source}"));
    format!("{error}{}", source.unwrap_or_default())
}

/// That both are the same; else what differs.
pub(super) fn same<T: fmt::Debug + PartialEq>(what: &str, seen: T, expected: T) -> Seen {
    if seen == expected {
        Ok(())
    } else {
        Err(format!("{what}: {seen:?} instead of {expected:?}"))
    }
}
