//! The API versions that are alive.

use hyper::{HeaderMap, header::HeaderValue};

/// The dated API versions the fake answers to.
#[derive(Debug)]
pub(super) struct Versions {
    alive: Vec<String>,
    current: String,
}

impl Versions {
    /// Answers to exactly `alive`; without the header, to [`CURRENT`] if it is among them and to
    /// the newest otherwise.
    pub(super) fn support(&mut self, alive: Vec<String>) {
        self.alive = alive;
        self.choose_current();
    }

    /// Stops answering to `version`.
    pub(super) fn retire(&mut self, version: &str) {
        self.alive.retain(|alive| alive != version);
        self.choose_current();
    }

    /// The version a request is answered in, or `None` when it names one that is not alive.
    pub(super) fn answering(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let asked = match headers.get(HEADER) {
            None => self.current.as_str(),
            Some(value) => value.to_str().ok()?,
        };
        let alive = self.alive.iter().find(|alive| *alive == asked)?;
        HeaderValue::from_str(alive).ok()
    }

    fn choose_current(&mut self) {
        let still_alive = self.alive.iter().any(|alive| alive == CURRENT);
        let newest = || self.alive.iter().max().cloned().unwrap_or_default();
        self.current = if still_alive {
            CURRENT.to_owned()
        } else {
            newest()
        };
    }
}

impl Default for Versions {
    fn default() -> Self {
        Self {
            alive: ["2026-04", CURRENT, "2027-01"].map(str::to_owned).to_vec(),
            current: CURRENT.to_owned(),
        }
    }
}

/// The header that names a version, in requests and in answers.
pub(super) const HEADER: &str = "polar-version";
/// The version that answers when none is asked for: Polar's since 2026-10-01.
pub(super) const CURRENT: &str = "2026-10";
