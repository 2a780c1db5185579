//! Deliveries as the senders sign them, written apart from the code that verifies them. The senders'
//! own libraries take them: see `tests/foreign`.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::STANDARD};
use customer_session::endpoint::EndpointRequest;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The headers and the body of a delivery.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Signed {
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

impl Signed {
    /// As Polar signs with this key.
    pub(super) fn by_polar(key: &[u8], id: &str, at: SystemTime, body: &str) -> Self {
        let at = seconds(at);
        let signature = hmac_sha256(key, &format!("{id}.{at}.{body}"));
        let headers = vec![
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", at.to_string()),
            (
                "webhook-signature",
                format!("v1,{}", STANDARD.encode(signature)),
            ),
        ];
        Self {
            headers,
            body: body.to_owned(),
        }
    }

    /// As Stripe signs with this secret.
    pub(super) fn by_stripe(secret: &str, at: SystemTime, body: &str) -> Self {
        let at = seconds(at);
        let signature = hmac_sha256(secret.as_bytes(), &format!("{at}.{body}"));
        let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        Self {
            headers: vec![("stripe-signature", format!("t={at},v1={hex}"))],
            body: body.to_owned(),
        }
    }

    /// Changes the value of a header.
    pub(super) fn map(mut self, name: &str, change: impl Fn(&str) -> String) -> Self {
        for (known, value) in &mut self.headers {
            if *known == name {
                *value = change(value);
            }
        }
        self
    }

    pub(super) fn request(&self) -> EndpointRequest {
        let request = EndpointRequest::new("POST").with_body(self.body.clone());
        self.headers.iter().fold(request, |request, (name, value)| {
            request.with_header(name, value.as_str())
        })
    }
}

pub(super) fn hmac_sha256(key: &[u8], text: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

fn seconds(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).unwrap().as_secs()
}
