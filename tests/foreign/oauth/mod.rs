//! Signed tokens of a real OAuth server: what it signs we take, by keys that we find ourselves.

mod algorithms;
mod rotation;
mod server;

use super::{Tool, now};

use self::server::Server;
