//! Sessions that are signed here: verified by the cryptographic library alone, and never by the
//! code that verifies sessions, which could share a fault with the code that signs them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod canary;
mod documents;
mod exchange;
mod fetched;
mod keys;
mod logout;
mod minting;
mod rotation;
mod together;
mod world;
