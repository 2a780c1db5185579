//! Who verifies.

use std::collections::BTreeMap;

use customer_session::{
    CustomerSessionConfig,
    endpoint::{Endpoint, webhook::Webhook},
};
use customer_session_stripe::StripeWebhook;
use customer_session_test::StubProvider;
use serde_json::json;

use super::{SECRET, Signed, Tool, Verdict};

/// Whoever can verify a delivery of Stripe's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Receiver {
    /// `stripe` in JavaScript.
    Node,
    Ours,
    /// `stripe` in Python.
    Python,
}

impl Receiver {
    pub(super) const ALL: [Self; 3] = [Self::Node, Self::Ours, Self::Python];

    pub(super) async fn verdict(self, signed: &Signed) -> Verdict {
        match self {
            Self::Node => by_tool(Tool::node(), signed),
            Self::Ours => by_us(signed).await,
            Self::Python => by_tool(Tool::python(), signed),
        }
    }
}

async fn by_us(signed: &Signed) -> Verdict {
    let config = CustomerSessionConfig::builder()
        .provider(StubProvider::new())
        .build()
        .unwrap();
    let webhook = Webhook::builder(StripeWebhook::new().provider("stub"), config.revocations())
        .secret(SECRET)
        .build()
        .unwrap();
    Verdict::of_endpoint(&webhook.answer(signed.request()).await)
}

/// Thin events and others are different calls in Stripe's libraries, and one endpoint of ours.
fn by_tool(tool: &Tool, signed: &Signed) -> Verdict {
    let headers: BTreeMap<_, _> = signed.headers.iter().cloned().collect();
    Verdict::of_tool(tool.ask(&json!({
        "do": "stripe_verify",
        "secret": SECRET,
        "headers": headers,
        "body": signed.body,
        "thin": signed.body.contains("v2.core.event"),
    })))
}
