//! Tokens of a real OAuth server: what it signs we take, by keys that we find ourselves; and about
//! those that say nothing we ask it.

mod algorithms;
mod assertion;
mod discovery;
mod django;
mod opaque;
mod rotation;
mod server;
mod signed;

use super::{Tool, now};

use self::server::Server;
