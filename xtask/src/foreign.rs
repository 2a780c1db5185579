//! The vendors' own libraries, which tests hold ours against.

use std::{
    fs, io,
    path::{Path, PathBuf, absolute},
};

use crate::{
    run::{Outcome, program, succeeds, target_directory},
    tools,
};

/// Where [`install`] put everything: the tests look for it here.
pub(crate) const VARIABLE: &str = "CUSTOMER_SESSION_FOREIGN_TOOLS";

/// Makes sure that the libraries are there, and says where. What is there already is left alone,
/// without asking any registry.
pub(crate) fn install() -> Result<PathBuf, String> {
    tools::need_with("python3", &["-c", PYTHON_IS_WHOLE], "python3-venv")?;
    tools::need("npm", "npm")?;
    let directory = absolute(target_directory().join("foreign"))
        .map_err(|error| format!("the target directory has no absolute path: {error}"))?;
    python(&directory.join("python"), "requirements.txt")?;
    python(&directory.join("python-old"), "requirements-old.txt")?;
    javascript(&directory.join("npm"))?;
    Ok(directory)
}

/// Python packages, in an environment of their own.
fn python(environment: &Path, requirements: &str) -> Outcome {
    let interpreter = environment.join("bin/python");
    let interpreter = interpreter.to_string_lossy();
    // One whose base was upgraded or removed does not even start.
    if !succeeds(&interpreter, &["-m", "pip", "--version"]) {
        let environment = environment.to_string_lossy();
        program("python3", &["-m", "venv", "--clear", &environment])?;
    }
    program(
        &interpreter,
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
            &format!("{SOURCE}/{requirements}"),
        ],
    )
}

/// JavaScript packages, among them the Node that runs them.
fn javascript(prefix: &Path) -> Outcome {
    copy_manifests(prefix).map_err(|error| {
        let prefix = prefix.display();
        format!("`{SOURCE}/package*.json` could not be copied to `{prefix}`: {error}")
    })?;
    program(
        "npm",
        &[
            "install",
            "--prefix",
            &prefix.to_string_lossy(),
            "--no-audit",
            "--no-fund",
        ],
    )?;
    let node = prefix.join("node_modules/.bin/node");
    if succeeds(&node.to_string_lossy(), &["--version"]) {
        return Ok(());
    }
    Err(format!(
        "`{}` does not run: remove `{}`, let npm run the install script of its package `node` \
         (`npm config set ignore-scripts false`), and run this again",
        node.display(),
        prefix.display()
    ))
}

/// npm writes beside the manifest, so that it gets one outside of the sources, with the lock file by
/// which everybody has the same packages. That is made with
/// `npm install --package-lock-only --omit-lockfile-registry-resolved`.
fn copy_manifests(prefix: &Path) -> io::Result<()> {
    fs::create_dir_all(prefix)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(Path::new(SOURCE).join(name), prefix.join(name))?;
    }
    Ok(())
}

const SOURCE: &str = "tests/foreign";

/// Debian ships the module that environments are made with apart.
const PYTHON_IS_WHOLE: &str = "import ensurepip, sys; sys.exit(sys.version_info < (3, 11))";
