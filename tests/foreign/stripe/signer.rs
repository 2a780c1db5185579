//! Who signs.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::{Signed, Tool};

/// Whoever can sign a delivery of Stripe's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Signer {
    /// The formula that our request-level tests sign with.
    Formula,
    /// `stripe` in JavaScript.
    Node,
    /// `stripe` in Python.
    Python,
}

impl Signer {
    pub(super) const ALL: [Self; 3] = [Self::Formula, Self::Node, Self::Python];

    pub(super) fn sign(self, secret: &str, at: SystemTime, body: &str) -> Signed {
        match self {
            Self::Formula => Signed::by_stripe(secret, at, body),
            Self::Node => by_tool(Tool::node(), secret, at, body),
            Self::Python => by_tool(Tool::python(), secret, at, body),
        }
    }
}

fn by_tool(tool: &Tool, secret: &str, at: SystemTime, body: &str) -> Signed {
    let at = at.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let answer = tool.ask(&json!({"do": "stripe_sign", "secret": secret, "at": at, "body": body}));
    let header = answer["value"].as_str().unwrap().to_owned();
    Signed {
        headers: vec![("stripe-signature", header)],
        body: body.to_owned(),
    }
}
