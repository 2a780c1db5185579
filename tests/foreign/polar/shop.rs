//! A fake Polar with one webhook, and a configuration of ours beside it.

use base64::{Engine, engine::general_purpose::STANDARD};
use customer_session::CustomerSessionConfig;
use customer_session_polar::Polar;
use customer_session_test::polar::{
    FakePolar, NewCustomer, Organization,
    webhook::{Event, NewWebhook, Secret, SignatureMode},
};

/// Nothing is sent by itself: deliveries are taken as data.
pub(super) struct Shop {
    pub(super) config: CustomerSessionConfig,
    pub(super) polar: FakePolar,
    pub(super) secret: Secret,
}

impl Shop {
    pub(super) async fn with_secret(secret: Secret) -> Self {
        Self::with_webhook(secret, |new| new).await
    }

    pub(super) async fn with_webhook(
        secret: Secret,
        settings: impl FnOnce(NewWebhook) -> NewWebhook,
    ) -> Self {
        let polar = FakePolar::start().await.unwrap();
        polar.webhooks().hold();
        let new = NewWebhook::new("http://127.0.0.1:9/").secret(secret.clone());
        polar.organization().add_webhook(settings(new)).unwrap();
        let provider = Polar::server(polar.url())
            .access_token(polar.organization().access_token())
            .organization_id(polar.organization().id())
            .build()
            .unwrap();
        Self {
            config: CustomerSessionConfig::builder()
                .provider(provider)
                .build()
                .unwrap(),
            polar,
            secret,
        }
    }

    pub(super) fn organization(&self) -> Organization {
        self.polar.organization()
    }

    /// A customer is deleted, whose name is not all ASCII.
    pub(super) fn deletion(&self) -> Event {
        let ada = NewCustomer::individual("ada@shop.example").name("Zoë Ada 李");
        self.organization().add_customer(ada).delete();
        let events = self.polar.webhooks().events();
        let mut deleted = events
            .into_iter()
            .filter(|event| event.kind() == "customer.deleted");
        deleted.next().unwrap()
    }
}

/// One secret of every kind that Polar has given out, and one of a merchant's own.
pub(super) fn secrets() -> [Secret; 4] {
    [
        Secret::standard(),
        Secret::legacy(),
        Secret::oldest(),
        Secret::chosen("chosen by the merchant, with ümlauts"),
    ]
}

/// The key that the secret stands for, by Polar's documentation.
pub(super) fn key(secret: &Secret) -> Vec<u8> {
    let text = secret.expose();
    match secret.mode() {
        SignatureMode::Standard => STANDARD.decode(&text["whsec_".len()..]).unwrap(),
        _ => text.as_bytes().to_vec(),
    }
}

/// The secret as the libraries for Standard Webhooks want it: Polar documents that one of the old
/// kind has to be encoded in base64 first.
pub(super) fn for_standard_webhooks(secret: &Secret) -> String {
    match secret.mode() {
        SignatureMode::Standard => secret.expose().to_owned(),
        _ => STANDARD.encode(secret.expose()),
    }
}
