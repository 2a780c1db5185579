//! Who signs.

use std::time::{SystemTime, UNIX_EPOCH};

use customer_session_test::polar::webhook::Event;
use serde_json::json;

use super::{
    Shop, Signed, Tool,
    shop::{for_standard_webhooks, key},
};

/// Whoever can sign a delivery of Polar's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Signer {
    /// The fake of Polar.
    FakePolar,
    /// The formula that our request-level tests sign with.
    Formula,
    /// `standardwebhooks` in JavaScript.
    StandardWebhooksNode,
    /// `standardwebhooks` in Python.
    StandardWebhooksPython,
}

impl Signer {
    pub(super) const ALL: [Self; 4] = [
        Self::FakePolar,
        Self::Formula,
        Self::StandardWebhooksNode,
        Self::StandardWebhooksPython,
    ];

    /// The delivery of this event as it is signed at this time.
    pub(super) fn sign(self, shop: &Shop, event: &Event, at: SystemTime) -> Signed {
        let body = str::from_utf8(event.body()).unwrap();
        match self {
            Self::FakePolar => by_fake(event, at),
            Self::Formula => Signed::by_polar(&key(&shop.secret), event.id(), at, body),
            Self::StandardWebhooksNode => by_tool(Tool::node(), shop, event, at),
            Self::StandardWebhooksPython => by_tool(Tool::python(), shop, event, at),
        }
    }
}

fn by_fake(event: &Event, at: SystemTime) -> Signed {
    let delivery = event.signed_at(seconds(at));
    let header = |name| (name, delivery.header(name).unwrap().to_owned());
    Signed {
        headers: HEADERS.map(header).into(),
        body: String::from_utf8(delivery.body.clone()).unwrap(),
    }
}

fn by_tool(tool: &Tool, shop: &Shop, event: &Event, at: SystemTime) -> Signed {
    let body = str::from_utf8(event.body()).unwrap();
    let answer = tool.ask(&json!({
        "do": "standardwebhooks_sign",
        "secret": for_standard_webhooks(&shop.secret),
        "id": event.id(),
        "at": seconds(at),
        "body": body,
    }));
    let signature = answer["value"].as_str().unwrap();
    let values = [event.id(), &seconds(at).to_string(), signature].map(str::to_owned);
    Signed {
        headers: HEADERS.into_iter().zip(values).collect(),
        body: body.to_owned(),
    }
}

fn seconds(at: SystemTime) -> i64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap();
    since.as_secs().try_into().unwrap()
}

/// What a signature needs; no receiver looks at the others.
const HEADERS: [&str; 3] = ["webhook-id", "webhook-timestamp", "webhook-signature"];
