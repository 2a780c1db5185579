//! What became of deliveries.

use super::chain::Chain;
use crate::endpoint::webhook::{Event, Refusal};

/// A delivery of a webhook was taken.
pub(crate) fn delivery_taken(sender: &str, event: &Event, first: bool) {
    counted(sender, if first { "applied" } else { "repeated" });
    let (kind, changes) = (&event.kind, event.changes.len());
    event!(debug, sender, ?kind, changes, first, "webhook taken");
}

/// A delivery of a webhook was refused.
pub(crate) fn delivery_refused(sender: &str, refusal: &Refusal) {
    counted(sender, outcome(refusal));
    let cause = refusal.cause().map(|cause| Chain(cause).to_string());
    match refusal {
        // Anybody can send these.
        Refusal::Method | Refusal::Unsigned => {
            event!(debug, sender, "request to a webhook is no delivery");
        }
        Refusal::Untimely => {
            event!(
                warn,
                sender,
                "webhook refused: signed too long ago or too far ahead; if it is the sender's, set the clock right"
            );
        }
        Refusal::Forged => {
            event!(
                warn,
                sender,
                "webhook refused: no secret fits its signature; if it is the sender's, set its secret"
            );
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
