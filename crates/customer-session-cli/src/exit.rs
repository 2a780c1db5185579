//! What the command says by its exit code, and why it ended early.

use std::{error::Error, fmt, io, process::ExitCode};

use customer_session::{ConfigError, Rejection};
use customer_session_settings::SettingsError;

/// How it went, the worst last.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Exit {
    /// Every token was accepted, or what was asked for was done.
    Good = 0,
    /// A token was rejected.
    Rejected = 1,
    /// The arguments or the configuration are wrong.
    Usage = 2,
    /// Of a token nobody knows whether it is good.
    Unknown = 3,
}

impl Exit {
    /// What a rejection stands for: a "no", or that nobody could be asked.
    pub(crate) fn of(rejection: &Rejection) -> Self {
        if rejection.reason().is_fault() {
            Self::Unknown
        } else {
            Self::Rejected
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why the command ended before its work was done.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// Empty if there is nobody to tell.
    pub(crate) text: String,
}

impl Failure {
    /// The arguments, a file or the environment are wrong.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            text: text.into(),
        }
    }

    /// Something could not be done that has nothing to do with the arguments.
    pub(crate) fn io(what: impl fmt::Display, error: &io::Error) -> Self {
        Self {
            exit: Exit::Unknown,
            text: format!("{what}: {error}"),
        }
    }

    /// Nobody reads on, or the output cannot be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        let failure = Self::io("stdout cannot be written", error);
        match error.kind() {
            // As with `| head`: whoever closed the pipe knows.
            io::ErrorKind::BrokenPipe => Self {
                text: String::new(),
                ..failure
            },
            _ => failure,
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::usage(chain(&error))
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::usage(chain(&error))
    }
}

/// An error and its causes in one line.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
