//! What the suite found.

use std::{collections::BTreeMap, fmt};

use super::Rule;

/// A trial that broke a rule.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// What was done.
    pub done: String,
    /// What should have come of it.
    pub expected: String,
    /// What came of it.
    pub seen: String,
}

/// Something that was not tried.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Untried {
    /// The rule that it belongs to.
    pub rule: Rule,
    /// What was not tried, and why.
    pub why: String,
}

/// What the suite found: rules that are broken, rules that are kept, and what was not tried.
#[derive(Clone, Debug, Default)]
#[must_use = "a report that nobody reads says nothing: call `assert`"]
pub struct Report {
    findings: Vec<Finding>,
    trials: BTreeMap<Rule, u32>,
    untried: Vec<Untried>,
    waived: Vec<(Rule, String)>,
}

impl Report {
    pub(super) fn waiving(waived: Vec<(Rule, String)>) -> Self {
        Self {
            waived,
            ..Self::default()
        }
    }

    /// Counts a trial of this rule.
    pub(super) fn tried(&mut self, rule: Rule) {
        *self.trials.entry(rule).or_default() += 1;
    }

    /// Counts a trial of this rule, and keeps what broke it.
    pub(super) fn note(
        &mut self,
        rule: Rule,
        done: impl Into<String>,
        expected: impl Into<String>,
        seen: Option<String>,
    ) {
        self.tried(rule);
        if let Some(seen) = seen {
            self.find(Finding {
                rule,
                done: done.into(),
                expected: expected.into(),
                seen,
            });
        }
    }

    pub(super) fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(super) fn not_tried(&mut self, rule: Rule, why: impl Into<String>) {
        let untried = Untried {
            rule,
            why: why.into(),
        };
        if !self.untried.contains(&untried) {
            self.untried.push(untried);
        }
    }

    /// Lists the rules that no trial came to.
    pub(super) fn complete(&mut self) {
        for &rule in Rule::ALL {
            let known = self.trials.contains_key(&rule)
                || self.untried.iter().any(|untried| untried.rule == rule);
            if !known {
                self.not_tried(rule, "nothing in the bench leads to it");
            }
        }
    }

    /// Every trial that broke a rule to which the provider is held.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| !self.is_waived(finding.rule))
    }

    fn findings_of(&self, rule: Rule) -> impl Iterator<Item = &Finding> {
        self.findings().filter(move |finding| finding.rule == rule)
    }

    /// The rules that are broken, each once, in their order.
    #[must_use]
    pub fn broken(&self) -> Vec<Rule> {
        let mut broken: Vec<_> = self.findings().map(|finding| finding.rule).collect();
        broken.sort_unstable();
        broken.dedup();
        broken
    }

    /// The rules that were tried and are kept, with how often they were tried.
    pub fn kept(&self) -> impl Iterator<Item = (Rule, u32)> {
        let broken = self.broken();
        self.trials
            .iter()
            .map(|(rule, trials)| (*rule, *trials))
            .filter(move |(rule, _)| !broken.contains(rule) && !self.is_waived(*rule))
    }

    /// What was not tried, and why.
    #[must_use]
    pub fn untried(&self) -> &[Untried] {
        &self.untried
    }

    /// Whether no rule is broken.
    #[must_use]
    pub fn is_conformant(&self) -> bool {
        self.findings().next().is_none()
    }

    /// Passes if no rule is broken.
    ///
    /// # Panics
    ///
    /// If one is, with the whole report.
    #[track_caller]
    pub fn assert(&self) {
        assert!(self.is_conformant(), "{self}");
    }

    fn is_waived(&self, rule: Rule) -> bool {
        self.waived.iter().any(|(waived, _)| *waived == rule)
    }
}

/// Groups by rule, with the mend after each; of many findings the first twelve.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let broken = self.broken();
        let (kept, trials) = self.kept().fold((0, 0), |(rules, sum), (_, trials)| {
            (rules + 1, sum + trials)
        });
        writeln!(
            f,
            "rules that the provider breaks: {}; that it keeps: {kept}, in {trials} trials",
            broken.len()
        )?;
        for rule in broken {
            writeln!(f, "\nbroken: {rule}")?;
            let findings: Vec<_> = self.findings_of(rule).collect();
            for finding in findings.iter().take(PRINTED) {
                let Finding {
                    done,
                    expected,
                    seen,
                    ..
                } = finding;
                writeln!(f, "- {done}: expected {expected}; came {seen}")?;
            }
            if let Some(more @ 1..) = findings.len().checked_sub(PRINTED) {
                writeln!(f, "- and {more} more")?;
            }
            writeln!(f, "mend: {}", rule.mend())?;
        }
        for Untried { rule, why } in &self.untried {
            writeln!(f, "\nnot tried: {rule}\n- {why}")?;
        }
        for (rule, reason) in &self.waived {
            writeln!(f, "\nwaived: {rule}\n- {reason}")?;
        }
        Ok(())
    }
}

/// Of many trials that broke one rule, so many are printed.
const PRINTED: usize = 12;
