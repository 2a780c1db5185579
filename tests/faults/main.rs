//! An issuer that misbehaves, over real sockets, before a real application.
//!
//! A customer's request goes over a socket to an axum application, from there through the layer and
//! Polar's provider to reqwest, and over another socket to an issuer in trouble. Each
//! [case](case::Case) says what the customer is told, what the operator reads, how many calls it
//! took and what ends the wait; and that a session which is remembered does not notice.
//!
//! The cases are the table in the manual's chapter on outages: see [`table`]. Beside them stands
//! what more than one failure leads to: [`suspended`], [`waits`] and [`retries`]; and what answers in
//! place of the keys of an issuer of signed tokens: [`keys`].
//!
//! The configuration's clock stands still until a test moves it. Only the transport's timeouts,
//! which belong to sockets, pass in real time.

mod answers;
mod app;
mod broken;
mod case;
mod connections;
mod keys;
mod line;
mod own;
mod retries;
mod rogue;
mod suspended;
mod table;
mod tls;
mod waits;
mod world;
