//! Files that are written once.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::exit::Failure;

/// Who may read a file.
#[derive(Clone, Copy)]
pub(super) enum Readers {
    /// Its owner alone (0600).
    Owner,
    /// Whomever the system lets by default.
    Usual,
}

/// A file that was not there before, and is taken away again unless it is kept.
pub(super) struct NewFile {
    file: File,
    path: PathBuf,
    kept: bool,
}

impl NewFile {
    pub(super) fn create(path: &Path, readers: Readers) -> Result<Self, Failure> {
        let mut options = OpenOptions::new();
        // Neither a file nor what a link leads to is overwritten.
        options.write(true).create_new(true);
        #[cfg(unix)]
        if let Readers::Owner = readers {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        #[cfg(not(unix))]
        let _ = readers;
        let file = options.open(path).map_err(|error| refusal(path, &error))?;
        Ok(Self {
            file,
            path: path.to_owned(),
            kept: false,
        })
    }

    pub(super) fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.file
            .write_all(text.as_bytes())
            .and_then(|()| self.file.sync_all())
            .map_err(|error| refusal(&self.path, &error))
    }

    /// Leaves it there for good.
    pub(super) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.kept {
            // It is ours and nobody's yet; whatever went wrong before is being told.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn refusal(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    Failure::usage(match error.kind() {
        io::ErrorKind::AlreadyExists => {
            format!("`{path}` is there already and is not overwritten: choose another name")
        }
        _ => format!("`{path}` cannot be written: {error}"),
    })
}
