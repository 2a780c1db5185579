//! Webhooks from end to end: a fake Polar changes something, signs what it tells of it and sends it
//! over real HTTP to our endpoint, mounted in a real server of each kind. Nothing is scripted in
//! between, so that where the two read Polar's rules differently a test fails.

mod effects;
mod moments;
mod order;
mod retries;
mod signatures;
mod state;
mod world;

use super::{Sent, everywhere, present, servers};

use self::world::{Server, World, on_each_server};
