//! Verifies sessions: what Polar must say before a customer is yours.
//!
//! Polar's portal accepts the sessions of every organization and does not tell which one a session
//! belongs to. Anybody can open an organization, give a customer of theirs the e-mail address of a
//! customer of yours, and create a session. So a session that Polar calls good proves nothing yet:
//! the customer's id must exist in **your** organization, which only your own access token can ask.

use std::{pin::pin, time::Duration};

use customer_session::{
    CustomerId, Member,
    enrich::{EnrichError, Enrichment},
    provider::{ProviderError, Recognition, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
    upstream::Rate,
};
use futures_util::future::{Either, select};
use serde_json::value::RawValue;

use crate::{
    CustomerState, Polar, PolarError, PolarErrorKind, SessionKind,
    client::read,
    format::{self, Verdict},
    model::{Identity, PortalActor, PortalIdentity, ReadableState, SessionEnd},
};

impl SessionProvider for Polar {
    fn name(&self) -> &str {
        "polar"
    }

    fn shape(&self) -> Shape {
        Shape::prefixes([SessionKind::Customer.prefix(), SessionKind::Member.prefix()])
    }

    fn recognize(&self, token: &str) -> Recognition {
        match format::judge(token, self.checksum) {
            Verdict::Customer | Verdict::Member => Recognition::Candidate,
            Verdict::Foreign | Verdict::Malformed(_) => Recognition::Malformed,
        }
    }

    /// Asks until when the session lasts and who acts in it, side by side.
    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let (session, user) = both(self.introspect(token), self.actor(token))
            .await
            .map_err(PolarError::of_session_call)?;
        // Without its member, a member's session would pass for the whole team's.
        if user.member.is_none() && SessionKind::of(token.expose()) == Some(SessionKind::Member) {
            return Err(ProviderError::malformed_answer(
                "Polar's answer about a member's session names no member",
            ));
        }
        Ok(SessionFacts::new(user.customer_id)
            .member(user.member)
            .issued_at(session.expires_at.checked_sub(LIFETIME))
            .expires_at(session.expires_at))
    }

    /// Asks with the organization's own token whether the customer is one of its own.
    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        let (customer, details) = self
            .own_customer(id)
            .await
            .map_err(PolarError::of_own_call)?;
        if customer.id != id.as_str() {
            return Err(ProviderError::malformed_answer(
                "Polar's answer is about another customer",
            ));
        }
        let Some(organization_id) = customer.organization_id.as_deref() else {
            // Polar always says it, so that this is a broken answer and no "no".
            return Err(ProviderError::malformed_answer(
                "Polar's answer does not say whose the customer is",
            ));
        };
        if organization_id != &*self.organization_id || customer.deleted_at.is_some() {
            return Err(ProviderError::not_our_customer());
        }
        Ok(CustomerRecord::new(customer.id)
            .external_id(customer.external_id)
            .email(customer.email)
            .email_verified(customer.email_verified)
            .name(customer.name)
            .details(details))
    }

    fn enrichments(&self) -> Vec<Enrichment> {
        let state = Enrichment::weighed(state_of, CustomerState::weight);
        self.customer_state.then_some(state).into_iter().collect()
    }

    fn customer_rate(&self) -> Option<Rate> {
        Some(self.customer_rate)
    }

    fn longest_session(&self) -> Option<Duration> {
        Some(LIFETIME)
    }

    fn upstream_calls(&self) -> u64 {
        self.client.upstream.calls()
    }
}

impl Polar {
    async fn introspect(&self, token: &SessionToken) -> Result<SessionEnd, PolarError> {
        read(
            &self
                .client
                .get_as_session(INTROSPECT, token.expose())
                .await?,
        )
    }

    /// Who acts in the session.
    ///
    /// For a customer session of a team without an e-mail address Polar refuses to say (422),
    /// although the session is good: there the customer itself is asked for.
    async fn actor(&self, token: &SessionToken) -> Result<Actor, PolarError> {
        let user = self.client.get_as_session(USER, token.expose()).await;
        if user
            .as_ref()
            .is_err_and(|error| error.kind() == PolarErrorKind::InvalidRequest)
        {
            let me: PortalIdentity = read(&self.client.get_as_session(ME, token.expose()).await?)?;
            return Ok(Actor {
                customer_id: me.id,
                member: None,
            });
        }
        read::<PortalActor>(&user?).map(Actor::from)
    }

    async fn own_customer(&self, id: &CustomerId) -> Result<(Identity, Box<RawValue>), PolarError> {
        if !is_plain(id.as_str()) {
            return Err(PolarError::malformed(
                "Polar's answer holds a customer id that is none",
            ));
        }
        let (path, max_bytes): (&[&str], _) = match self.customer_state {
            false => (&["v1", "customers", id.as_str()], None),
            true => (
                &["v1", "customers", id.as_str(), "state"],
                Some(MAX_STATE_BYTES),
            ),
        };
        let answer = self.client.get_to_verify(path, max_bytes).await?;
        if self.customer_state {
            // What is no state is no answer; `state_of` reads it once more, for handlers.
            read::<ReadableState>(&answer)?;
        }
        Ok((read(&answer)?, read(&answer)?))
    }
}

/// The state of a customer, who was looked up with it.
async fn state_of(customer: customer_session::Customer) -> Result<CustomerState, EnrichError> {
    // It was read before, so that this cannot fail; what serde says could hold personal data.
    let state = customer.details().map(|ReadableState(state)| state);
    state.map_err(|_| EnrichError::failed("the customer's details are not the customer's state"))
}

/// Waits for two answers. A "no" is an answer whatever becomes of the other call, which is then not
/// waited for.
async fn both<A, B>(
    one: impl Future<Output = Result<A, PolarError>>,
    other: impl Future<Output = Result<B, PolarError>>,
) -> Result<(A, B), PolarError> {
    match select(pin!(one), pin!(other)).await {
        Either::Left((one, other)) => {
            let one = unless_denied(one)?;
            let other = unless_denied(other.await)?;
            Ok((one?, other?))
        }
        Either::Right((other, one)) => {
            let other = unless_denied(other)?;
            let one = unless_denied(one.await)?;
            Ok((one?, other?))
        }
    }
}

/// Ends with a denial at once; any other outcome goes on.
fn unless_denied<T>(answer: Result<T, PolarError>) -> Result<Result<T, PolarError>, PolarError> {
    match answer {
        Err(error) if error.kind() == PolarErrorKind::Denied => Err(error),
        answer => Ok(answer),
    }
}

/// Whose session it is, and who acts in it.
struct Actor {
    customer_id: String,
    member: Option<Member>,
}

impl From<PortalActor> for Actor {
    fn from(user: PortalActor) -> Self {
        let role = user.role.map(|role| role.as_str().to_owned());
        // An empty id is nobody's: with it, all members without one would pass for one person.
        let id = user.member_id.filter(|id| !id.is_empty());
        let member = id.map(|id| Member::new(id).email(user.email).name(user.name).role(role));
        Self {
            customer_id: user.customer_id,
            member,
        }
    }
}

/// Whether an id can stand in an address as it is. Polar's are UUIDs.
fn is_plain(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte == b'-' || byte == b'_' || byte.is_ascii_alphanumeric())
}

const INTROSPECT: &[&str] = &["v1", "customer-portal", "customer-session", "introspect"];
const ME: &[&str] = &["v1", "customer-portal", "customers", "me"];
const USER: &[&str] = &["v1", "customer-portal", "customer-session", "user"];

/// How long a state may be. A grant takes some 300 bytes, and nothing bounds how many a customer has:
/// what suffices for all other answers, 256 KiB, would be reached at fewer than a thousand.
const MAX_STATE_BYTES: usize = 1024 * 1024;

/// Every session of Polar lasts one hour from its creation, and nothing prolongs it.
const LIFETIME: Duration = Duration::from_secs(3600);
