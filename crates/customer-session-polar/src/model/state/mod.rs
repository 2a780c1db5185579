//! What a customer bought and may use.

mod benefit;
mod meter;
mod subscription;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::{
    benefit::{BenefitType, GrantedBenefit},
    meter::{ActiveMeter, SubscriptionMeter},
    subscription::{ActiveSubscription, RecurringInterval, SubscriptionStatus},
};
use super::Customer;

/// What a customer bought and may use: active subscriptions, granted benefits, active meters.
///
/// It is the answer of `GET /v1/customers/{id}/state` and the data of `customer.state_changed`. With
/// [`PolarBuilder::customer_state`](crate::PolarBuilder::customer_state) handlers find it by
/// `customer.extension::<CustomerState>()`.
///
/// The three lists are required: a state without them would say that the customer has nothing.
///
/// # Example
///
/// ```
/// use customer_session_polar::CustomerState;
///
/// let state: CustomerState = serde_json::from_str(
///     r#"{
///         "id": "c1",
///         "active_subscriptions": [],
///         "granted_benefits": [{ "id": "g1", "benefit_id": "b1", "benefit_type": "feature_flag" }],
///         "active_meters": []
///     }"#,
/// )?;
/// assert!(state.has_benefit("b1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Deserialize, PartialEq, Serialize)]
pub struct CustomerState {
    /// The subscriptions that are active, trials included.
    #[serde(alias = "activeSubscriptions", alias = "ActiveSubscriptions")]
    pub active_subscriptions: Vec<ActiveSubscription>,
    /// The benefits that the customer has.
    #[serde(alias = "grantedBenefits", alias = "GrantedBenefits")]
    pub granted_benefits: Vec<GrantedBenefit>,
    /// What the customer used of each meter.
    #[serde(alias = "activeMeters", alias = "ActiveMeters")]
    pub active_meters: Vec<ActiveMeter>,
    /// The customer. In the extension of a verified customer it is without those fields to which
    /// Polar gave another type than this version of the crate knows.
    #[serde(flatten)]
    pub customer: Customer,
}

/// Shows ids and words of Polar's only: the rest may be personal data.
impl fmt::Debug for CustomerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerState")
            .field("customer", &self.customer)
            .field("active_subscriptions", &self.active_subscriptions)
            .field("granted_benefits", &self.granted_benefits)
            .field("active_meters", &self.active_meters)
            .finish_non_exhaustive()
    }
}

impl CustomerState {
    /// Whether the customer has this benefit, by its id.
    #[must_use]
    pub fn has_benefit(&self, benefit_id: &str) -> bool {
        let mut granted = self.granted_benefits.iter();
        granted.any(|grant| grant.benefit_id == benefit_id)
    }

    /// Whether the customer has an active subscription of this product, by its id.
    #[must_use]
    pub fn has_product(&self, product_id: &str) -> bool {
        let mut active = self.active_subscriptions.iter();
        active.any(|subscription| subscription.product_id == product_id)
    }

    /// What the customer used of this meter, by its id.
    #[must_use]
    pub fn meter(&self, meter_id: &str) -> Option<&ActiveMeter> {
        let mut meters = self.active_meters.iter();
        meters.find(|meter| meter.meter_id == meter_id)
    }

    /// About how many bytes the state takes in memory beside itself.
    pub(crate) fn weight(&self) -> usize {
        let text = serde_json::to_vec(self).map_or(0, |json| json.len());
        text + size_of::<ActiveSubscription>() * self.active_subscriptions.len()
            + size_of::<GrantedBenefit>() * self.granted_benefits.len()
            + size_of::<ActiveMeter>() * self.active_meters.len()
    }
}
