//! Everything the fake knows: organizations, customers, members, and the hashes of tokens.

mod rows;
mod state;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use uuid::Uuid;

pub(super) use self::{
    rows::{CustomerRow, Grant, MemberRow, OrganizationRow, Session},
    state::StateRow,
};
use super::{
    new::{NewCustomer, NewMember, NewOrganization, Role},
    rate::Limiter,
    shapes::Shape,
    time::Moment,
    token,
    version::Versions,
    webhook::{Change, Outbox},
};
use crate::hashed::{HashKey, TokenHash};

/// The state behind both listeners.
#[derive(Debug)]
pub(super) struct World {
    pub(super) sandbox: bool,
    pub(super) versions: Versions,
    pub(super) limiter: Limiter,
    pub(super) shapes: BTreeSet<Shape>,
    pub(super) organizations: HashMap<String, OrganizationRow>,
    pub(super) customers: HashMap<String, CustomerRow>,
    pub(super) members: HashMap<String, MemberRow>,
    /// Secrets of OAuth2 clients, by client id.
    pub(super) clients: HashMap<String, String>,
    pub(super) grants: HashMap<TokenHash, Grant>,
    pub(super) hash_key: HashKey,
    /// Where changes are told of.
    pub(super) outbox: Arc<Outbox>,
    rows_made: u64,
}

impl World {
    /// An empty world.
    pub(super) fn new(sandbox: bool, limiter: Limiter, outbox: Arc<Outbox>) -> Self {
        Self {
            sandbox,
            versions: Versions::default(),
            limiter,
            shapes: BTreeSet::new(),
            organizations: HashMap::new(),
            customers: HashMap::new(),
            members: HashMap::new(),
            clients: HashMap::new(),
            grants: HashMap::new(),
            hash_key: HashKey::random(),
            outbox,
            rows_made: 0,
        }
    }

    /// Adds an organization and returns its id.
    pub(super) fn add_organization(&mut self, new: NewOrganization) -> String {
        let id = new.id.unwrap_or_else(random_id);
        let row = OrganizationRow::new(new.slug, new.member_model);
        self.organizations.insert(id.clone(), row);
        id
    }

    /// Adds a customer and returns its id.
    pub(super) fn add_customer(
        &mut self,
        organization_id: &str,
        new: NewCustomer,
        now: Moment,
    ) -> String {
        let number = self.next_number();
        let row = CustomerRow::new(number, organization_id, new, now);
        let id = row.id.clone();
        self.customers.insert(id.clone(), row);
        self.announce_customer(&id, Change::Created, now);
        id
    }

    /// Adds a member and returns its id.
    pub(super) fn add_member(&mut self, customer_id: &str, new: NewMember, now: Moment) -> String {
        let number = self.next_number();
        let row = MemberRow::new(number, customer_id, new, now);
        let id = row.id.clone();
        self.members.insert(id.clone(), row);
        self.announce_member(&id, Change::Created, now);
        id
    }

    /// Changes a customer, unless it is deleted.
    pub(super) fn change_customer(
        &mut self,
        id: &str,
        now: Moment,
        change: impl FnOnce(&mut CustomerRow),
    ) {
        let live = self.customers.get_mut(id);
        let Some(row) = live.filter(|row| row.deleted_at.is_none()) else {
            return;
        };
        change(row);
        row.modified_at = Some(now);
        self.announce_customer(id, Change::Updated, now);
    }

    /// Changes what a customer bought and may use, unless it is deleted.
    pub(super) fn change_state<T>(
        &mut self,
        id: &str,
        now: Moment,
        change: impl FnOnce(&mut StateRow) -> T,
    ) -> Option<T> {
        let live = self.customers.get_mut(id);
        let row = live.filter(|row| row.deleted_at.is_none())?;
        let changed = change(&mut row.state);
        self.announce_state(id, now);
        Some(changed)
    }

    /// Changes a member, unless it is deleted.
    pub(super) fn change_member(
        &mut self,
        id: &str,
        now: Moment,
        change: impl FnOnce(&mut MemberRow),
    ) {
        let Some(row) = self.members.get_mut(id).filter(|row| !row.deleted) else {
            return;
        };
        change(row);
        row.modified_at = Some(now);
        self.announce_member(id, Change::Updated, now);
    }

    /// Deletes a customer, and its members before it.
    pub(super) fn delete_customer(&mut self, id: &str, now: Moment) {
        let members: Vec<String> = self
            .members_of(id)
            .into_iter()
            .map(|member| member.id.clone())
            .collect();
        for member in members {
            self.delete_member(&member, now);
        }
        let live = self.customers.get_mut(id);
        if let Some(row) = live.filter(|row| row.deleted_at.is_none()) {
            row.delete(now);
            self.announce_customer(id, Change::Deleted, now);
        }
    }

    /// Deletes a member.
    pub(super) fn delete_member(&mut self, id: &str, now: Moment) {
        if let Some(row) = self.members.get_mut(id).filter(|row| !row.deleted) {
            row.deleted = true;
            self.announce_member(id, Change::Deleted, now);
        }
    }

    /// Makes an access token of an organization.
    pub(super) fn mint_access_token(&mut self, organization_id: &str, scopes: &[&str]) -> String {
        let token = token::generate("polar_oat_");
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let grant = Grant::Access {
            organization_id: organization_id.to_owned(),
            scopes,
        };
        self.grants.insert(self.hash_key.hash(&token), grant);
        token
    }

    /// Makes a session of a customer, or of one of its members, that ends in one hour.
    pub(super) fn mint_session(&mut self, new: NewSession<'_>, now: Moment) -> (String, Session) {
        let token = token::generate(if new.member_id.is_some() {
            "polar_mst_"
        } else {
            "polar_cst_"
        });
        let session = Session {
            id: random_id(),
            created_at: now,
            expires_at: now.plus(SESSION_SECONDS),
            return_url: new.return_url,
            customer_id: new.customer_id.to_owned(),
            member_id: new.member_id.map(str::to_owned),
        };
        self.grants
            .insert(self.hash_key.hash(&token), Grant::Session(session.clone()));
        (token, session)
    }

    /// The customer, unless it is deleted.
    pub(super) fn live_customer(&self, id: &str) -> Option<&CustomerRow> {
        self.customers
            .get(id)
            .filter(|customer| customer.deleted_at.is_none())
    }

    /// The customer of this organization, unless it is deleted.
    pub(super) fn live_own(&self, organization: &str, id: &str) -> Option<&CustomerRow> {
        self.live_customer(id)
            .filter(|customer| customer.organization_id == organization)
    }

    /// The customer of this organization with this external id, unless it is deleted.
    pub(super) fn live_external(
        &self,
        organization: &str,
        external_id: &str,
    ) -> Option<&CustomerRow> {
        let mut own = self
            .customers
            .values()
            .filter(|customer| customer.organization_id == organization);
        own.find(|customer| {
            customer.deleted_at.is_none() && customer.external_id.as_deref() == Some(external_id)
        })
    }

    /// The members of a customer that are not deleted, oldest first.
    pub(super) fn members_of(&self, customer_id: &str) -> Vec<&MemberRow> {
        let live = self
            .members
            .values()
            .filter(|member| !member.deleted && member.customer_id == customer_id);
        let mut members: Vec<_> = live.collect();
        members.sort_by_key(|member| member.number);
        members
    }

    /// The owner of a customer, if it has one.
    pub(super) fn owner_of(&self, customer_id: &str) -> Option<String> {
        let owner = self
            .members_of(customer_id)
            .into_iter()
            .find(|member| member.role == Role::Owner);
        owner.map(|member| member.id.clone())
    }

    /// The owner of a person, made on the fly when missing, as Polar does for customers older than
    /// the member model.
    pub(super) fn owner_or_new(&mut self, customer_id: &str, now: Moment) -> Option<String> {
        if let Some(owner) = self.owner_of(customer_id) {
            return Some(owner);
        }
        let customer = self.customers.get(customer_id)?;
        let mut owner = NewMember::new(customer.email.clone()?).role(Role::Owner);
        owner.name = customer.name.clone();
        owner.external_id = customer.external_id.clone();
        Some(self.add_member(customer_id, owner, now))
    }

    /// Whether the customer's organization mints member sessions.
    pub(super) fn has_member_model(&self, customer: &CustomerRow) -> bool {
        self.organizations
            .get(&customer.organization_id)
            .is_some_and(|organization| organization.member_model)
    }

    fn next_number(&mut self) -> u64 {
        self.rows_made += 1;
        self.rows_made
    }
}

/// A session to mint.
#[derive(Debug)]
pub(super) struct NewSession<'a> {
    pub(super) customer_id: &'a str,
    pub(super) member_id: Option<&'a str>,
    pub(super) return_url: Option<String>,
}

/// A random id.
pub(super) fn random_id() -> String {
    Uuid::new_v4().to_string()
}

const SESSION_SECONDS: i64 = 3600;
