//! Secrets that are never arguments: in a file, or in a variable.

use std::{env, fs, path::Path};

use crate::exit::Failure;

/// A secret in the file that a flag names, else in a variable.
pub(super) fn secret(
    what: &str,
    file: Option<&Path>,
    variable: &str,
    flag: &str,
) -> Result<String, Failure> {
    let Some(path) = file else {
        return self::variable(variable)?
            .ok_or_else(|| Failure::usage(format!("set {variable}, or give {flag}")));
    };
    let text = fs::read_to_string(path).map_err(|error| {
        let path = path.display();
        Failure::usage(format!("the {what} `{path}` cannot be read: {error}"))
    })?;
    Ok(text.trim().to_owned())
}

/// A variable of the environment; one that is empty counts as missing.
pub(super) fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::usage(format!("{name} is no UTF-8"))),
    }
}
