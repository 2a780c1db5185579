//! Runs a shop as a newcomer does: as a process, on a port of its own.

use std::process::{ExitStatus, Stdio};

use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

/// A running shop; killed when dropped.
pub(crate) struct Running {
    pub(crate) address: String,
    /// What it printed.
    pub(crate) lines: Vec<String>,
    process: Child,
    /// Kept open: a process that prints into a closed pipe ends.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts it and waits for the end of its greeting.
    pub(crate) async fn start(program: &str) -> Self {
        let mut process = Command::new(program)
            .env("PORT", "0")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("cargo built it");
        let mut output = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let mut lines = Vec::new();
        while let Ok(Some(line)) = output.next_line().await {
            let is_last = line.contains("Ctrl-C");
            lines.push(line);
            if is_last {
                break;
            }
        }
        let mut running = Self {
            address: String::new(),
            lines,
            process,
            _output: output,
        };
        running.address = running.assigned("SHOP");
        running
    }

    /// What is assigned to a variable of the shell.
    pub(crate) fn assigned(&self, name: &str) -> String {
        let mut assignments = self.lines.iter().filter_map(|line| line.split_once('='));
        let found = assignments.find(|(variable, _)| *variable == name);
        found.expect("it is printed").1.to_owned()
    }

    /// Presses Ctrl-C, and waits for the end.
    pub(crate) async fn interrupt(mut self) -> ExitStatus {
        let id = self.process.id().expect("it runs").to_string();
        let kill = Command::new("kill").args(["-INT", &id]).status().await;
        assert!(kill.expect("it is installed").success());
        self.process.wait().await.expect("it ends")
    }
}
