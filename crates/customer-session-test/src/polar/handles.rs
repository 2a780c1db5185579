//! Handles of what is inside the fake, which need no HTTP.

use std::sync::Arc;

use serde_json::Value;

use super::{
    new::{NewCustomer, NewMember, Role},
    rate::RateLimitGroup,
    shared::Shared,
    time::Moment,
    token,
    webhook::{NewWebhook, SeatEvent, Webhook, WebhookError},
    world::{self, NewSession, StateRow},
};

/// An organization of the fake; clones are handles of the same one.
///
/// Handles do not keep the fake running.
#[derive(Clone, Debug)]
pub struct Organization {
    shared: Arc<Shared>,
    id: String,
}

impl Organization {
    pub(super) fn new(shared: &Arc<Shared>, id: String) -> Self {
        Self {
            shared: Arc::clone(shared),
            id,
        }
    }

    /// The id, a UUID of version 4.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.clone()
    }

    /// The slug.
    #[must_use]
    pub fn slug(&self) -> String {
        self.shared
            .world()
            .organizations
            .get(&self.id)
            .map(|row| row.slug.clone())
            .unwrap_or_default()
    }

    /// Makes a new access token with all scopes.
    #[must_use]
    pub fn access_token(&self) -> String {
        self.access_token_with_scopes(ALL_SCOPES)
    }

    /// Makes a new access token with these scopes, such as `customers:read`.
    #[must_use]
    pub fn access_token_with_scopes(&self, scopes: &[&str]) -> String {
        self.shared.world().mint_access_token(&self.id, scopes)
    }

    /// Registers an OAuth2 client and returns its id and secret, as the introspection endpoint of
    /// RFC 7662 wants them.
    #[must_use]
    pub fn oauth2_client(&self) -> (String, String) {
        let (id, secret) = (token::generate("polar_ci_"), token::generate("polar_cs_"));
        self.shared
            .world()
            .clients
            .insert(id.clone(), secret.clone());
        (id, secret)
    }

    /// Sets whether member sessions (`polar_mst_`) are minted, as in organizations created since
    /// 2026.
    pub fn set_member_model(&self, on: bool) {
        if let Some(row) = self.shared.world().organizations.get_mut(&self.id) {
            row.member_model = on;
        }
    }

    /// Sets the rate limit group, [`RateLimitGroup::Default`] at first.
    pub fn set_rate_limit_group(&self, group: RateLimitGroup) {
        if let Some(row) = self.shared.world().organizations.get_mut(&self.id) {
            row.group = group;
        }
    }

    /// Adds a customer.
    pub fn add_customer(&self, new: NewCustomer) -> Customer {
        let now = self.shared.now();
        let id = self.shared.world().add_customer(&self.id, new, now);
        Customer {
            shared: Arc::clone(&self.shared),
            id,
        }
    }

    /// Adds a webhook, which is told of every change from now on.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Url`] unless its URL is one of plain HTTP.
    pub fn add_webhook(&self, new: NewWebhook) -> Result<Webhook, WebhookError> {
        let id = self.shared.outbox.add(&self.id, new)?;
        Ok(Webhook::new(&self.shared.outbox, id))
    }

    /// Tells the webhooks of anything, such as `subscription.revoked`, whether or not it happened.
    pub fn send_event(&self, kind: &str, data: Value) {
        let now = self.shared.now();
        self.shared.world().announce(&self.id, kind, now, || data);
    }
}

/// A customer of the fake; clones are handles of the same one.
#[derive(Clone, Debug)]
pub struct Customer {
    shared: Arc<Shared>,
    id: String,
}

impl Customer {
    /// The id, a UUID of version 4.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.clone()
    }

    /// Mints a session as a checkout does, without HTTP.
    ///
    /// With the member model the session is the owner's, whom a person gets on the fly; a team
    /// without an owner gets a customer session even then, as Polar's e-mails to teams do.
    #[must_use]
    pub fn mint(&self) -> String {
        let now = self.shared.now();
        let mut world = self.shared.world();
        let customer = world.customers.get(&self.id);
        let member_model = customer.is_some_and(|customer| world.has_member_model(customer));
        let team = customer.is_some_and(world::CustomerRow::is_team);
        let member_id = match (member_model, team) {
            (false, _) => None,
            (true, true) => world.owner_of(&self.id),
            (true, false) => world.owner_or_new(&self.id, now),
        };
        let new = NewSession {
            customer_id: &self.id,
            member_id: member_id.as_deref(),
            return_url: None,
        };
        world.mint_session(new, now).0
    }

    /// Mints a customer session (`polar_cst_`) whatever the organization's model is: both kinds
    /// circulate.
    #[must_use]
    pub fn mint_customer_session(&self) -> String {
        let now = self.shared.now();
        let new = NewSession {
            customer_id: &self.id,
            member_id: None,
            return_url: None,
        };
        self.shared.world().mint_session(new, now).0
    }

    /// Mints a session of a member (`polar_mst_`), without HTTP.
    #[must_use]
    pub fn mint_member(&self, member: &Member) -> String {
        let now = self.shared.now();
        let new = NewSession {
            customer_id: &self.id,
            member_id: Some(&member.id),
            return_url: None,
        };
        self.shared.world().mint_session(new, now).0
    }

    /// Adds a member.
    pub fn add_member(&self, new: NewMember) -> Member {
        let now = self.shared.now();
        let id = self.shared.world().add_member(&self.id, new, now);
        Member {
            shared: Arc::clone(&self.shared),
            id,
        }
    }

    /// Deletes the customer and its members; their sessions end at once.
    pub fn delete(&self) {
        let now = self.shared.now();
        self.shared.world().delete_customer(&self.id, now);
    }

    /// Changes the e-mail address, which is unverified from then on; a deleted customer stays as it
    /// is.
    pub fn set_email(&self, email: impl Into<String>) {
        let now = self.shared.now();
        self.shared
            .world()
            .change_customer(&self.id, now, |row| row.set_email(Some(email.into())));
    }

    /// Changes the name; a deleted customer stays as it is.
    pub fn set_name(&self, name: impl Into<String>) {
        let now = self.shared.now();
        self.shared
            .world()
            .change_customer(&self.id, now, |row| row.name = Some(name.into()));
    }
}

/// What the customer bought and may use: the state, of which each change is told as
/// `customer.state_changed`. A deleted customer has nothing, and gets nothing.
impl Customer {
    /// Begins a monthly subscription of a product, and returns its id.
    pub fn subscribe(&self, product_id: &str) -> String {
        self.change_state(|state, now| state.subscribe(product_id, now))
    }

    /// Ends a subscription at once.
    pub fn end_subscription(&self, id: &str) {
        self.change_state(|state, _| state.remove(id));
    }

    /// Grants a benefit of a kind such as `feature_flag`, and returns the id of the grant.
    pub fn grant_benefit(&self, benefit_id: &str, kind: &str) -> String {
        self.change_state(|state, now| state.grant(benefit_id, kind, now))
    }

    /// Revokes the grant of a benefit.
    pub fn revoke_benefit(&self, grant_id: &str) {
        self.change_state(|state, _| state.remove(grant_id));
    }

    /// Sets what was consumed of a meter, and what was credited to it.
    pub fn set_meter(&self, meter_id: &str, consumed: f64, credited: u64) {
        self.change_state(|state, now| state.set_meter(meter_id, consumed, credited, now));
    }

    fn change_state<T: Default>(&self, change: impl FnOnce(&mut StateRow, Moment) -> T) -> T {
        let now = self.shared.now();
        let mut world = self.shared.world();
        let changed = world.change_state(&self.id, now, |state| change(state, now));
        changed.unwrap_or_default()
    }
}

/// A member of a customer of the fake; clones are handles of the same one.
#[derive(Clone, Debug)]
pub struct Member {
    shared: Arc<Shared>,
    id: String,
}

impl Member {
    /// The id, a UUID of version 4.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.clone()
    }

    /// Deletes the member, whose sessions end at once.
    pub fn delete(&self) {
        let now = self.shared.now();
        self.shared.world().delete_member(&self.id, now);
    }

    /// Changes the role; sessions live on and show it at once. A deleted member stays as it is.
    pub fn set_role(&self, role: Role) {
        let now = self.shared.now();
        self.shared
            .world()
            .change_member(&self.id, now, |row| row.role = role);
    }

    /// Tells the webhooks what happened to the member's seat; nothing else changes.
    pub fn send_seat_event(&self, event: SeatEvent) {
        let now = self.shared.now();
        self.shared.world().change_seat(&self.id, event, now);
    }
}

const ALL_SCOPES: &[&str] = &[
    "customer_sessions:write",
    "customers:read",
    "customers:write",
    "members:read",
    "members:write",
];
