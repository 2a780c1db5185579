//! Reads texts that settings name, and words that stand for something.

use std::{fs::File, io::Read, path::Path};

use customer_session::provider::jwt::Algorithm;

use crate::{SettingsError, environment::Surroundings, read::shown};

/// A file that holds no secret.
pub(super) fn file(
    path: &Path,
    at: &str,
    surroundings: &Surroundings,
) -> Result<Vec<u8>, SettingsError> {
    // As it was written: a key in place of its file is easily made, and not repeated.
    let written = shown(&path.to_string_lossy());
    let refuse = |what: &str| SettingsError::secret(at, &format!("the file `{written}` {what}"));
    let mut content = Vec::new();
    File::open(surroundings.path(path, at)?)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut content))
        .map_err(|error| refuse("cannot be read; name one that can").with_source(error))?;
    if content.len() as u64 > MAX_BYTES {
        return Err(refuse("is longer than 64 KiB: no key is"));
    }
    Ok(content)
}

/// Algorithms by their names.
pub(super) fn algorithms(names: &[String], at: &str) -> Result<Vec<Algorithm>, SettingsError> {
    let named = names.iter().enumerate();
    named
        .map(|(index, name)| algorithm(name, &format!("{at}[{index}]")))
        .collect()
}

/// An algorithm by its name.
pub(super) fn algorithm(name: &str, at: &str) -> Result<Algorithm, SettingsError> {
    Algorithm::of_name(name).ok_or_else(|| {
        let names: Vec<_> = Algorithm::ALL
            .iter()
            .map(|algorithm| algorithm.as_str())
            .collect();
        let mend = format!("write one of {}", names.join(", "));
        SettingsError::invalid(at, shown(name), &mend)
    })
}

/// No key is longer.
const MAX_BYTES: u64 = 64 * 1024;
