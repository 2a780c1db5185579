//! Versions of the API, and what they have.

use super::problem::Problem;

/// A version such as `2026-10-28.endive`: they are dates, and compare as such.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Version(pub(super) String);

impl Version {
    pub(super) const NEWEST: &'static str = "2026-10-28.endive";

    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let date = text.split('.').next().unwrap_or_default();
        let shape = date.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        // Newer than the newest is unknown to Stripe too.
        if date.len() == 10 && shape && date <= &Self::NEWEST[..10] {
            return Ok(Self(text.to_owned()));
        }
        Err(Problem::invalid("Invalid Stripe API version"))
    }

    fn since(&self, date: &str) -> bool {
        self.0.get(..10).is_some_and(|own| own >= date)
    }

    /// The names of all components, in alphabetical order.
    pub(super) fn components(&self) -> Vec<&'static str> {
        let since = |date| self.since(date);
        [
            ("active_entitlements", since("2026-08-26")),
            ("buy_button", true),
            ("customer_portal", since("2026-08-26")),
            ("customer_sheet", since("2025-10-29")),
            ("mobile_payment_element", since("2025-10-29")),
            ("payment_element", since("2024-09-30")),
            ("pricing_table", true),
        ]
        .into_iter()
        .filter_map(|(name, has)| has.then_some(name))
        .collect()
    }

    /// Whether sessions can be for accounts.
    pub(super) fn has_accounts(&self) -> bool {
        self.since("2025-12-15")
    }
}
