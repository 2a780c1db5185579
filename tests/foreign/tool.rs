//! A foreign program that answers questions, one line each.

use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader, Lines, Write},
    path::{Path, PathBuf},
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::{LazyLock, Mutex, PoisonError},
};

use serde_json::Value;

/// A program that is started with the first question, and ends with the tests.
pub(crate) struct Tool(LazyLock<Mutex<Pipes>>);

struct Pipes {
    answers: Lines<BufReader<ChildStdout>>,
    questions: ChildStdin,
}

impl Tool {
    /// Python, with the newest libraries.
    pub(crate) fn python() -> &'static Self {
        static TOOL: Tool = Tool::new(|| start("python/bin/python", "driver.py"));
        &TOOL
    }

    /// Python, with libraries that are no longer the newest.
    pub(crate) fn python_old() -> &'static Self {
        static TOOL: Tool = Tool::new(|| start("python-old/bin/python", "driver.py"));
        &TOOL
    }

    /// Node, with the newest libraries.
    pub(crate) fn node() -> &'static Self {
        static TOOL: Tool = Tool::new(|| start("npm/node_modules/.bin/node", "driver.cjs"));
        &TOOL
    }

    /// Asks; what it writes to standard error is seen beside the test's own output.
    pub(crate) fn ask(&self, question: &Value) -> Value {
        let mut pipes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = writeln!(pipes.questions, "{question}");
        let answer = asked.ok().and_then(|()| pipes.answers.next());
        let answer = answer.unwrap_or_else(|| panic!("the driver ended: {question}"));
        serde_json::from_str(&answer.unwrap()).unwrap()
    }

    const fn new(start: fn() -> Mutex<Pipes>) -> Self {
        Self(LazyLock::new(start))
    }
}

fn start(program: &str, driver: &str) -> Mutex<Pipes> {
    let tools = directory();
    let program = tools.join(program);
    let mut child = Command::new(&program)
        .arg(Path::new(DRIVERS).join(driver))
        .env("NODE_PATH", tools.join("npm/node_modules"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("`{}`: {error}; {MEND}", program.display()));
    let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        unreachable!("both are piped")
    };
    Mutex::new(Pipes {
        answers: BufReader::new(answers).lines(),
        questions,
    })
}

fn directory() -> PathBuf {
    let directory: Option<OsString> = env::var_os(VARIABLE);
    directory.map_or_else(|| panic!("`{VARIABLE}` is not set; {MEND}"), PathBuf::from)
}

const DRIVERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/foreign/drivers");
const MEND: &str = "run `cargo xtask test`, which installs the vendors' libraries and says where";
const VARIABLE: &str = "CUSTOMER_SESSION_FOREIGN_TOOLS";
