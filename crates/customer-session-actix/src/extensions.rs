//! Step 5: the verdict goes into the request's extensions.

use actix_web::{HttpMessage, dev::ServiceRequest};
use customer_session::{Customer, engine::Verdict, session::Anonymous};

/// Installs a verdict, in place of whatever an outer middleware installed: the inner one decides
/// anew.
pub(crate) fn install(request: &ServiceRequest, verdict: Verdict) {
    let mut extensions = request.extensions_mut();
    match verdict {
        Verdict::Verified(session) => {
            extensions.remove::<Anonymous>();
            extensions.insert(session.into_customer());
        }
        Verdict::Anonymous(anonymous) => {
            extensions.remove::<Customer>();
            extensions.insert(anonymous);
        }
        // A rejected request goes nowhere; should it, it must not go with an identity.
        Verdict::Rejected(_) => {
            extensions.remove::<Customer>();
        }
    }
}
