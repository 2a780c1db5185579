//! The commands that the documentation shows, run one after the other, say what it shows.

use std::{
    env,
    path::Path,
    process::{Command, Output},
};

use crate::{command::BINARY, fake_introspection::FakeIntrospection, fake_polar::FakePolar};

const DOCUMENTATION: &str = include_str!("../../src/lib.rs");

/// A command, and what it prints; `…` stands for anything within a line.
struct Step {
    command: String,
    prints: Vec<String>,
}

fn steps() -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut within = false;
    for line in DOCUMENTATION.lines() {
        let Some(line) = line.strip_prefix("//!") else {
            continue;
        };
        let line = line.strip_prefix(' ').unwrap_or(line);
        if line.starts_with("```") {
            within = line == "```console";
        } else if let (true, Some(command)) = (within, line.strip_prefix("$ ")) {
            steps.push(Step {
                command: command.to_owned(),
                prints: Vec::new(),
            });
        } else if within {
            steps.last_mut().unwrap().prints.push(line.to_owned());
        }
    }
    steps
}

fn run(command: &str, folder: &Path, polar: &FakePolar, oauth: &FakeIntrospection) -> Output {
    let introspects = command.contains("http://127.0.0.1:4012");
    let exports = if introspects {
        &oauth.exports
    } else {
        &polar.exports
    };
    let url = oauth.export("INTROSPECTION_URL");
    let command = command
        .replace("http://127.0.0.1:4010", polar.export("POLAR_SERVER"))
        .replace("http://127.0.0.1:4012/introspect", url);
    let binaries = Path::new(BINARY).parent().unwrap();
    let path = env::join_paths(
        [binaries.to_owned()]
            .into_iter()
            .chain(env::split_paths(&env::var_os("PATH").unwrap())),
    );
    Command::new("sh")
        .args(["-c", &format!("{command} 2>&1")])
        .current_dir(folder)
        .env("PATH", path.unwrap())
        .envs(exports)
        .output()
        .unwrap()
}

/// Whether the parts between the dots follow one another.
fn fits(shown: &str, printed: &str) -> bool {
    let mut parts = shown.split('…');
    let Some(mut rest) = parts.next().and_then(|first| printed.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some((_, behind)) = rest.split_once(part) else {
            return false;
        };
        rest = behind;
    }
    rest.ends_with(last)
}

#[test]
fn the_documentation_shows_what_happens() {
    let folder = tempfile::tempdir().unwrap();
    let (polar, oauth) = (FakePolar::start(), FakeIntrospection::start());
    let steps = steps();
    assert!(steps.len() >= 7, "{} steps", steps.len());
    for Step { command, prints } in steps {
        let output = run(&command, folder.path(), &polar, &oauth);

        let printed = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<_> = printed.lines().collect();
        assert_eq!(lines.len(), prints.len(), "{command}\n{printed}");
        for (shown, line) in prints.iter().zip(lines) {
            assert!(fits(shown, line), "{command}\n{shown}\n{line}");
        }
    }
}

#[test]
fn dots_stand_for_anything_and_nothing_else_does() {
    assert!(
        fits("a … c", "a b c") && fits("abc", "abc") && fits("…", "") && fits("a…b…c", "a1b2c")
    );
    assert!(!fits("a … c", "a b") && !fits("abc", "abcd") && !fits("a…b…c", "a1c"));
}
