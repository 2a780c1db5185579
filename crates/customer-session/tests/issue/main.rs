//! Sessions that are signed here: verified by the cryptographic library alone, and never by the
//! code that verifies sessions, which could share a fault with the code that signs them.

mod canary;
mod documents;
mod exchange;
mod keys;
mod logout;
mod minting;
mod rotation;
mod world;
