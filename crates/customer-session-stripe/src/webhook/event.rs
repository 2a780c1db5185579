//! What Stripe tells, reduced to ids.

use customer_session::endpoint::webhook::{Change, Event, MalformedEvent};
use serde::Deserialize;
use serde_json::Value;

/// A snapshot event, which shows an object as it was, or a thin one, which only names it. Fields of
/// objects differ with the API version of the endpoint, so no more of them is looked at than ids.
#[derive(Deserialize)]
struct Envelope {
    /// The connected account, in a snapshot event.
    #[serde(default)]
    account: Option<String>,
    /// The connected account, in a thin event.
    #[serde(default)]
    context: Option<String>,
    #[serde(default)]
    data: Option<Value>,
    id: String,
    #[serde(default)]
    related_object: Option<Related>,
    #[serde(rename = "type")]
    kind: String,
}

/// What a thin event is about.
#[derive(Deserialize)]
struct Related {
    id: String,
    #[serde(rename = "type")]
    kind: String,
}

/// Reads an event. One that is not about an object of `account` means nothing.
pub(super) fn read(body: &[u8], account: Option<&str>) -> Result<Event, MalformedEvent> {
    let envelope: Envelope = serde_json::from_slice(body)?;
    let event = Event::new(&envelope.id, &envelope.kind)?;
    if envelope.account() != account {
        return Ok(event);
    }
    let change = match envelope.kind.strip_prefix("v1.") {
        None if envelope.kind.starts_with("v2.") => {
            let changes = envelope.of_account()?;
            return changes.into_iter().try_fold(event, Event::with);
        }
        None => envelope.of_snapshot()?,
        Some(kind) => envelope.of_thin(kind)?,
    };
    match change {
        Some(change) => event.with(change),
        None => Ok(event),
    }
}

impl Envelope {
    fn account(&self) -> Option<&str> {
        self.account.as_deref().or(self.context.as_deref())
    }

    fn of_snapshot(&self) -> Result<Option<Change>, MalformedEvent> {
        if let Some(change) = of_customer(&self.kind) {
            let id = self.object()?.get("id").and_then(Value::as_str);
            return Ok(Some(change(id.ok_or(NO_ID)?.to_owned())));
        }
        if !is_about_a_customer(&self.kind) {
            return Ok(None);
        }
        let customer = self.object()?.get("customer");
        let id = customer.and_then(|customer| match customer {
            Value::Object(expanded) => expanded.get("id")?.as_str(),
            other => other.as_str(),
        });
        // A source or a subscription may be nobody's, or an account's.
        Ok(id.map(|id| Change::CustomerChanged(id.to_owned())))
    }

    /// `kind` is the word for it in snapshot events.
    fn of_thin(&self, kind: &str) -> Result<Option<Change>, MalformedEvent> {
        let exact = of_customer(kind);
        if exact.is_none() && !is_about_a_customer(kind) {
            return Ok(None);
        }
        let related = self.related()?;
        if related.kind != "customer" {
            // Whose it is would have to be asked for.
            return Ok(None);
        }
        Ok(Some(exact.unwrap_or(Change::CustomerChanged)(
            related.id.clone(),
        )))
    }

    /// An account is the customer of a session, or what its customer belongs to: the event names
    /// nothing but the account.
    fn of_account(&self) -> Result<Vec<Change>, MalformedEvent> {
        let id = || self.related().map(|related| related.id.clone());
        Ok(match &*self.kind {
            "v2.core.account.closed" => {
                vec![Change::CustomerGone(id()?), Change::SubjectGone(id()?)]
            }
            "v2.core.account.updated" | "v2.core.account[configuration.customer].updated" => {
                vec![Change::CustomerChanged(id()?)]
            }
            _ => Vec::new(),
        })
    }

    fn object(&self) -> Result<&Value, MalformedEvent> {
        let object = self.data.as_ref().and_then(|data| data.get("object"));
        object.ok_or(MalformedEvent::new("there is no `data.object`"))
    }

    fn related(&self) -> Result<&Related, MalformedEvent> {
        let related = self.related_object.as_ref();
        related.ok_or(MalformedEvent::new("there is no `related_object`"))
    }
}

/// What an event about a customer as such means.
fn of_customer(kind: &str) -> Option<fn(String) -> Change> {
    match kind {
        "customer.created" => Some(Change::CustomerAppeared),
        "customer.deleted" => Some(Change::CustomerGone),
        "customer.updated" => Some(Change::CustomerChanged),
        _ => None,
    }
}

/// Whether it is about something that a customer has.
fn is_about_a_customer(kind: &str) -> bool {
    kind == "entitlements.active_entitlement_summary.updated"
        || kind
            .strip_prefix("customer.")
            .is_some_and(|thing| thing.contains('.'))
}

const NO_ID: MalformedEvent = MalformedEvent::new("the object has no `id`");

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str) -> Vec<Change> {
        read(body.as_bytes(), None).unwrap().changes
    }

    fn snapshot(kind: &str, object: &str) -> String {
        format!(
            r#"{{"id":"evt_1","object":"event","api_version":"2026-10-28.endive","created":1795167078,
                "livemode":false,"type":"{kind}","data":{{"object":{object}}}}}"#
        )
    }

    fn thin(kind: &str, related: &str) -> String {
        format!(
            r#"{{"id":"evt_1","object":"v2.core.event","created":"2026-11-21T00:00:00Z",
                "livemode":false,"type":"{kind}","related_object":{related}}}"#
        )
    }

    fn changed(id: &str) -> Vec<Change> {
        vec![Change::CustomerChanged(id.to_owned())]
    }

    #[test]
    fn events_about_a_customer_become_its_change() {
        let customer = r#"{"id":"cus_1","object":"customer","email":"ada@shop.example"}"#;
        let related = r#"{"id":"cus_1","type":"customer","url":"/v1/customers/cus_1"}"#;
        let id = || "cus_1".to_owned();
        for (kind, change) in [
            ("customer.created", Change::CustomerAppeared(id())),
            ("customer.updated", Change::CustomerChanged(id())),
            ("customer.deleted", Change::CustomerGone(id())),
        ] {
            let thin = thin(&format!("v1.{kind}"), related);

            assert_eq!(told(&snapshot(kind, customer)), told(&thin), "{kind}");
            assert_eq!(told(&thin), [change], "{kind}");
        }
    }

    #[test]
    fn events_about_what_a_customer_has_have_it_looked_up_anew() {
        for kind in [
            "customer.discount.deleted",
            "customer.source.updated",
            "customer.subscription.trial_will_end",
            "customer.tax_id.created",
            "entitlements.active_entitlement_summary.updated",
        ] {
            for customer in [r#""cus_1""#, r#"{"id":"cus_1","object":"customer"}"#] {
                let object = format!(r#"{{"id":"x_1","customer":{customer}}}"#);

                assert_eq!(told(&snapshot(kind, &object)), changed("cus_1"), "{kind}");
            }
            assert_eq!(told(&snapshot(kind, r#"{"customer":null}"#)), [], "{kind}");
            assert_eq!(told(&snapshot(kind, r#"{"id":"x_1"}"#)), [], "{kind}");
        }
    }

    #[test]
    fn a_thin_event_about_what_a_customer_has_does_not_say_whose_it_is() {
        let subscription =
            r#"{"id":"sub_1","type":"subscription","url":"/v1/subscriptions/sub_1"}"#;
        let customer = r#"{"id":"cus_1","type":"customer","url":"/v1/customers/cus_1"}"#;

        assert_eq!(
            told(&thin("v1.customer.subscription.updated", subscription)),
            []
        );
        assert_eq!(
            told(&thin("v1.customer.discount.created", customer)),
            changed("cus_1")
        );
    }

    #[test]
    fn events_about_an_account_concern_the_customer_that_it_is() {
        let account =
            r#"{"id":"acct_1","type":"v2.core.account","url":"/v2/core/accounts/acct_1"}"#;

        for kind in [
            "v2.core.account.updated",
            "v2.core.account[configuration.customer].updated",
        ] {
            assert_eq!(told(&thin(kind, account)), changed("acct_1"));
        }
        assert_eq!(
            told(&thin("v2.core.account.closed", account)),
            [
                Change::CustomerGone("acct_1".to_owned()),
                Change::SubjectGone("acct_1".to_owned())
            ]
        );
    }

    /// Whoever owns a connected account chooses what is in it.
    #[test]
    fn events_of_another_account_mean_nothing() {
        let deleted = r#""id":"evt_1","type":"customer.deleted","data":{"object":{"id":"cus_1"}}"#;
        let gone = || vec![Change::CustomerGone("cus_1".to_owned())];
        let told = |account: Option<&str>, more: &str| {
            let body = format!("{{{deleted}{more}}}");
            read(body.as_bytes(), account).unwrap().changes
        };

        for more in [r#","account":"acct_2""#, r#","context":"acct_2""#] {
            assert_eq!(told(None, more), []);
            assert_eq!(told(Some("acct_1"), more), []);
            assert_eq!(told(Some("acct_2"), more), gone());
        }
        assert_eq!(told(None, r#","account":null,"context":null"#), gone());
        assert_eq!(told(Some("acct_1"), ""), []);
    }

    #[test]
    fn unknown_events_mean_nothing_whatever_their_data_is() {
        for body in [
            r#"{"id":"evt_1","type":"invoice.paid","data":{"object":{"customer":"cus_1"}}}"#,
            r#"{"id":"evt_1","type":"customer.merged","data":7}"#,
            r#"{"id":"evt_1","type":"customers.updated"}"#,
            r#"{"id":"evt_1","type":"v1.invoice.paid"}"#,
            r#"{"id":"evt_1","type":"v2.core.account.created","related_object":null}"#,
        ] {
            assert_eq!(told(body), [], "{body}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_malformed_and_never_panics() {
        let nested = snapshot(
            "customer.deleted",
            &format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)),
        );
        for body in [
            "",
            "null",
            "{}",
            r#"{"type":"invoice.paid"}"#,
            r#"{"id":"","type":"invoice.paid"}"#,
            r#"{"id":"evt_1","type":"customer.deleted"}"#,
            r#"{"id":"evt_1","type":"customer.deleted","data":{}}"#,
            r#"{"id":"evt_1","type":"customer.deleted","data":{"object":[]}}"#,
            r#"{"id":"evt_1","type":"customer.deleted","data":{"object":{"id":7}}}"#,
            r#"{"id":"evt_1","type":"customer.deleted","data":{"object":{"id":""}}}"#,
            r#"{"id":"evt_1","id":"evt_2","type":"invoice.paid"}"#,
            r#"{"id":"evt_1","type":"v1.customer.deleted"}"#,
            r#"{"id":"evt_1","type":"v2.core.account.closed","related_object":{"id":"acct_1"}}"#,
            &nested,
        ] {
            assert!(read(body.as_bytes(), None).is_err(), "{body:.60}");
        }
    }
}
