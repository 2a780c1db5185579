//! Sessions that are signed tokens: their issuer's keys, seen through requests.
//!
//! The issuer is a real server on a loopback port. Time is a clock that stands still until it is moved; only connections that would
//! wait for ever end by a short timeout in real time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod builder;
mod discovery;
mod emptied;
mod end;
mod first;
mod hostile;
mod lost;
mod outage;
mod patience;
mod refresh;
mod rotation;
mod several;
mod suspended;
mod unknown;
mod world;

use self::world::World;
