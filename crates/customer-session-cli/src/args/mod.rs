//! What can be asked for on the command line.

mod fake;
mod mint;
mod verify;

use clap::{Parser, Subcommand};

pub(crate) use self::{
    fake::{Fake, IntrospectionFake, PolarFake, StripeFake},
    mint::{Mint, MintKey, MintToken},
    verify::{
        ClientAuthentication, Introspected, PolarArgs, PolarServer, Signed, Source, Types, Verify,
    },
};

/// Customer sessions on the command line
#[derive(Parser)]
#[command(name = "customer-session", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Verify(Box<Verify>),
    /// Make keys and tokens for development
    #[command(subcommand)]
    Mint(Mint),
    /// Run a fake issuer on this machine
    #[command(subcommand)]
    Fake(Fake),
}
