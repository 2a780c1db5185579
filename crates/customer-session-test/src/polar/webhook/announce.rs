//! Which changes are told of, and how.

use serde_json::Value;

use super::{
    envelope::Occurrence,
    seat::{SeatEvent, SeatRow},
};
use crate::polar::{
    time::Moment,
    world::{MemberRow, World},
};

/// What happened to a customer or a member.
#[derive(Clone, Copy, Debug)]
pub(in crate::polar) enum Change {
    Created,
    Deleted,
    Updated,
}

impl World {
    /// Tells of a customer, and then of its state.
    pub(in crate::polar) fn announce_customer(&self, id: &str, change: Change, now: Moment) {
        let Some(row) = self.customers.get(id) else {
            return;
        };
        let kind = match change {
            Change::Created => "customer.created",
            Change::Deleted => "customer.deleted",
            Change::Updated => "customer.updated",
        };
        let organization = &row.organization_id;
        self.announce(organization, kind, now, || self.merchant_customer(row));
        self.announce_state(id, now);
    }

    /// Tells of a customer's state.
    pub(in crate::polar) fn announce_state(&self, id: &str, now: Moment) {
        if let Some(row) = self.customers.get(id) {
            self.announce(&row.organization_id, "customer.state_changed", now, || {
                self.customer_state(row)
            });
        }
    }

    /// Tells of a member.
    pub(in crate::polar) fn announce_member(&self, id: &str, change: Change, now: Moment) {
        let kind = match change {
            Change::Created => "member.created",
            Change::Deleted => "member.deleted",
            Change::Updated => "member.updated",
        };
        if let Some(row) = self.members.get(id) {
            self.announce_of_member(row, kind, now, || self.webhook_member(row));
        }
    }

    /// Changes the seat of a member, which gets one if it has none, and tells of it.
    pub(in crate::polar) fn change_seat(&mut self, member_id: &str, event: SeatEvent, now: Moment) {
        let Some(row) = self.members.get_mut(member_id) else {
            return;
        };
        let seat = row.seat.get_or_insert_with(|| SeatRow::new(now));
        seat.note(event, now);
        let seat = seat.clone();
        if let Some(row) = self.members.get(member_id) {
            self.announce_of_member(row, event.kind(), now, || {
                seat.shown(row, self.webhook_member(row))
            });
        }
    }

    /// Tells of anything; the data is made only if somebody listens.
    pub(in crate::polar) fn announce(
        &self,
        organization_id: &str,
        kind: &str,
        at: Moment,
        data: impl FnOnce() -> Value,
    ) {
        if self.outbox.is_listened_to(organization_id) {
            let data = &data();
            self.outbox
                .push(organization_id, &Occurrence { kind, at, data });
        }
    }

    /// Members belong to an organization through their customer only.
    fn announce_of_member(
        &self,
        row: &MemberRow,
        kind: &str,
        now: Moment,
        data: impl FnOnce() -> Value,
    ) {
        if let Some(customer) = self.customers.get(&row.customer_id) {
            self.announce(&customer.organization_id, kind, now, data);
        }
    }
}
