//! Tokens on stdin: one per line, answered in order and one by one.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{ChildStdout, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::{
    command::{command, feed, run_in},
    minting::mint,
};

/// A folder with a key set, and a token that it fits.
fn good(folder: &Path) -> String {
    let made = run_in(
        folder,
        &["mint", "key", "--out", "key.pem", "--jwks-out", "jwks.json"],
    );
    assert_eq!(made.code, Some(0), "{made:?}");
    mint(folder, &[])
}

#[test]
fn lines_are_answered_in_order_good_bad_and_empty_ones() {
    let folder = tempfile::tempdir().unwrap();
    let good = good(folder.path());
    let bad = good.replace('.', "");
    let huge = "a".repeat(10 * 1024 * 1024);
    let mut command = command(["verify", "--json", "--jwks", "jwks.json", "-"]);

    let ran = feed(
        command.current_dir(folder.path()),
        format!("{good}\r\n\n{bad}\n\r\n{huge}\nBearer {good}\n\u{fffd}\n{good}").as_bytes(),
    );

    assert_eq!(
        ran.verdicts(),
        [
            "accepted",
            "token_missing",
            "token_malformed",
            "token_missing",
            "token_too_long",
            "credentials_malformed",
            "credentials_malformed",
            "accepted",
        ]
    );
    assert_eq!((ran.code, &*ran.stderr), (Some(1), ""));
}

#[test]
fn bytes_that_are_no_text_are_one_bad_token() {
    let folder = tempfile::tempdir().unwrap();
    let good = good(folder.path());
    let mut stdin = b"\xff\xfe\0\n".to_vec();
    stdin.extend(good.as_bytes());
    let mut command = command(["verify", "--json", "--jwks", "jwks.json", "-"]);

    let ran = feed(command.current_dir(folder.path()), &stdin);

    assert_eq!(ran.verdicts(), ["credentials_malformed", "accepted"]);
}

#[test]
fn only_good_ones_end_with_0_and_people_see_which_line_is_which() {
    let folder = tempfile::tempdir().unwrap();
    let good = good(folder.path());
    let mut command = command(["verify", "--jwks", "jwks.json", "-"]);

    let ran = feed(
        command.current_dir(folder.path()),
        format!("{good}\n{good}\n").as_bytes(),
    );

    assert_eq!(ran.code, Some(0), "{ran:?}");
    let verdicts: Vec<_> = ran
        .stdout
        .lines()
        .filter(|line| !line.starts_with(' '))
        .collect();
    assert_eq!(
        verdicts,
        [
            "note: any issuer is taken; name yours with --issuer",
            "note: any audience is taken; name yours with --audience",
            "1: accepted",
            "2: accepted",
        ]
    );
}

#[test]
fn a_line_is_answered_before_the_next_one_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let good = good(folder.path());
    for flag in ["--json", "--issuer=https://shop.example"] {
        let mut child = command(["verify", flag, "--jwks", "jwks.json", "-"])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let answers = verdicts(child.stdout.take().unwrap());

        for (token, word) in [
            (&*good, "accepted"),
            ("", "token_missing"),
            (&good, "accepted"),
        ] {
            writeln!(stdin, "{token}").unwrap();
            let answer = answers.recv_timeout(PATIENCE).unwrap();
            assert!(answer.contains(word), "{answer}");
        }

        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(1));
    }
}

/// The lines of the output that hold verdicts, as they come.
fn verdicts(stdout: ChildStdout) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    let lines = BufReader::new(stdout).lines().map(Result::unwrap);
    thread::spawn(move || {
        lines
            .filter(|line| line.contains("accepted") || line.contains("rejected"))
            .try_for_each(|line| sender.send(line))
    });
    receiver
}

/// Only a command that never answers takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn no_line_at_all_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    good(folder.path());

    let ran = run_in(folder.path(), &["verify", "--jwks", "jwks.json", "-"]);

    assert_eq!((ran.code, &*ran.stdout), (Some(2), ""));
    assert!(ran.stderr.contains("no token on stdin"), "{}", ran.stderr);
}

#[test]
fn whoever_reads_no_further_ends_the_command_without_noise() {
    let folder = tempfile::tempdir().unwrap();
    let good = good(folder.path());
    let mut child = command(["verify", "--json", "--jwks", "jwks.json", "-"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    writeln!(child.stdin.take().unwrap(), "{good}").unwrap();

    let ended = child.wait_with_output().unwrap();

    assert_eq!(ended.status.code(), Some(3));
    assert_eq!(ended.stderr, b"");
}
