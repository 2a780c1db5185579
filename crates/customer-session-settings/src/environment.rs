//! The environment, and what else surrounds settings.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    fmt,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use secrecy::SecretString;

use crate::{SettingsError, value::Secret};

/// The variables that settings and secrets are read from: those of this process, or given ones.
///
/// # Security
///
/// `Debug` shows neither names nor values.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Environment(Option<BTreeMap<String, String>>);

impl Environment {
    /// The variables of this process, at the moment when they are read.
    #[must_use]
    pub const fn of_process() -> Self {
        Self(None)
    }

    /// These variables and no others.
    #[must_use]
    pub fn given(
        variables: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let pairs = variables.into_iter();
        Self(Some(
            pairs
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        ))
    }

    /// Those whose names begin so, in the order of their names.
    pub(crate) fn beginning_with(
        &self,
        start: &str,
    ) -> Result<Vec<(String, String)>, SettingsError> {
        let Some(given) = &self.0 else {
            return of_process(start);
        };
        let chosen = given.iter().filter(|(name, _)| name.starts_with(start));
        Ok(chosen
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect())
    }

    /// What a variable holds, if it is there and not empty.
    fn get(&self, name: &str) -> Result<Option<String>, OsString> {
        let value = match &self.0 {
            Some(given) => given.get(name).cloned(),
            None => env::var_os(name).map(OsString::into_string).transpose()?,
        };
        Ok(value.filter(|value| !value.is_empty()))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Some(_) => "Environment(given)",
            None => "Environment(of this process)",
        })
    }
}

fn of_process(start: &str) -> Result<Vec<(String, String)>, SettingsError> {
    let mut chosen = Vec::new();
    for (name, value) in env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with(start)) else {
            continue;
        };
        let value = value.into_string().map_err(|_| {
            SettingsError::unreadable("a variable is no UTF-8").by_variable(Some(name.to_owned()))
        })?;
        chosen.push((name.to_owned(), value));
    }
    chosen.sort();
    Ok(chosen)
}

/// Where settings were found: relative paths and secrets are looked for there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Surroundings {
    pub(crate) environment: Environment,
    pub(crate) folder: Folder,
}

/// The folder of the settings' file, where relative paths begin.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) enum Folder {
    /// There is no file: they begin where the process runs.
    #[default]
    OfProcess,
    One(PathBuf),
    /// Of several files in several folders: nobody knows where they begin.
    Several,
}

impl Folder {
    /// With one more file.
    pub(crate) fn and(self, file: &Path) -> Self {
        let folder = file.parent().unwrap_or(file);
        match self {
            Self::OfProcess => Self::One(folder.to_owned()),
            Self::One(one) if one == folder => Self::One(one),
            Self::One(_) | Self::Several => Self::Several,
        }
    }
}

impl Surroundings {
    /// A path of the settings.
    pub(crate) fn path(&self, path: &Path, at: &str) -> Result<PathBuf, SettingsError> {
        match &self.folder {
            Folder::OfProcess => Ok(path.to_owned()),
            Folder::One(folder) => Ok(folder.join(path)),
            Folder::Several if path.is_absolute() => Ok(path.to_owned()),
            Folder::Several => {
                let path = crate::read::shown(&path.to_string_lossy());
                let mend = "the settings' files are in several folders; write the whole path";
                Err(SettingsError::invalid(at, path, mend))
            }
        }
    }

    /// Reads a secret. What is wrong with it is said without repeating any of it.
    pub(crate) fn secret(&self, secret: &Secret, at: &str) -> Result<SecretString, SettingsError> {
        match secret {
            Secret::Env(name) => self.variable(name, at),
            Secret::File(path) => self.file(path, at),
        }
    }

    fn variable(&self, name: &str, at: &str) -> Result<SecretString, SettingsError> {
        let refuse = |what: &str| {
            // A secret in place of its variable's name is easily made, and not repeated.
            let name = crate::read::shown_variable(name);
            SettingsError::secret(at, &format!("the variable `{name}` {what}"))
        };
        match self.environment.get(name) {
            Ok(Some(value)) => Ok(value.into()),
            Ok(None) => Err(refuse("is not set, or empty; set it, or name another")),
            Err(_) => Err(refuse(
                "is no UTF-8; set it to the secret as it was given out",
            )),
        }
    }

    fn file(&self, path: &Path, at: &str) -> Result<SecretString, SettingsError> {
        // As it was written: behind a folder, a secret would look like a path.
        let written = crate::read::shown(&path.to_string_lossy());
        let refuse =
            |what: &str| SettingsError::secret(at, &format!("the file `{written}` {what}"));
        let mut content = Vec::with_capacity(MAX_BYTES + 1);
        File::open(self.path(path, at)?)
            .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut content))
            .map_err(|error| refuse("cannot be read; name one that can").with_source(error))?;
        if content.len() > MAX_BYTES {
            return Err(refuse(
                "is longer than 16 KiB; name one that holds the secret alone",
            ));
        }
        let mut text = String::from_utf8(content)
            .map_err(|_| refuse("is no UTF-8; name one that holds the secret as text"))?;
        if text.ends_with('\n') {
            text.pop();
            if text.ends_with('\r') {
                text.pop();
            }
        }
        if text.is_empty() {
            return Err(refuse("is empty; put the secret into it"));
        }
        Ok(text.into())
    }
}

/// No secret is longer.
const MAX_BYTES: usize = 16 * 1024;
