//! The command `customer-session`.

mod args;
mod discretion;
mod exit;
mod fake;
mod input;
mod mint;
mod report;
mod runtime;
mod usage;
mod verify;

use std::process::ExitCode;

use self::{
    args::{Command, Fake, Mint},
    discretion::Discretion,
    exit::{Exit, Failure},
};

/// Runs the command with the arguments of this process, and says how it went.
#[must_use]
pub fn main() -> ExitCode {
    let mut discretion = Discretion::new(std::env::args_os().skip(1));
    let command = match usage::parse(&mut discretion) {
        Ok(command) => command,
        Err(exit) => return exit.into(),
    };
    match run(command) {
        Ok(exit) => exit.into(),
        Err(Failure { exit, text }) => {
            if !text.is_empty() {
                eprintln!("customer-session: {}", discretion.hide(&text));
            }
            exit.into()
        }
    }
}

fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Verify(args) => verify::verify(*args),
        Command::Mint(Mint::Key(args)) => mint::key(&args),
        Command::Mint(Mint::Token(args)) => mint::token(args),
        Command::Fake(Fake::Polar(args)) => fake::polar(args),
    }
}
