//! Events as Stripe delivers them, signed.

use std::{fmt::Write as _, time::SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;

use super::world::{Space, seconds};

/// A signed event: its body, and the header that signs it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignedEvent {
    /// The body, byte by byte as it is signed.
    pub body: String,
    /// The value of the header `Stripe-Signature`.
    pub signature: String,
}

impl SignedEvent {
    pub(super) fn new(
        kind: &str,
        number: u64,
        space: Option<Space>,
        object: &Value,
        version: &str,
        secret: &str,
        now: SystemTime,
    ) -> Self {
        let at = seconds(now);
        let mut event = json!({
            "id": format!("evt_Fake{number:010}"), "object": "event", "api_version": version,
            "created": at, "livemode": space.as_ref().is_some_and(|space| space.live),
            "pending_webhooks": 1, "request": { "id": null, "idempotency_key": null },
            "type": kind, "data": { "object": object },
        });
        if let Some(account) = space.and_then(|space| space.account) {
            event["account"] = json!(account);
        }
        Self::signed(&event, at, secret)
    }

    /// An event that names an object, and shows nothing of it.
    pub(super) fn thin(
        kind: &str,
        number: u64,
        (word, id): (&str, &str),
        secret: &str,
        now: SystemTime,
    ) -> Self {
        let created = Timestamp::try_from(now).unwrap_or_default();
        let event = json!({
            "id": format!("evt_Fake{number:010}"), "object": "v2.core.event", "type": kind,
            "created": created.to_string(), "livemode": false,
            "related_object": { "id": id, "type": word, "url": format!("/{id}") },
        });
        Self::signed(&event, seconds(now), secret)
    }

    fn signed(event: &Value, at: u64, secret: &str) -> Self {
        let body = event.to_string();
        let signature = format!("t={at},v1={}", hmac(secret, &format!("{at}.{body}")));
        Self { body, signature }
    }
}

/// Something that a customer has: its word in `object`, and what its ids begin with.
pub(super) struct Owned(&'static str, &'static str);

impl Owned {
    /// What an event is about, if it is not the customer as such.
    pub(super) fn of(kind: &str) -> Option<Self> {
        if kind == "entitlements.active_entitlement_summary.updated" {
            return Some(Self(SUMMARY, ""));
        }
        let (thing, _) = kind.strip_prefix("customer.")?.split_once('.')?;
        Some(match thing {
            "discount" => Self("discount", "di_"),
            "source" => Self("card", "card_"),
            "subscription" => Self("subscription", "sub_"),
            "tax_id" => Self("tax_id", "txi_"),
            _ => Self("unknown", "x_"),
        })
    }

    /// The least of the object by which it is told whose it is.
    pub(super) fn object(&self, number: u64, customer: &str, space: Option<&Space>) -> Value {
        let Self(word, prefix) = self;
        let live = space.is_some_and(|space| space.live);
        if *word == SUMMARY {
            return json!({
                "object": word, "customer": customer, "livemode": live,
                "entitlements": { "object": "list", "data": [], "has_more": false },
            });
        }
        json!({
            "id": format!("{prefix}Fake{number:010}"), "object": word, "customer": customer,
            "livemode": live,
        })
    }
}

const SUMMARY: &str = "entitlements.active_entitlement_summary";

/// The key is the whole secret, prefix included.
fn hmac(secret: &str, signed: &str) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(signed.as_bytes());
    let mut hex = String::new();
    for byte in mac.finalize().into_bytes() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with Stripe's own library for Python.
    #[test]
    fn the_signature_is_that_of_stripes_own_library() {
        let body = r#"{"id":"evt_test_1","object":"event","type":"customer.deleted"}"#;

        assert_eq!(
            hmac("whsec_test_secret", &format!("1700000000.{body}")),
            "942d4912a91739f2223a33184cc56aa74dc445d701ee3d934105febe8dc20d8b"
        );
    }
}
