//! The calls to Stripe's API.

use std::fmt;

use customer_session::{
    CustomerId,
    provider::{ProviderError, registry::CustomerLookup},
    session::CustomerRecord,
    upstream::{BaseUrl, HttpAnswer, HttpRequest, Upstream},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::value::RawValue;

use crate::{
    Customer, Mode, StripeError,
    answer::{judge, read},
};

/// Talks to one Stripe server with one key, for one account.
pub(crate) struct Client {
    pub(crate) account: Option<String>,
    pub(crate) mode: Mode,
    pub(crate) secret_key: SecretString,
    pub(crate) server: BaseUrl,
    pub(crate) upstream: Upstream,
    pub(crate) version: String,
}

impl Client {
    /// Creates a session; not counted as a verification.
    pub(crate) async fn create(
        &self,
        form: String,
        idempotency_key: &str,
    ) -> Result<HttpAnswer, StripeError> {
        let url = self.server.join(["v1", "customer_sessions"]);
        let request =
            HttpRequest::post_encoded_form(url, form).header("idempotency-key", idempotency_key);
        let upstream = self.upstream.counted_apart();
        judge(upstream.send(self.signed(request)).await?)
    }

    /// A customer of this account and mode, on the way to verify a session.
    async fn customer(&self, id: &str) -> Result<HttpAnswer, StripeError> {
        if !is_plain(id) {
            return Err(StripeError::malformed(
                "a session is stored for a customer id that is none",
            ));
        }
        let request = HttpRequest::get(self.server.join(["v1", "customers", id]));
        judge(self.upstream.send(self.signed(request)).await?)
    }

    fn signed(&self, request: HttpRequest) -> HttpRequest {
        let request = request
            .bearer(self.secret_key.expose_secret())
            .header("accept", "application/json")
            .header("stripe-version", &self.version);
        match &self.account {
            Some(account) => request.header("stripe-account", account),
            None => request,
        }
    }
}

/// Who the customer of a session is, and whether there still is one.
#[derive(Clone)]
pub(crate) struct LookUp(pub(crate) std::sync::Arc<Client>);

impl CustomerLookup for LookUp {
    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        let answer = self.0.customer(id.as_str()).await;
        let answer = answer.map_err(StripeError::of_look_up)?;
        let customer: Customer = read(&answer).map_err(StripeError::of_look_up)?;
        let details: Box<RawValue> = read(&answer).map_err(StripeError::of_look_up)?;
        self.0.record(customer, id, details)
    }
}

impl Client {
    /// Stripe answers 200 for customers who were deleted: they say so, and nothing else.
    fn record(
        &self,
        customer: Customer,
        id: &CustomerId,
        details: Box<RawValue>,
    ) -> Result<CustomerRecord, ProviderError> {
        if customer.id != id.as_str() {
            return Err(ProviderError::malformed_answer(
                "Stripe's answer is about another customer",
            ));
        }
        if customer.deleted {
            return Err(ProviderError::not_our_customer());
        }
        if customer.livemode != Some(self.mode.is_live()) {
            return Err(ProviderError::malformed_answer(
                "Stripe's answer is not of the mode of the key",
            ));
        }
        Ok(CustomerRecord::new(customer.id)
            .email(customer.email)
            .name(customer.name)
            .details(details))
    }
}

/// Whether an id can stand in an address as it is. Stripe's are words, and opaque.
pub(crate) fn is_plain(id: &str) -> bool {
    (1..=255).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte == b'-' || byte == b'_' || byte.is_ascii_alphanumeric())
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("account", &self.account)
            .field("mode", &self.mode)
            .field("server", &self.server)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
