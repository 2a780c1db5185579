//! Sessions that are signed tokens: what passes, and every way in which one does not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod algorithms;
mod arbitrary;
mod audiences;
mod configuration;
mod headers;
mod issuers;
mod judge;
mod kinds;
mod mapping;
mod mint;
mod presets;
mod shapes;
mod signatures;
mod times;
mod vectors;
