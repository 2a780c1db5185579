//! Who verifies.

use std::collections::BTreeMap;

use customer_session::endpoint::Endpoint;
use customer_session_polar::PolarWebhook;
use customer_session_test::polar::webhook::SignatureMode;
use serde_json::{Value, json};

use super::{Shop, Signed, Tool, Verdict, shop::for_standard_webhooks};

/// Whoever can verify a delivery of Polar's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Receiver {
    Ours,
    /// `polar-sdk` 1.x in Python, with the models of Polar's current API version.
    PolarSdk,
    /// `@polar-sh/sdk` 1.x in JavaScript.
    PolarSdkNode,
    /// `@polar-sh/sdk` 0.x in JavaScript.
    PolarSdkNodeOld,
    /// `polar-sdk` 0.x in Python.
    PolarSdkOld,
    /// `standardwebhooks` in JavaScript.
    StandardWebhooksNode,
    /// `standardwebhooks` in Python.
    StandardWebhooksPython,
}

impl Receiver {
    pub(super) const ALL: [Self; 7] = [
        Self::Ours,
        Self::PolarSdk,
        Self::PolarSdkNode,
        Self::PolarSdkNodeOld,
        Self::PolarSdkOld,
        Self::StandardWebhooksNode,
        Self::StandardWebhooksPython,
    ];

    /// Whether it can verify signatures of this kind. The last libraries before 1.0 came before
    /// Polar signed in the standard way, and never will.
    pub(super) fn knows(self, mode: SignatureMode) -> bool {
        let old = matches!(self, Self::PolarSdkNodeOld | Self::PolarSdkOld);
        !old || mode == SignatureMode::Legacy
    }

    /// Whether what was changed leaves the same signature to it: `atob` of JavaScript reads base64
    /// whose padding is missing.
    pub(super) fn takes_as_the_same(self, what: &str) -> bool {
        self == Self::PolarSdkNode && what == "signature cut by one"
    }

    pub(super) async fn verdict(self, shop: &Shop, signed: &Signed) -> Verdict {
        let secret = shop.secret.expose();
        match self {
            Self::Ours => by_us(shop, signed).await,
            Self::PolarSdk => polar_sdk("2026-10", secret, signed),
            Self::PolarSdkNode => {
                let mut question = question("polar_verify", secret, signed);
                question["version"] = "2026-10".into();
                Verdict::of_tool(Tool::node().ask(&question))
            }
            Self::PolarSdkNodeOld => ask(Tool::node(), "polar_old_verify", secret, signed),
            Self::PolarSdkOld => ask(Tool::python_old(), "polar_old", secret, signed),
            Self::StandardWebhooksNode => standard_webhooks(Tool::node(), shop, signed),
            Self::StandardWebhooksPython => standard_webhooks(Tool::python(), shop, signed),
        }
    }
}

/// The newest `polar-sdk`, with the models of this API version.
pub(super) fn polar_sdk(version: &str, secret: &str, signed: &Signed) -> Verdict {
    let mut question = question("polar", secret, signed);
    question["module"] = format!("polar.v{}.webhooks", version.replace('-', "_")).into();
    Verdict::of_tool(Tool::python().ask(&question))
}

async fn by_us(shop: &Shop, signed: &Signed) -> Verdict {
    let webhook = PolarWebhook::builder(shop.config.revocations())
        .secret(shop.secret.expose())
        .build()
        .unwrap();
    Verdict::of_endpoint(&webhook.answer(signed.request()).await)
}

fn standard_webhooks(tool: &Tool, shop: &Shop, signed: &Signed) -> Verdict {
    let secret = for_standard_webhooks(&shop.secret);
    ask(tool, "standardwebhooks_verify", &secret, signed)
}

fn ask(tool: &Tool, deed: &str, secret: &str, signed: &Signed) -> Verdict {
    Verdict::of_tool(tool.ask(&question(deed, secret, signed)))
}

fn question(deed: &str, secret: &str, signed: &Signed) -> Value {
    let headers: BTreeMap<_, _> = signed.headers.iter().cloned().collect();
    json!({"do": deed, "secret": secret, "headers": headers, "body": signed.body})
}
