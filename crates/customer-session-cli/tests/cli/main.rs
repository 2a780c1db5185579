//! The command as its users see it: arguments and stdin, stdout and exit codes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod command;
mod configured;
mod discretion;
mod fake_introspection;
mod fake_polar;
mod fake_stripe;
mod introspection;
mod minting;
mod output;
mod polar;
mod reasons;
mod sources;
mod stdin;
mod transcripts;
mod usage;
