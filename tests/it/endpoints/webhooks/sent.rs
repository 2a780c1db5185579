//! Deliveries as requests that go through every adapter.

use super::{Sent, Signed};

impl Signed {
    pub(super) fn sent(&self) -> Sent {
        let sent = Sent::post().piece(self.body.clone());
        self.headers.iter().fold(sent, |sent, (name, value)| {
            sent.header(name, value.as_str())
        })
    }
}
