//! How sessions end: by time, by revocation, with their customer, with the store.

mod over;
mod repeated;
mod revoked;
mod stored;
