//! Tells what became of each token, as text or as JSON.

mod human;
mod json;
mod sentence;

use std::{
    error::Error,
    io::{self, Write},
    time::SystemTime,
};

use customer_session::{Rejection, VerifiedSession};
use jiff::Timestamp;

use self::sentence::sentence;
use crate::exit::{Failure, chain};

/// What becomes of a token.
pub(crate) type Verdict = Result<VerifiedSession, Rejection>;

/// Writes verdicts to stdout, one by one.
pub(crate) enum Report {
    Human {
        /// Told before the first verdict.
        notes: Vec<String>,
        /// The number of the last line, where lines are numbered.
        line: Option<u64>,
    },
    Json,
}

impl Report {
    /// For people; `numbered` if there may be several tokens.
    pub(crate) fn human(numbered: bool, notes: Vec<String>) -> Self {
        Self::Human {
            notes,
            line: numbered.then_some(0),
        }
    }

    /// For programs.
    pub(crate) const fn json() -> Self {
        Self::Json
    }

    /// Writes and flushes one verdict: whoever waits for it may send the next token then.
    pub(crate) fn tell(&mut self, verdict: &Verdict) -> Result<(), Failure> {
        let text = match self {
            Self::Human { notes, line } => {
                if let Some(line) = line {
                    *line += 1;
                }
                human::text(&std::mem::take(notes), *line, verdict)
            }
            Self::Json => json::line(verdict).map_err(|error| {
                Failure::io("the verdict cannot be written", &io::Error::from(error))
            })?,
        };
        let mut stdout = io::stdout().lock();
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
            .map_err(|error| Failure::output(&error))
    }
}

/// What in particular is wrong; a sentence about the reason where nothing more is known.
fn detail(rejection: &Rejection) -> String {
    cause(rejection).unwrap_or_else(|| sentence(rejection.reason()).to_owned())
}

/// What lies behind the rejection, if it is known.
fn cause(rejection: &Rejection) -> Option<String> {
    rejection.source().map(chain)
}

/// RFC 3339, in UTC; `None` for times beyond the year 9999.
fn printed(time: Option<SystemTime>) -> Option<String> {
    let timestamp = Timestamp::try_from(time?).ok()?;
    Some(timestamp.to_string())
}
