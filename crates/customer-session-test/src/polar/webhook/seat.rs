//! Seats, which a team gives to its members.

use serde_json::{Value, json};

use crate::polar::{
    time::Moment,
    world::{MemberRow, random_id},
};

/// What happens to a seat.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SeatEvent {
    /// The seat is offered to the member: `customer_seat.assigned`.
    Assigned,
    /// The member takes it: `customer_seat.claimed`.
    Claimed,
    /// The seat is taken away: `customer_seat.revoked`.
    Revoked,
}

impl SeatEvent {
    /// The type of the event.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Assigned => "customer_seat.assigned",
            Self::Claimed => "customer_seat.claimed",
            Self::Revoked => "customer_seat.revoked",
        }
    }
}

/// The seat of a member.
#[derive(Clone, Debug)]
pub(in crate::polar) struct SeatRow {
    id: String,
    subscription_id: String,
    created_at: Moment,
    modified_at: Option<Moment>,
    status: &'static str,
    claimed_at: Option<Moment>,
    revoked_at: Option<Moment>,
}

impl SeatRow {
    /// A seat that nobody has taken yet.
    pub(super) fn new(now: Moment) -> Self {
        Self {
            id: random_id(),
            subscription_id: random_id(),
            created_at: now,
            modified_at: None,
            status: "pending",
            claimed_at: None,
            revoked_at: None,
        }
    }

    /// Notes what happened; the times of what is undone are taken back.
    pub(super) fn note(&mut self, event: SeatEvent, now: Moment) {
        (self.status, self.claimed_at, self.revoked_at) = match event {
            SeatEvent::Assigned => ("pending", None, None),
            SeatEvent::Claimed => ("claimed", Some(now), None),
            SeatEvent::Revoked => ("revoked", self.claimed_at, Some(now)),
        };
        self.modified_at = Some(now);
    }

    /// The seat as events show it, with its member inside.
    pub(super) fn shown(&self, member: &MemberRow, shown_member: Value) -> Value {
        let printed = |moment: Option<Moment>| moment.map(Moment::rfc3339);
        json!({
            "created_at": self.created_at.rfc3339(),
            "modified_at": printed(self.modified_at),
            "id": self.id,
            "subscription_id": self.subscription_id,
            "order_id": null,
            "status": self.status,
            "customer_id": member.customer_id,
            "member_id": member.id,
            "member": shown_member,
            "email": member.email,
            "customer_email": member.email,
            "invitation_token_expires_at": null,
            "claimed_at": printed(self.claimed_at),
            "revoked_at": printed(self.revoked_at),
            "seat_metadata": null,
        })
    }
}
