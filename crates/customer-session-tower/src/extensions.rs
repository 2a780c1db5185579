//! Step 5: the verdict goes into the request's extensions.

use customer_session::{Customer, VerifiedSession, engine::Verdict, session::Anonymous};
use http::Extensions;

/// Installs a verdict, in place of whatever an outer layer installed: the inner one decides anew.
pub(crate) fn install(extensions: &mut Extensions, verdict: Verdict) {
    match verdict {
        Verdict::Verified(session) => {
            extensions.remove::<Anonymous>();
            extensions.insert(session.customer().clone());
            extensions.insert(session);
        }
        Verdict::Anonymous(anonymous) => {
            forget(extensions);
            extensions.insert(anonymous);
        }
        // A rejected request goes nowhere; should it, it must not go with an identity.
        Verdict::Rejected(_) => forget(extensions),
    }
}

fn forget(extensions: &mut Extensions) {
    extensions.remove::<Customer>();
    extensions.remove::<VerifiedSession>();
}
