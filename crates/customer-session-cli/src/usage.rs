//! Reads the command line; what is wrong with it is said without repeating a token.

use clap::{
    Parser,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};

use crate::{
    args::{Arguments, Command},
    complain,
    discretion::Discretion,
    exit::Exit,
};

/// The command that was asked for; else help or a complaint was printed.
pub(crate) fn parse(discretion: &mut Discretion) -> Result<Command, Exit> {
    Arguments::try_parse()
        .map(|arguments| arguments.command)
        .map_err(|error| tell(&error, discretion))
}

fn tell(error: &Error, discretion: &mut Discretion) -> Exit {
    if !error.use_stderr() {
        // Whoever closed the pipe did not want to read on.
        let _ = error.print();
        return Exit::Good;
    }
    for stray in strays(error) {
        discretion.add(stray);
    }
    complain(&discretion.hide(&error.render().to_string()));
    Exit::Usage
}

/// What stands where nothing was expected: most likely a token.
fn strays(error: &Error) -> impl Iterator<Item = &str> {
    let unexpected = match error.kind() {
        ErrorKind::UnknownArgument => Some(ContextKind::InvalidArg),
        ErrorKind::InvalidSubcommand => Some(ContextKind::InvalidSubcommand),
        _ => None,
    };
    let kinds = [Some(ContextKind::InvalidValue), unexpected];
    kinds
        .into_iter()
        .flatten()
        .filter_map(|kind| match error.get(kind) {
            Some(ContextValue::String(text)) => Some(text.as_str()),
            _ => None,
        })
}
