//! A foreign program that answers questions, one line each.

use std::{
    env,
    io::{BufRead, BufReader, Lines, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{LazyLock, Mutex, PoisonError},
};

use serde_json::Value;

/// A program that is started with the first question, and ends with the tests.
pub(crate) struct Tool(LazyLock<Mutex<Process>>);

struct Process {
    answers: Lines<BufReader<ChildStdout>>,
    child: Child,
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

    /// An OAuth server, in a process of the test's own.
    pub(crate) const fn oauth() -> Self {
        Self::new(|| start("npm/node_modules/.bin/node", "oidc.cjs"))
    }

    /// Another OAuth server, in Python, in a process of the test's own.
    pub(crate) const fn oauth_python() -> Self {
        Self::new(|| start("python/bin/python", "oauth.py"))
    }

    /// Asks; what it writes to standard error is seen beside the test's own output.
    pub(crate) fn ask(&self, question: &Value) -> Value {
        let mut process = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = writeln!(process.questions, "{question}");
        let Some(answer) = asked.ok().and_then(|()| process.answers.next()) else {
            let status = process.child.wait().unwrap();
            panic!("the driver ended with {status} when it was asked {question}")
        };
        serde_json::from_str(&answer.unwrap()).unwrap()
    }

    const fn new(start: fn() -> Mutex<Process>) -> Self {
        Self(LazyLock::new(start))
    }
}

fn start(program: &str, driver: &str) -> Mutex<Process> {
    let tools = directory();
    let program = tools.join(program);
    let mut child = Command::new(&program)
        .arg(Path::new(DRIVERS).join(driver))
        .env("NODE_PATH", tools.join("npm/node_modules"))
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("`{}`: {error}; {MEND}", program.display()));
    let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        unreachable!("both are piped")
    };
    Mutex::new(Process {
        answers: BufReader::new(answers).lines(),
        child,
        questions,
    })
}

fn directory() -> PathBuf {
    env::var_os(VARIABLE).map_or_else(|| panic!("`{VARIABLE}` is not set; {MEND}"), PathBuf::from)
}

const DRIVERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/foreign/drivers");
const MEND: &str = "run `cargo xtask test`, which installs the vendors' libraries and says where";
const VARIABLE: &str = "CUSTOMER_SESSION_FOREIGN_TOOLS";
