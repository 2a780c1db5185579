//! Creates sessions, and registers them.

use customer_session::{
    provider::registry::{SessionRecord, opaque_token},
    token::SessionToken,
};
use serde_json::json;

use crate::{
    CustomerSession, NewCustomerSession, Stripe, StripeError, StripeErrorKind, answer::read,
};

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
    /// engine, and [`revoke_id`](customer_session::provider::registry::Registry::revoke_id) in the
    /// store; Stripe's sessions have none.
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
    /// would not be recognized; [`CredentialsRefused`](StripeErrorKind::CredentialsRefused) and the
    /// faults.
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
            .subject(account.clone())
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
