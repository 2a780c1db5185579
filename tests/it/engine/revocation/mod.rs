//! Sessions that are ended before their time.

mod begun;
mod rechecked;
mod refused;
mod waiting;
mod whose;

use std::time::{Duration, SystemTime};

use customer_session::{Member, provider::SessionFacts, revoke::Sessions};

use super::World;

const HOUR: Duration = Duration::from_secs(3600);

const TICK: Duration = Duration::from_millis(1);

/// A token of Ada's whose issuer says when it was issued.
const DATED: &str = "ada-dated";

impl World {
    fn end(&self, sessions: &Sessions) {
        self.config.revocations().end(sessions).unwrap();
    }

    fn recheck(&self, sessions: &Sessions) {
        self.config.revocations().recheck(sessions).unwrap();
    }

    /// Signs Ada in with a session that was issued at this moment.
    fn sign_in_dated(&self, token: &str, issued_at: SystemTime) {
        let facts = SessionFacts::new("ada").issued_at(issued_at);
        self.issuer.sessions.yes(token, facts);
    }

    /// Signs a member of Ada's team in.
    fn sign_in_member(&self, token: &str, member: &str) {
        let facts = SessionFacts::new("ada").member(Member::new(member));
        self.issuer.sessions.yes(token, facts);
    }
}
