//! What became of deliveries.

use super::{chain::Chain, seldom::Seldom};
use crate::{
    clock::Clock,
    endpoint::webhook::{Event, Refusal},
};

/// A delivery was taken.
pub(crate) fn delivery_taken(sender: &str, event: &Event, first: bool) {
    counted(sender, if first { "applied" } else { "repeated" });
    let (kind, changes) = (&event.kind, event.changes.len());
    event!(debug, sender, ?kind, changes, first, "webhook taken");
}

/// Watches the refusals of one endpoint, to which anybody can send anything.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    forged: Seldom,
    untimely: Seldom,
}

impl Refusals {
    /// A delivery was refused.
    pub(crate) fn refused(&self, sender: &str, refusal: &Refusal, clock: &dyn Clock) {
        counted(sender, outcome(refusal));
        let cause = refusal.cause().map(|cause| Chain(cause).to_string());
        match refusal {
            Refusal::Method | Refusal::Unsigned => {
                event!(debug, sender, "request to a webhook is no delivery");
            }
            Refusal::Untimely => {
                event!(debug, sender, "webhook refused: untimely");
                if let Some(unsaid) = self.untimely.may_say(clock.monotonic()) {
                    event!(
                        warn,
                        sender,
                        unsaid,
                        "webhooks refused: signed too long ago or too far ahead; if they are the sender's, set the clock right"
                    );
                }
            }
            Refusal::Forged => {
                event!(debug, sender, "webhook refused: forged");
                if let Some(unsaid) = self.forged.may_say(clock.monotonic()) {
                    event!(
                        warn,
                        sender,
                        unsaid,
                        "webhooks refused: no secret fits their signature; if they are the sender's, set its secret"
                    );
                }
            }
            Refusal::Malformed(_) => {
                event!(
                    error,
                    sender,
                    cause,
                    "webhook refused: signed by the sender, and cannot be read"
                );
            }
            Refusal::NotApplied(_) => {
                event!(
                    error,
                    sender,
                    cause,
                    "webhook not applied: the sender is asked to send it again"
                );
            }
        }
    }
}

fn counted(sender: &str, outcome: &'static str) {
    count!(
        names::WEBHOOK_DELIVERIES,
        "sender" => sender.to_owned(),
        "outcome" => outcome
    );
}

const fn outcome(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Forged => "forged",
        Refusal::Malformed(_) => "malformed",
        Refusal::Method | Refusal::Unsigned => "no_delivery",
        Refusal::NotApplied(_) => "not_applied",
        Refusal::Untimely => "untimely",
    }
}
