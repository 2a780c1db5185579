//! The handle of a running fake.

use std::{io, sync::Arc};

use serde_json::Value;

use super::{
    builder::FakeStripeBuilder,
    customer::NewCustomer,
    endpoint::Endpoint,
    event::{Owned, SignedEvent},
    fault::{Fault, Faults},
    journal::RecordedRequest,
    serve,
    shared::Shared,
    world::CustomerRow,
};
use crate::wire::Door;

/// A running fake of Stripe; clones are handles of the same one.
///
/// It runs on the tokio runtime it was started on, and stops when its last handle is dropped.
#[derive(Clone, Debug)]
pub struct FakeStripe(Arc<Running>);

#[derive(Debug)]
struct Running {
    door: Door,
    live_key: String,
    secret_key: String,
    shared: Arc<Shared>,
}

impl FakeStripe {
    /// Starts a fake on a free port, by the system's clock.
    ///
    /// # Errors
    ///
    /// If no port can be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Describes a fake to start.
    pub fn builder() -> FakeStripeBuilder {
        FakeStripeBuilder::new()
    }

    pub(super) fn open(
        door: Door,
        shared: Arc<Shared>,
        secret_key: String,
        live_key: String,
    ) -> Self {
        tokio::spawn(serve::accept(door.doorway(), Arc::clone(&shared)));
        Self(Arc::new(Running {
            door,
            live_key,
            secret_key,
            shared,
        }))
    }

    /// Where it listens, such as `http://127.0.0.1:4242`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.0.door.address())
    }

    /// The account's secret key of test mode.
    #[must_use]
    pub fn secret_key(&self) -> String {
        self.0.secret_key.clone()
    }

    /// The account's secret key of live mode.
    #[must_use]
    pub fn live_secret_key(&self) -> String {
        self.0.live_key.clone()
    }

    /// A new restricted key of test mode with these permissions, such as `customer_sessions:write`,
    /// `customers:read` and `customers:write`.
    #[must_use]
    pub fn restricted_key(&self, permissions: &[&str]) -> String {
        let permissions = permissions.iter().map(|&own| own.to_owned()).collect();
        self.0.shared.world().add_key(false, Some(permissions))
    }

    /// Takes a key out of service.
    pub fn roll_key(&self, key: &str) {
        self.0.shared.world().keys.retain(|known| known.text != key);
    }

    /// Adds a customer, and returns its id.
    #[must_use]
    pub fn add_customer(&self, new: NewCustomer) -> String {
        let now = self.0.shared.clock.wall();
        self.0.shared.world().add_customer(new, now)
    }

    /// Deletes the customers of this id, in whichever mode and account, as from the dashboard.
    pub fn delete_customer(&self, id: &str) {
        self.change(id, |row| row.deleted = true);
    }

    /// Changes a field of the customers of this id.
    pub fn set_customer_field(&self, id: &str, name: &str, value: &Value) {
        self.change(id, |row| {
            row.fields.insert(name.to_owned(), value.clone());
        });
    }

    fn change(&self, id: &str, change: impl Fn(&mut CustomerRow)) {
        let mut world = self.0.shared.world();
        for ((_, own), row) in &mut world.customers {
            if own == id {
                change(row);
            }
        }
    }

    /// A signed snapshot event about a customer, such as `customer.deleted`, or about something of
    /// theirs, such as `customer.subscription.updated`, as Stripe would deliver it now to an
    /// endpoint with this secret (`whsec_…`).
    ///
    /// Where several modes or accounts have a customer of this id, test mode comes before live mode
    /// and the fake's own account before connected ones.
    #[must_use]
    pub fn event(&self, kind: &str, customer: &str, secret: &str) -> SignedEvent {
        let now = self.0.shared.clock.wall();
        let mut world = self.0.shared.world();
        world.answers += 1;
        let number = world.answers;
        let mut customers = world.customers.iter();
        let found = customers.find(|((_, id), _)| id == customer);
        let (space, fields) = found.map_or((None, Value::Null), |((space, _), row)| {
            (Some(space.clone()), Value::Object(row.fields.clone()))
        });
        let object = match Owned::of(kind) {
            None => fields,
            Some(owned) => owned.object(number, customer, space.as_ref()),
        };
        SignedEvent::new(
            kind,
            number,
            space,
            &object,
            &self.0.shared.api_version,
            secret,
            now,
        )
    }

    /// A signed thin event of test mode, which names an object and shows nothing of it: its word
    /// and its id, such as `v2.core.account` and `acct_…` for `v2.core.account.closed`.
    #[must_use]
    pub fn thin_event(&self, kind: &str, word: &str, id: &str, secret: &str) -> SignedEvent {
        let now = self.0.shared.clock.wall();
        let mut world = self.0.shared.world();
        world.answers += 1;
        SignedEvent::thin(kind, world.answers, (word, id), secret, now)
    }

    /// Sets a fault on all endpoints.
    ///
    /// It stays until another takes its place or [`clear_faults`](Self::clear_faults) is called.
    /// Endpoints with a fault of their own keep it, except that [`Fault::Refuse`] takes the whole
    /// listener away.
    ///
    /// # Panics
    ///
    /// If the fault before was [`Fault::Refuse`], and the system does not let the port be listened
    /// on again.
    pub fn fault(&self, fault: Fault) {
        let refuses = fault == Fault::Refuse;
        self.0.shared.world().faults.general = fault;
        if refuses {
            self.0.door.shut();
        } else {
            self.reopen();
        }
    }

    /// Sets a fault on one endpoint.
    pub fn fault_on(&self, endpoint: Endpoint, fault: Fault) {
        let mut world = self.0.shared.world();
        world.faults.by_endpoint.insert(endpoint, fault);
    }

    /// Ends all faults; a listener that refused listens again on the same port.
    ///
    /// # Panics
    ///
    /// If the listener refused, and the system does not let the port be listened on again.
    pub fn clear_faults(&self) {
        self.0.shared.world().faults = Faults::default();
        self.reopen();
    }

    /// How often an endpoint was called, with any outcome. Connections that were refused do not
    /// count.
    #[must_use]
    pub fn calls(&self, endpoint: Endpoint) -> u64 {
        let world = self.0.shared.world();
        world.calls.get(&endpoint).copied().unwrap_or_default()
    }

    /// How often anything was called.
    #[must_use]
    pub fn total_calls(&self) -> u64 {
        self.0.shared.world().calls.values().sum()
    }

    /// The last 10,000 requests, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.0.shared.world().requests.iter().cloned().collect()
    }

    fn reopen(&self) {
        let reopened = self.0.door.reopen();
        reopened.expect("the port is reserved, so the fake may listen on it again");
    }
}
