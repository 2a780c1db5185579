//! What is sent to the endpoints: deliveries of the issuer's, good and bad.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::STANDARD};
use customer_session::{
    clock::Clock,
    endpoint::{
        Endpoint, EndpointRequest, EndpointResponse, Mounted,
        webhook::{Webhook, WebhookSender},
    },
};
use customer_session_polar::PolarWebhook;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::leave;
use crate::{
    printed::Printed,
    world::{EMAIL, NAME, SECOND, World},
};

pub(super) async fn webhooks(printed: &mut Printed) {
    let world = World::with(None, |settings| settings.max_revocations(1));
    let webhook = PolarWebhook::builder(world.config.revocations())
        .secret(SECRET)
        .build()
        .unwrap();
    printed.debug(&webhook);
    let now = world.clock.wall();
    let gone = |id: &str| {
        format!(
            r#"{{"type":"customer.deleted","data":{{"id":"{id}","email":"{EMAIL}","name":"{NAME}"}}}}"#
        )
    };
    let cut = format!(r#"{{"type":"customer.deleted","data":{{"id":5,"email":"{EMAIL}"}}}}"#);
    for (request, status) in [
        (signed(SECRET, "1", now, &gone("a")), 204),
        (signed(SECRET, "1", now, &gone("a")), 204),
        (signed(SECRET, "2", now, &gone("b")), 503),
        (signed(SECRET, "3", now, &cut), 400),
        (signed(SECRET, "4", now - 3600 * SECOND, &gone("c")), 401),
        (signed("another canary", "5", now, &gone("d")), 401),
        (EndpointRequest::new("POST").with_body(gone("e")), 401),
        (EndpointRequest::new("PUT").with_header("x", EMAIL), 405),
    ] {
        deliver(printed, &webhook, request, status).await;
    }
    leave(&world, printed);
}

async fn deliver(
    printed: &mut Printed,
    webhook: &Webhook<impl WebhookSender>,
    request: EndpointRequest,
    status: u16,
) {
    printed.debug(&request);
    let response = webhook.answer(request).await;
    assert_eq!(response.status, status);
    printed.debug(&response);
}

pub(super) async fn endpoints(printed: &mut Printed) {
    /// Answers what cannot be written.
    #[derive(Debug)]
    struct Spoilt;

    impl Endpoint for Spoilt {
        fn max_body_bytes(&self) -> usize {
            0
        }

        async fn answer(&self, _: EndpointRequest) -> EndpointResponse {
            EndpointResponse::new(200).with_header("x", format!("{NAME}\r\n{EMAIL}"))
        }
    }

    let response = Mounted::new(Spoilt).answer(EndpointRequest::new("GET"));
    printed.debug(&response.await);
}

/// A delivery as Polar signs it.
pub(crate) fn signed(secret: &str, id: &str, at: SystemTime, body: &str) -> EndpointRequest {
    let at = at.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{id}.{at}.{body}").as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    EndpointRequest::new("POST")
        .with_header("webhook-id", id)
        .with_header("webhook-timestamp", at.to_string())
        .with_header("webhook-signature", format!("v1,{signature}"))
        .with_body(body.to_owned())
}

/// It stands for one key: it is no base64.
pub(super) const SECRET: &str = "a canary secret of the merchant's own";
