//! What was ended, or is asked about again.

use crate::revoke::RevocationError;

/// Sessions were ended before their time.
pub(crate) fn sessions_ended(kind: &'static str) {
    count!(names::REVOCATIONS, "kind" => kind);
    event!(info, kind, "sessions ended");
}

/// What is remembered of sessions, or of a customer, is asked for again.
pub(crate) fn rechecked(kind: &'static str) {
    event!(debug, kind, "answers are asked for again");
}

/// A customer who was not ours may be ours now.
pub(crate) fn denial_forgotten(provider: &str) {
    event!(debug, provider, "denial of a customer forgotten");
}

/// Sessions could not be ended, since too many revocations are remembered.
pub(crate) fn revocations_full(error: &RevocationError) {
    event!(error, %error, "sessions could not be ended");
}
