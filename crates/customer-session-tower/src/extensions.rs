//! Step 5: the verdict goes into the request's extensions.

use customer_session::{Customer, engine::Verdict, session::Anonymous};
use http::Extensions;

/// Installs a verdict, in place of whatever an outer layer installed: the inner one decides anew.
#[inline]
pub(crate) fn install(extensions: &mut Extensions, verdict: Verdict) {
    match verdict {
        Verdict::Verified(session) => {
            // Hardly ever there, and to look is cheaper than to remove.
            if extensions.get::<Anonymous>().is_some() {
                extensions.remove::<Anonymous>();
            }
            extensions.insert(session.into_customer());
        }
        Verdict::Anonymous(anonymous) => install_nobody(extensions, Some(anonymous)),
        // A rejected request goes nowhere; should it, it must not go with an identity.
        Verdict::Rejected(_) => install_nobody(extensions, None),
    }
}

#[cold]
fn install_nobody(extensions: &mut Extensions, anonymous: Option<Anonymous>) {
    extensions.remove::<Customer>();
    if let Some(anonymous) = anonymous {
        extensions.insert(anonymous);
    }
}
