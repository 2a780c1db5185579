//! What Polar tells, reduced to ids.

use customer_session::endpoint::webhook::{Change, Event, MalformedEvent};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::value::RawValue;

/// The envelope, in Polar's format *Raw*. Newer servers add fields, which are not looked at.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Customer {
    #[serde(default)]
    deleted_at: Option<IgnoredAny>,
    id: String,
}

#[derive(Deserialize)]
struct Member {
    id: String,
}

#[derive(Deserialize)]
struct NewMember {
    customer_id: String,
}

#[derive(Deserialize)]
struct Seat {
    #[serde(default)]
    customer_id: Option<String>,
    #[serde(default)]
    member_id: Option<String>,
}

/// Reads the event with this id. Data is looked at only where an event means something here, so that
/// a change of other data breaks nothing.
pub(super) fn read(id: &str, body: &[u8]) -> Result<Event, MalformedEvent> {
    let envelope: Envelope<'_> = serde_json::from_slice(body)?;
    let event = Event::new(id, &envelope.kind)?;
    match changes(&envelope)? {
        Some(change) => event.with(change),
        None => Ok(event),
    }
}

fn changes(envelope: &Envelope<'_>) -> Result<Option<Change>, MalformedEvent> {
    let data = envelope.data;
    Ok(Some(match &*envelope.kind {
        "customer.created" => Change::CustomerAppeared(of::<Customer>(data)?.id),
        "customer.updated" => Change::CustomerChanged(of::<Customer>(data)?.id),
        "customer.deleted" => Change::CustomerGone(of::<Customer>(data)?.id),
        "customer.state_changed" => {
            let customer: Customer = of(data)?;
            match customer.deleted_at {
                None => Change::CustomerChanged(customer.id),
                Some(_) => Change::CustomerGone(customer.id),
            }
        }
        "member.created" => Change::CustomerAppeared(of::<NewMember>(data)?.customer_id),
        "member.updated" => Change::MemberChanged(of::<Member>(data)?.id),
        "member.deleted" => Change::MemberGone(of::<Member>(data)?.id),
        "customer_seat.assigned" | "customer_seat.claimed" => {
            return Ok(of_seat(of(data)?, Change::MemberChanged));
        }
        "customer_seat.revoked" => return Ok(of_seat(of(data)?, Change::MemberGone)),
        _ => return Ok(None),
    }))
}

/// A seat that was offered and not taken names no member.
fn of_seat(seat: Seat, of_member: fn(String) -> Change) -> Option<Change> {
    let member = seat.member_id.map(of_member);
    member.or_else(|| seat.customer_id.map(Change::CustomerChanged))
}

fn of<T: DeserializeOwned>(data: Option<&RawValue>) -> Result<T, MalformedEvent> {
    let data = data.ok_or(MalformedEvent::new("there is no `data`"))?;
    Ok(serde_json::from_str(data.get())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str) -> Vec<Change> {
        read("e1", body.as_bytes()).unwrap().changes
    }

    #[test]
    fn every_event_that_means_something_becomes_its_change() {
        let customer = r#"{"id":"c1","deleted_at":null,"email":"ada@shop.example"}"#;
        let member = r#"{"id":"m1","customer_id":"c1","role":"owner"}"#;
        let seat = r#"{"id":"s1","customer_id":"c1","member_id":"m1","status":"claimed"}"#;
        let (c1, m1) = (|| "c1".to_owned(), || "m1".to_owned());
        for (kind, data, change) in [
            ("customer.created", customer, Change::CustomerAppeared(c1())),
            ("customer.updated", customer, Change::CustomerChanged(c1())),
            ("customer.deleted", customer, Change::CustomerGone(c1())),
            (
                "customer.state_changed",
                customer,
                Change::CustomerChanged(c1()),
            ),
            ("member.created", member, Change::CustomerAppeared(c1())),
            ("member.updated", member, Change::MemberChanged(m1())),
            ("member.deleted", member, Change::MemberGone(m1())),
            ("customer_seat.assigned", seat, Change::MemberChanged(m1())),
            ("customer_seat.claimed", seat, Change::MemberChanged(m1())),
            ("customer_seat.revoked", seat, Change::MemberGone(m1())),
        ] {
            let body =
                format!(r#"{{"type":"{kind}","timestamp":"2026-11-21T00:00:00Z","data":{data}}}"#);

            assert_eq!(told(&body), [change], "{kind}");
        }
    }

    #[test]
    fn a_state_change_of_a_deleted_customer_is_a_deletion() {
        let body = r#"{"type":"customer.state_changed","api_version":"2026-10",
            "data":{"deleted_at":"2026-11-21T00:00:00Z","id":"c1","active_subscriptions":[]}}"#;

        assert_eq!(told(body), [Change::CustomerGone("c1".to_owned())]);
    }

    #[test]
    fn a_seat_without_a_member_concerns_its_customer_and_one_without_either_nobody() {
        let seat = |data| {
            told(&format!(
                r#"{{"type":"customer_seat.revoked","data":{data}}}"#
            ))
        };

        assert_eq!(
            seat(r#"{"customer_id":"c1","member_id":null}"#),
            [Change::CustomerChanged("c1".to_owned())]
        );
        assert_eq!(seat(r#"{"email":"ada@shop.example"}"#), []);
    }

    #[test]
    fn unknown_events_mean_nothing_whatever_their_data_is() {
        for body in [
            r#"{"type":"order.paid","data":{"id":7}}"#,
            r#"{"type":"customer.merged","data":null}"#,
            r#"{"type":"organization.updated"}"#,
            r#"{"type":"","data":[1,2,3]}"#,
        ] {
            assert_eq!(told(body), [], "{body}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_malformed_and_never_panics() {
        let nested = format!(
            r#"{{"type":"customer.deleted","data":{}1{}}}"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        let long = format!(
            r#"{{"type":"customer.deleted","data":{{"id":"{}"}}}}"#,
            "c".repeat(256)
        );
        for body in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"type":"customer.deleted"#,
            r#"{"type":7,"data":{"id":"c1"}}"#,
            r#"{"type":"customer.deleted"}"#,
            r#"{"type":"customer.deleted","data":null}"#,
            r#"{"type":"customer.deleted","data":{}}"#,
            r#"{"type":"customer.deleted","data":{"id":7}}"#,
            r#"{"type":"customer.deleted","data":{"id":""}}"#,
            r#"{"type":"customer.deleted","data":{"id":"c1","id":"c2"}}"#,
            r#"{"type":"customer.deleted","type":"a","data":{"id":"c1"}}"#,
            r#"{"type":"member.created","data":{"id":"m1"}}"#,
            r#"{"type":"member.deleted","data":{"customer_id":"c1"}}"#,
            &nested,
            &long,
        ] {
            assert!(read("e1", body.as_bytes()).is_err(), "{body:.60}");
        }
        assert!(read("e1", b"\xFF").is_err());
        assert!(read("", br#"{"type":"order.paid"}"#).is_err());
    }
}
