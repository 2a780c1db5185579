//! Issuers that create sessions and look none up: their answer is read, registered, and found again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod paddle;
