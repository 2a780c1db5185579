//! Puts settings together from layers.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use serde::Deserialize as _;

use super::{node::Node, text, variables};
use crate::{Environment, Settings, SettingsError, environment::Folder, error::SettingsErrorKind};

/// Puts settings together from layers: what is added later outweighs what was added before, key by
/// key. A list, and the place of a secret, are replaced as a whole.
///
/// # Example
///
/// ```
/// use customer_session_settings::{Environment, Settings};
///
/// let settings = Settings::loader()
///     .toml("[cache]\nsession_lifetime = \"30s\"\ncustomer_lifetime = \"5m\"")
///     .environment(Environment::given([("SHOP__CACHE__SESSION_LIFETIME", "10s")]))
///     .env("SHOP")
///     .load()?;
/// assert_eq!(settings.cache.session_lifetime, Some("10s".parse()?));
/// assert_eq!(settings.cache.customer_lifetime, Some("5m".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
#[must_use = "nothing is read until `load` is called"]
pub struct SettingsLoader {
    environment: Environment,
    layers: Vec<Layer>,
}

enum Layer {
    File(PathBuf),
    Json(String),
    Toml(String),
    Variables(String),
}

impl SettingsLoader {
    /// Adds a file: TOML or JSON, by its name's end.
    ///
    /// Paths in settings that are not absolute begin in its folder. With files in several folders
    /// they are refused, since the upper file may hold one that the lower file means.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.layers.push(Layer::File(path.into()));
        self
    }

    /// Adds a text in TOML.
    pub fn toml(mut self, text: impl Into<String>) -> Self {
        self.layers.push(Layer::Toml(text.into()));
        self
    }

    /// Adds a text in JSON.
    pub fn json(mut self, text: impl Into<String>) -> Self {
        self.layers.push(Layer::Json(text.into()));
        self
    }

    /// Adds the variables whose names begin with this prefix and two underscores.
    pub fn env(mut self, prefix: impl Into<String>) -> Self {
        self.layers.push(Layer::Variables(prefix.into()));
        self
    }

    /// Sets which environment variables are read from, those with settings and those with secrets.
    /// Default: that of this process.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Reads it all. Secrets are not read yet: [`Settings::build`] does.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is longer than 1 MiB, a text is no TOML or JSON, a key is
    /// unknown, a key stands twice in one table, two variables are about one key, or a value does
    /// not have the form that its key takes.
    pub fn load(self) -> Result<Settings, SettingsError> {
        let mut root = Node::Table(BTreeMap::new());
        let (mut files, mut folder) = (Vec::new(), Folder::default());
        for layer in &self.layers {
            let node = match layer {
                Layer::File(path) => {
                    folder = folder.and(path);
                    files.push(path);
                    of_file(path)?
                }
                Layer::Json(text) => text::json(text)?,
                Layer::Toml(text) => text::toml(text)?,
                Layer::Variables(prefix) => variables::tree(&self.environment, prefix)?,
            };
            root.overlay(node);
        }
        // Of several files nobody knows any more which one said it.
        let blame = |error: SettingsError| match &*files {
            [file] => error.in_file(file),
            _ => error,
        };
        refuse_nameless(&root).map_err(blame)?;
        let settings = Settings::deserialize(root).map_err(|flaw| blame(flaw.into_error()))?;
        Ok(settings.surrounded_by(self.environment, folder))
    }
}

/// Of these kinds there can be several, each with a name of its own, which is easily left out.
fn refuse_nameless(root: &Node) -> Result<(), SettingsError> {
    let table = |node: &Node, key: &str| match node {
        Node::Table(table) => table.get(key).cloned(),
        _ => None,
    };
    let Some(providers) = table(root, "providers") else {
        return Ok(());
    };
    for kind in crate::provider::NAMED {
        let Some(Node::Table(named)) = table(&providers, kind) else {
            continue;
        };
        let value = named
            .iter()
            .find(|(_, node)| !matches!(node, Node::Table(_) | Node::Null));
        if let Some((key, node)) = value {
            let key = key.escape_debug();
            let said = format!(
                " is no table: there can be several of this kind, each with a name; write \
                 providers.{kind}.NAME.{key}"
            );
            let path = format!("providers.{kind}.{key}");
            let error = SettingsError::new(SettingsErrorKind::Invalid, path, said);
            return Err(error.by_variable(node.variable().map(str::to_owned)));
        }
    }
    Ok(())
}

fn of_file(path: &Path) -> Result<Node, SettingsError> {
    let refuse = |said: String| SettingsError::unreadable(said).in_file(path);
    let read: fn(&str) -> Result<Node, SettingsError> =
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("json") => text::json,
            Some("toml") => text::toml,
            _ => {
                return Err(refuse(
                    "call the file .toml or .json, so that it is known what it is".into(),
                ));
            }
        };
    let mut content = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut content))
        .map_err(|error| refuse("the settings cannot be read".into()).with_source(error))?;
    if content.len() as u64 > MAX_BYTES {
        return Err(refuse(
            "the file is longer than 1 MiB: no settings are".into(),
        ));
    }
    let content = String::from_utf8(content).map_err(|_| refuse("the file is no UTF-8".into()))?;
    read(&content).map_err(|error| error.in_file(path))
}

impl std::fmt::Debug for Layer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            // What stands in a text may be a secret in the wrong place.
            Self::Json(_) => f.write_str("Json(..)"),
            Self::Toml(_) => f.write_str("Toml(..)"),
            Self::Variables(prefix) => f.debug_tuple("Variables").field(prefix).finish(),
        }
    }
}

/// No settings are longer.
const MAX_BYTES: u64 = 1024 * 1024;
