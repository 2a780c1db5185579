//! Creates sessions, and registers them.

use std::fmt;

use customer_session::{
    provider::registry::{SessionRecord, opaque_token},
    token::SessionToken,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    CustomerSession, CustomerSheetFeatures, MobilePaymentElementFeatures, Mode,
    PaymentElementFeatures, Stripe, StripeError, StripeErrorKind, answer::read, client::is_plain,
    form::encode,
};

/// What a new session is for: one customer, and at least one component.
///
/// # Example
///
/// ```no_run
/// # async fn create(stripe: customer_session_stripe::Stripe) -> Result<(), customer_session_stripe::StripeError> {
/// use customer_session_stripe::{NewCustomerSession, PaymentElementFeatures, Switch};
///
/// let mut features = PaymentElementFeatures::default();
/// features.payment_method_redisplay = Some(Switch::Enabled);
/// let new = NewCustomerSession::for_customer("cus_Example0001")
///     .pricing_table()
///     .payment_element(features)
///     .idempotency_key("checkout 4411, page 1");
/// let issued = stripe.create_customer_session(new).await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use]
pub struct NewCustomerSession {
    components: Map<String, Value>,
    customer: Whose,
    idempotency_key: Option<String>,
    unwritable: bool,
}

#[derive(Clone)]
enum Whose {
    Account(String),
    Customer(String),
}

impl NewCustomerSession {
    /// A session of the customer with this id (`cus_…`).
    pub fn for_customer(id: impl Into<String>) -> Self {
        Self::of(Whose::Customer(id.into()))
    }

    /// A session of the customer who belongs to this account (`acct_…`): Stripe's
    /// `customer_account`, since 2025-12-15.
    pub fn for_customer_account(id: impl Into<String>) -> Self {
        Self::of(Whose::Account(id.into()))
    }

    fn of(customer: Whose) -> Self {
        Self {
            components: Map::new(),
            customer,
            idempotency_key: None,
            unwritable: false,
        }
    }

    /// Lets the client ask which entitlements are active.
    pub fn active_entitlements(self) -> Self {
        self.component("active_entitlements", ())
    }

    /// For the buy button.
    pub fn buy_button(self) -> Self {
        self.component("buy_button", ())
    }

    /// Lets the client open the customer portal.
    pub fn customer_portal(self) -> Self {
        self.component("customer_portal", ())
    }

    /// For the customer sheet.
    pub fn customer_sheet(self, features: CustomerSheetFeatures) -> Self {
        self.component("customer_sheet", features)
    }

    /// For the payment element of the mobile SDKs.
    pub fn mobile_payment_element(self, features: MobilePaymentElementFeatures) -> Self {
        self.component("mobile_payment_element", features)
    }

    /// For the payment element.
    pub fn payment_element(self, features: PaymentElementFeatures) -> Self {
        self.component("payment_element", features)
    }

    /// For the pricing table.
    pub fn pricing_table(self) -> Self {
        self.component("pricing_table", ())
    }

    /// Enables a component by its name, with these features, or `()` for none: for components that
    /// are newer than this crate.
    pub fn component(mut self, name: impl Into<String>, features: impl Serialize) -> Self {
        match serde_json::to_value(features) {
            Ok(features) => {
                let component = json!({ "enabled": true, "features": features });
                self.components.insert(name.into(), component);
            }
            Err(_) => self.unwritable = true,
        }
        self
    }

    /// Sets the key by which Stripe recognizes the request when it is repeated: it answers with the
    /// same session then, for at least 24 hours, though the session lasts for less: one that is over
    /// is [`SessionOver`](StripeErrorKind::SessionOver). So make keys that change before a session
    /// ends, such as one for each page. At most 255 characters, and nothing personal. Default: a
    /// random one, so that nothing is repeated.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    fn validate(&self) -> Result<(), StripeError> {
        let (Whose::Account(id) | Whose::Customer(id)) = &self.customer;
        let key = self.idempotency_key.as_deref().unwrap_or("-");
        let mend = if !is_plain(id) {
            "the customer's id is none: it is letters, digits and underscores"
        } else if self.unwritable {
            "the features of a component cannot be written as JSON"
        } else if self.components.is_empty() {
            "a session needs at least one component, such as `.pricing_table()`"
        } else if !is_header(key) {
            "the idempotency key must have 1 to 255 characters, all of them visible ASCII or blanks"
        } else {
            return Ok(());
        };
        Err(StripeError::new(StripeErrorKind::InvalidRequest, mend))
    }

    fn form(&self) -> String {
        let customer = match &self.customer {
            Whose::Account(id) => ("customer_account", json!(id)),
            Whose::Customer(id) => ("customer", json!(id)),
        };
        let components = Value::Object(self.components.clone());
        encode([
            customer,
            ("components", components),
            ("expand", json!(["customer"])),
        ])
    }

    /// Whether the answer is to this question.
    fn check(&self, session: &CustomerSession, mode: Mode) -> Result<(), StripeError> {
        let same = match &self.customer {
            Whose::Customer(id) => session.customer.id() == id,
            // Versions before 2025-12-15 do not say.
            Whose::Account(id) => session
                .customer_account
                .as_ref()
                .is_none_or(|said| said == id),
        };
        if session.object != "customer_session" {
            return Err(StripeError::malformed(
                "Stripe's answer is no customer session",
            ));
        }
        if !same || !is_plain(session.customer.id()) {
            return Err(StripeError::malformed(
                "Stripe's answer is about another customer",
            ));
        }
        if session.livemode != mode.is_live() {
            return Err(StripeError::new(
                StripeErrorKind::Misconfigured,
                "Stripe's answer is not of the mode of the key: check the server's address",
            ));
        }
        Ok(())
    }
}

/// Shows the names of components. Whose session it is to be is not secret, but need not be shown.
impl fmt::Debug for NewCustomerSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.components.keys().collect();
        f.debug_struct("NewCustomerSession")
            .field("components", &names)
            .finish_non_exhaustive()
    }
}

/// A session that was created and registered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IssuedSession {
    /// What Stripe answered. Its `client_secret` is for Stripe.js and the mobile SDKs.
    pub session: CustomerSession,
    /// The token with which the customer's browser authenticates to your own API; `None` if the
    /// configuration takes [client secrets](crate::Bearer::ClientSecret) only.
    ///
    /// It stands for the same session, ends with it, and is good for nothing at Stripe.
    pub token: Option<SessionToken>,
    /// Our own id of the session, by which
    /// [`Sessions::of_session`](customer_session::revoke::Sessions::of_session) ends it in the
    /// engine; Stripe's sessions have none.
    pub id: String,
}

impl Stripe {
    /// Creates a session at Stripe and registers it here, so that it can be verified.
    ///
    /// Needs a key that may write customer sessions, and read customers. Ask who is signed in
    /// **before**: whoever is given the session is the customer.
    ///
    /// The session's scopes, as [`require_scopes`](customer_session::Requirement) asks for them,
    /// are the names of its components.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](StripeErrorKind::InvalidRequest) if the customer does not exist, or there
    /// is no component; [`IdempotencyMismatch`](StripeErrorKind::IdempotencyMismatch);
    /// [`SessionOver`](StripeErrorKind::SessionOver) if the session of a repeated key is over;
    /// [`NotRegistered`](StripeErrorKind::NotRegistered) if the store fails;
    /// [`Misconfigured`](StripeErrorKind::Misconfigured) if client secrets are taken and this one
    /// would not be recognized; [`CredentialsRefused`](StripeErrorKind::CredentialsRefused) and the faults.
    ///
    /// # Cancellation
    ///
    /// Dropped, the session may or may not have been created. It expires by itself.
    pub async fn create_customer_session(
        &self,
        new: NewCustomerSession,
    ) -> Result<IssuedSession, StripeError> {
        new.validate()?;
        // First, so that nothing is created for which there is no token.
        let token = self.own_token()?;
        let key = match &new.idempotency_key {
            Some(key) => key.clone(),
            None => opaque_token("", &*self.0.entropy)?.expose().to_owned(),
        };
        let answer = self.0.client.create(new.form(), &key).await?;
        let session: CustomerSession = read(&answer)?;
        new.check(&session, self.mode())?;
        self.check_secret(&session)?;
        let record = self.record(&session);
        let secret = session.client_secret.expose();
        let record = self.registry().adopt(secret, record).await?;
        let repeatable = new.idempotency_key.is_some();
        let tokens = self.tokens(&session, token.as_ref(), repeatable);
        self.register(&tokens, &record).await?;
        Ok(IssuedSession {
            session,
            token,
            id: record.session_id,
        })
    }

    fn own_token(&self) -> Result<Option<SessionToken>, StripeError> {
        let inner = &*self.0;
        let token = inner
            .bearer
            .takes_own_tokens()
            .then(|| opaque_token(&inner.own_token_prefix, &*inner.entropy));
        Ok(token.transpose()?)
    }

    /// What is stored of a session: neither its secret nor anything personal.
    fn record(&self, session: &CustomerSession) -> SessionRecord {
        let components = session.components.clone().unwrap_or_default();
        let account = &session.customer_account;
        self.registry()
            .record(
                session.client_secret.expose(),
                session.customer.id(),
                session.expires_at,
            )
            .created(session.created)
            .account(self.0.client.account.clone())
            .livemode(session.livemode)
            .scopes(components.enabled())
            .details(json!({ "components": components, "customer_account": account }))
    }

    /// A secret that no request could be signed in by is not given out.
    fn check_secret(&self, session: &CustomerSession) -> Result<(), StripeError> {
        let inner = &*self.0;
        let taken = inner.bearer.takes_client_secrets();
        if !taken || inner.is_client_secret(session.client_secret.expose()) {
            return Ok(());
        }
        Err(StripeError::new(
            StripeErrorKind::Misconfigured,
            "the client secret that Stripe gave would not be recognized: set \
             `client_secret_prefix`, or `bearer(Bearer::OwnToken)`",
        ))
    }

    /// What the session is registered under: the tokens that are taken. A secret that is not taken,
    /// and would not be recognized, is among them if Stripe can give it a second time, so that the
    /// session is known again then, though the digest secret was replaced.
    fn tokens<'a>(
        &self,
        session: &'a CustomerSession,
        token: Option<&'a SessionToken>,
        repeatable: bool,
    ) -> Vec<&'a SessionToken> {
        let secret = repeatable || self.0.bearer.takes_client_secrets();
        let secret = secret.then_some(&session.client_secret);
        token.into_iter().chain(secret).collect()
    }

    async fn register(
        &self,
        tokens: &[&SessionToken],
        record: &SessionRecord,
    ) -> Result<(), StripeError> {
        for token in tokens {
            self.registry().register(token.expose(), record).await?;
        }
        // By the store's clock: what is over is never found.
        match tokens.first() {
            Some(token) if self.registry().find(token.expose()).await?.is_none() => {
                Err(StripeError::new(
                    StripeErrorKind::SessionOver,
                    "the session is over: Stripe repeated its answer to an earlier request, so use \
                     a new idempotency key",
                ))
            }
            _ => Ok(()),
        }
    }
}

fn is_header(text: &str) -> bool {
    (1..=255).contains(&text.len()) && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}
