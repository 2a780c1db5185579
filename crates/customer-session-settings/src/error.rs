//! What is wrong with settings.

use std::{
    error::Error,
    fmt,
    path::{Path, PathBuf},
};

/// What is wrong with settings: names the place, the value and the mend, and never a secret.
///
/// # Example
///
/// ```
/// use customer_session_settings::{Settings, SettingsErrorKind};
///
/// let error = Settings::from_toml("[providers.polar]\norganization_idd = \"7a1f\"").unwrap_err();
/// assert_eq!(error.kind(), SettingsErrorKind::UnknownKey);
/// assert_eq!(
///     error.to_string(),
///     "`providers.polar.organization_idd`: unknown key; did you mean `organization_id`?"
/// );
/// ```
pub struct SettingsError(Box<Inner>);

struct Inner {
    kind: SettingsErrorKind,
    path: String,
    /// What is said behind the path.
    said: String,
    file: Option<PathBuf>,
    variable: Option<String>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SettingsErrorKind {
    /// Two settings, each of which is possible, cannot stand together.
    Contradiction,
    /// The program was compiled without the feature that a section needs.
    FeatureMissing,
    /// A value can never work.
    Invalid,
    /// A setting that must be there is not.
    Missing,
    /// A secret, or a file that settings name, cannot be read.
    Secret,
    /// The text is no TOML or JSON, or it cannot be read at all.
    Unreadable,
    /// A key, or a variable, means nothing.
    UnknownKey,
}

impl SettingsError {
    pub(crate) fn new(kind: SettingsErrorKind, path: impl Into<String>, said: String) -> Self {
        Self(Box::new(Inner {
            kind,
            path: path.into(),
            said,
            file: None,
            variable: None,
            source: None,
        }))
    }

    /// A value that can never work.
    pub(crate) fn invalid(path: impl Into<String>, value: impl fmt::Display, mend: &str) -> Self {
        let said = format!(" is `{value}`: {mend}");
        Self::new(SettingsErrorKind::Invalid, path, said)
    }

    /// A setting that must be there.
    pub(crate) fn missing(path: impl Into<String>, mend: &str) -> Self {
        let said = format!(" is not set: {mend}");
        Self::new(SettingsErrorKind::Missing, path, said)
    }

    /// Two settings that cannot stand together.
    pub(crate) fn beside(path: impl Into<String>, other: &str, mend: &str) -> Self {
        let said = format!(" is set beside `{other}`: {mend}");
        Self::new(SettingsErrorKind::Contradiction, path, said)
    }

    /// A secret, or a file that settings name, that cannot be used.
    pub(crate) fn secret(path: impl Into<String>, said: &str) -> Self {
        Self::new(SettingsErrorKind::Secret, path, format!(": {said}"))
    }

    /// A text that cannot be read.
    pub(crate) fn unreadable(said: impl Into<String>) -> Self {
        Self::new(SettingsErrorKind::Unreadable, "", said.into())
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Says in which file it stands, unless a variable is to blame.
    pub(crate) fn in_file(mut self, file: &Path) -> Self {
        if self.0.variable.is_none() {
            self.0.file.get_or_insert_with(|| file.to_owned());
        }
        self
    }

    pub(crate) fn by_variable(mut self, variable: Option<String>) -> Self {
        self.0.variable = variable;
        self
    }

    /// What kind of thing is wrong.
    #[must_use]
    pub fn kind(&self) -> SettingsErrorKind {
        self.0.kind
    }

    /// Where, such as `providers.polar.organization_id`; empty if it is about a text as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The variable of the environment that is to blame.
    #[must_use]
    pub fn variable(&self) -> Option<&str> {
        self.0.variable.as_deref()
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if !inner.path.is_empty() {
            write!(f, "`{}`", inner.path)?;
        }
        f.write_str(&inner.said)?;
        match (&inner.variable, &inner.file) {
            (Some(variable), _) => write!(f, " (variable {variable})"),
            (None, Some(file)) => write!(f, " (in {})", file.display()),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SettingsError")
            .field("kind", &self.0.kind)
            .field("said", &self.to_string())
            .finish_non_exhaustive()
    }
}

impl Error for SettingsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}
