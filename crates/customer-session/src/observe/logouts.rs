//! What became of logout tokens.

use super::{chain::Chain, seldom::Seldom};
use crate::{clock::Clock, endpoint::logout::Refusal};

/// Somebody was signed out by the issuer.
pub(crate) fn logout_taken(provider: &str, first: bool) {
    event!(debug, provider, first, "logout token taken");
}

/// Watches the refusals of one endpoint, to which anybody can send anything.
#[derive(Debug, Default)]
pub(crate) struct LogoutRefusals {
    invalid: Seldom,
}

impl LogoutRefusals {
    /// A request was refused.
    pub(crate) fn refused(&self, provider: &str, refusal: &Refusal, clock: &dyn Clock) {
        let cause = refusal.cause().map(|cause| Chain(cause).to_string());
        match refusal {
            Refusal::Form | Refusal::Method => {
                event!(
                    debug,
                    provider,
                    "request to a logout endpoint holds no logout token"
                );
            }
            Refusal::Token(_) => {
                event!(debug, provider, cause, "logout token refused");
                if let Some(unsaid) = self.invalid.may_say(clock.monotonic()) {
                    event!(
                        warn,
                        provider,
                        cause,
                        unsaid,
                        "logout tokens refused; if they are the issuer's, set its audience, its algorithms and the clock right"
                    );
                }
            }
            Refusal::Unfit(flaw) => {
                event!(
                    error,
                    provider,
                    flaw,
                    "logout token refused: signed by the issuer, and no logout token"
                );
            }
            Refusal::NotApplied(_) | Refusal::Unknown(_) => {
                event!(
                    error,
                    provider,
                    cause,
                    "logout not carried out: the issuer is asked to send it again"
                );
            }
        }
    }
}
