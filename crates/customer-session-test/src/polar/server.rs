//! The handle of a running fake.

use std::{io, sync::Arc};

use customer_session::clock::Clock;

use super::{
    builder::FakePolarBuilder,
    endpoint::Endpoint,
    fault::{Fault, Faults},
    handles::Organization,
    journal::RecordedRequest,
    new::NewOrganization,
    serve::{self, Entrance},
    shapes::Shape,
    shared::Shared,
    webhook::Webhooks,
    world::World,
};
use crate::wire::Door;

/// A running fake of the Polar API; clones are handles of the same one.
///
/// It listens on two ports of the loopback interface. The front one is what a provider under test
/// is pointed at, and what faults are set on. The [back office](Self::back_office_url) always
/// works, so that a demo can go on minting while verification is down.
///
/// It runs on the tokio runtime it was started on, and stops when its last handle is dropped.
#[derive(Clone, Debug)]
pub struct FakePolar(Arc<Running>);

#[derive(Debug)]
struct Running {
    shared: Arc<Shared>,
    organization: String,
    front: Door,
    back_office: Door,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shared.outbox.close();
    }
}

impl FakePolar {
    /// Starts a fake on a free port, by the system's clock, without rate limits.
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
    pub fn builder() -> FakePolarBuilder {
        FakePolarBuilder::new()
    }

    pub(super) fn open(
        (front, back_office): (u16, u16),
        clock: Arc<dyn Clock>,
        world: World,
        organization: String,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared::new(clock, world));
        let front = Door::open(front)?;
        let back_office = Door::open(back_office)?;
        for (door, entrance) in [
            (&front, Entrance::Front),
            (&back_office, Entrance::BackOffice),
        ] {
            tokio::spawn(serve::accept(door.doorway(), Arc::clone(&shared), entrance));
        }
        Ok(Self(Arc::new(Running {
            shared,
            organization,
            front,
            back_office,
        })))
    }

    /// The address of the front listener, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.0.front.address())
    }

    /// The address of the listener that no fault reaches, without a trailing slash.
    #[must_use]
    pub fn back_office_url(&self) -> String {
        format!("http://{}", self.0.back_office.address())
    }

    /// The organization that is there from the start.
    #[must_use]
    pub fn organization(&self) -> Organization {
        Organization::new(&self.0.shared, self.0.organization.clone())
    }

    /// Adds another organization.
    pub fn add_organization(&self, new: impl Into<NewOrganization>) -> Organization {
        let id = self.0.shared.world().add_organization(new.into());
        Organization::new(&self.0.shared, id)
    }

    /// Control over the [webhooks](super::webhook) of all organizations.
    #[must_use]
    pub fn webhooks(&self) -> Webhooks {
        Webhooks::new(&self.0.shared.outbox)
    }

    /// Sets a fault on all [verification endpoints](Endpoint::is_verification) of the front
    /// listener.
    ///
    /// It stays until another takes its place or [`clear_faults`](Self::clear_faults) is called.
    /// Endpoints with a fault of their own keep it, except that [`Fault::Refuse`] takes the whole
    /// front listener away.
    ///
    /// # Panics
    ///
    /// If the fault before was [`Fault::Refuse`], and the system does not let the port be listened
    /// on again.
    pub fn fault(&self, fault: Fault) {
        let refuses = fault == Fault::Refuse;
        self.0.shared.faults().set(fault);
        if refuses {
            self.0.front.shut();
        } else {
            self.reopen();
        }
    }

    /// Sets a fault on one endpoint of the front listener, which need not be a verification
    /// endpoint.
    pub fn fault_on(&self, endpoint: Endpoint, fault: Fault) {
        self.0.shared.faults().set_on(endpoint, fault);
    }

    /// Ends all faults; a front listener that refused listens again on the same port.
    ///
    /// # Panics
    ///
    /// If the front listener refused, and the system does not let the port be listened on again.
    pub fn clear_faults(&self) {
        *self.0.shared.faults() = Faults::default();
        self.reopen();
    }

    /// How often an endpoint was called, on both listeners and with any outcome.
    #[must_use]
    pub fn calls(&self, endpoint: Endpoint) -> u64 {
        self.0.shared.journal().calls(endpoint)
    }

    /// How often anything was called.
    #[must_use]
    pub fn total_calls(&self) -> u64 {
        self.0.shared.journal().calls_of(|_| true)
    }

    /// How often [verification endpoints](Endpoint::is_verification) were called.
    #[must_use]
    pub fn verification_calls(&self) -> u64 {
        self.0.shared.journal().calls_of(Endpoint::is_verification)
    }

    /// Starts counting anew, and forgets the recorded requests.
    pub fn reset_calls(&self) {
        self.0.shared.journal().reset();
    }

    /// The latest requests, oldest first; at most ten thousand are kept.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.0.shared.journal().requests()
    }

    /// Answers to exactly these API versions from now on; at first to `2026-04`, `2026-10` and
    /// `2027-01`.
    pub fn support_versions<V: Into<String>>(&self, versions: impl IntoIterator<Item = V>) {
        let alive = versions.into_iter().map(Into::into).collect();
        self.0.shared.world().versions.support(alive);
    }

    /// Stops answering to an API version: clients pinned to it get 404 from now on.
    pub fn retire_version(&self, version: &str) {
        self.0.shared.world().versions.retire(version);
    }

    /// Sends customers and sessions in another shape from now on, in answers and in webhooks;
    /// shapes add up.
    pub fn emit(&self, shape: Shape) {
        self.0.shared.world().shapes.insert(shape);
    }

    /// Sends customers and sessions in the present shape again.
    pub fn emit_present_shapes(&self) {
        self.0.shared.world().shapes.clear();
    }

    fn reopen(&self) {
        self.0
            .front
            .reopen()
            .expect("the port is reserved, so the fake may listen on it again");
    }
}
