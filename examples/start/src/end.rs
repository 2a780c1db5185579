//! What is said at the end.

use std::{error::Error, iter::successors, process::ExitCode};

/// The exit code of an example that ended so. An error is printed for people to read, where a `main`
/// that returns it would print its `Debug`.
#[must_use]
pub fn end(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", in_words(&*error));
            ExitCode::FAILURE
        }
    }
}

/// What went wrong, and what lies behind it.
#[must_use]
pub fn in_words(error: &(dyn Error + 'static)) -> String {
    let causes = successors(Some(error), |&error| error.source());
    let causes: Vec<_> = causes.map(ToString::to_string).collect();
    causes.join(": ")
}
