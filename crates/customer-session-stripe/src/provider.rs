//! Verifies sessions: those that were created here, for customers who still exist.

use customer_session::{
    CustomerId,
    provider::{
        ProviderError, Recognition, SessionFacts, SessionProvider, Shape, registry::is_opaque_token,
    },
    session::CustomerRecord,
    token::SessionToken,
    upstream::Rate,
};

use crate::{Stripe, stripe::Inner};

/// Which token a browser may authenticate to your own API with.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Bearer {
    /// Stripe's `client_secret`. Stripe documents no meaning of sending it anywhere but to Stripe.
    ClientSecret,
    /// Either, so that one can be replaced by the other while customers are signed in.
    #[default]
    Either,
    /// The [own token](crate::IssuedSession::token) that is made beside it: Stripe's secret then
    /// goes to Stripe.js alone, and whoever sees what is sent to your API can do nothing at Stripe.
    OwnToken,
}

impl Bearer {
    pub(crate) const fn takes_client_secrets(self) -> bool {
        matches!(self, Self::ClientSecret | Self::Either)
    }

    pub(crate) const fn takes_own_tokens(self) -> bool {
        matches!(self, Self::OwnToken | Self::Either)
    }
}

impl SessionProvider for Stripe {
    fn name(&self) -> &str {
        self.0.sessions.name()
    }

    fn shape(&self) -> Shape {
        self.0.sessions.shape()
    }

    fn recognize(&self, token: &str) -> Recognition {
        let inner = &*self.0;
        let own =
            inner.bearer.takes_own_tokens() && is_opaque_token(&inner.own_token_prefix, token);
        let stripes = inner.bearer.takes_client_secrets() && inner.is_client_secret(token);
        if own || stripes {
            Recognition::Candidate
        } else {
            Recognition::Malformed
        }
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.0.sessions.verify(token).await
    }

    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        self.0.sessions.customer(id).await
    }

    fn customer_rate(&self) -> Option<Rate> {
        self.0.sessions.customer_rate()
    }

    fn keeps_sessions(&self) -> bool {
        self.0.sessions.keeps_sessions()
    }

    fn upstream_calls(&self) -> u64 {
        self.0.client.upstream.calls()
    }
}

impl Inner {
    /// Whether a token has the form of Stripe's secrets.
    pub(crate) fn is_client_secret(&self, token: &str) -> bool {
        token
            .strip_prefix(&*self.client_secret_prefix)
            .is_some_and(is_body)
    }
}

/// Whether it can stand behind the prefix of one of Stripe's secrets, which are opaque. Today 54
/// letters, digits and underscores do, of which the last 47 are random.
fn is_body(body: &str) -> bool {
    (20..=5000).contains(&body.len())
        && body
            .bytes()
            .all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
}
