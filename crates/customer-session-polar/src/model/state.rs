//! What a customer bought and may use.

use std::{fmt, time::SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Customer, lenient, time};

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
    /// The customer.
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

/// A subscription that is active at the moment: paid for, or on trial.
#[non_exhaustive]
#[derive(Clone, Deserialize, PartialEq, Serialize)]
pub struct ActiveSubscription {
    /// The id of the subscription, a UUID.
    #[serde(alias = "ID")]
    pub id: String,
    /// When it was created, in UTC.
    #[serde(
        alias = "createdAt",
        alias = "CreatedAt",
        default,
        with = "time::optional"
    )]
    pub created_at: Option<SystemTime>,
    /// When it was last changed, in UTC; `None` if never.
    #[serde(
        alias = "modifiedAt",
        alias = "ModifiedAt",
        default,
        with = "time::optional"
    )]
    pub modified_at: Option<SystemTime>,
    /// Whether it is paid for or on trial.
    #[serde(alias = "Status")]
    pub status: Option<SubscriptionStatus>,
    /// The id of the product that is subscribed to, a UUID.
    #[serde(alias = "productId", alias = "ProductID")]
    pub product_id: String,
    /// The price of a period, in the smallest unit of the currency (cents).
    #[serde(alias = "Amount")]
    pub amount: Option<i64>,
    /// The currency in lower case (ISO 4217), such as `usd`.
    #[serde(alias = "Currency")]
    pub currency: Option<String>,
    /// How long a period is.
    #[serde(alias = "recurringInterval", alias = "RecurringInterval")]
    pub recurring_interval: Option<RecurringInterval>,
    /// When the current period began, in UTC.
    #[serde(
        alias = "currentPeriodStart",
        alias = "CurrentPeriodStart",
        default,
        with = "time::optional"
    )]
    pub current_period_start: Option<SystemTime>,
    /// When the current period ends, in UTC.
    #[serde(
        alias = "currentPeriodEnd",
        alias = "CurrentPeriodEnd",
        default,
        with = "time::optional"
    )]
    pub current_period_end: Option<SystemTime>,
    /// When the trial began, in UTC; `None` without one.
    #[serde(
        alias = "trialStart",
        alias = "TrialStart",
        default,
        with = "time::optional"
    )]
    pub trial_start: Option<SystemTime>,
    /// When the trial ends, in UTC; `None` without one.
    #[serde(
        alias = "trialEnd",
        alias = "TrialEnd",
        default,
        with = "time::optional"
    )]
    pub trial_end: Option<SystemTime>,
    /// Whether it is cancelled and ends with the current period.
    #[serde(alias = "cancelAtPeriodEnd", alias = "CancelAtPeriodEnd")]
    pub cancel_at_period_end: Option<bool>,
    /// When it was cancelled, in UTC; `None` if it was not.
    #[serde(
        alias = "canceledAt",
        alias = "CanceledAt",
        default,
        with = "time::optional"
    )]
    pub canceled_at: Option<SystemTime>,
    /// When it became active, in UTC.
    #[serde(
        alias = "startedAt",
        alias = "StartedAt",
        default,
        with = "time::optional"
    )]
    pub started_at: Option<SystemTime>,
    /// When it ends, in UTC; `None` unless it is known to end.
    #[serde(alias = "endsAt", alias = "EndsAt", default, with = "time::optional")]
    pub ends_at: Option<SystemTime>,
    /// The id of the discount, a UUID; `None` without one.
    #[serde(alias = "discountId", alias = "DiscountID")]
    pub discount_id: Option<String>,
    /// What is used of each meter in the current period.
    #[serde(alias = "Meters", default)]
    pub meters: Vec<SubscriptionMeter>,
    /// What you, the merchant, noted about the subscription; empty if nothing.
    #[serde(alias = "Metadata", default, deserialize_with = "lenient::map")]
    pub metadata: Map<String, Value>,
    /// What the customer answered to your own fields at the checkout; empty if nothing.
    #[serde(
        alias = "customFieldData",
        alias = "CustomFieldData",
        default,
        deserialize_with = "lenient::map"
    )]
    pub custom_field_data: Map<String, Value>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows ids and words of Polar's only: the rest may be personal data.
impl fmt::Debug for ActiveSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActiveSubscription")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("product_id", &self.product_id)
            .finish_non_exhaustive()
    }
}

/// What a subscription used of a meter in the current period, and what that costs.
#[non_exhaustive]
#[derive(Clone, Deserialize, PartialEq, Serialize)]
pub struct SubscriptionMeter {
    /// The id of the entry, a UUID.
    #[serde(alias = "ID")]
    pub id: String,
    /// When it was created, in UTC.
    #[serde(
        alias = "createdAt",
        alias = "CreatedAt",
        default,
        with = "time::optional"
    )]
    pub created_at: Option<SystemTime>,
    /// When it was last changed, in UTC; `None` if never.
    #[serde(
        alias = "modifiedAt",
        alias = "ModifiedAt",
        default,
        with = "time::optional"
    )]
    pub modified_at: Option<SystemTime>,
    /// The id of the meter, a UUID.
    #[serde(alias = "meterId", alias = "MeterID")]
    pub meter_id: String,
    /// How many units were consumed.
    #[serde(alias = "consumedUnits", alias = "ConsumedUnits")]
    pub consumed_units: Option<f64>,
    /// How many units were credited.
    #[serde(alias = "creditedUnits", alias = "CreditedUnits")]
    pub credited_units: Option<f64>,
    /// What is due for it so far, in the smallest unit of the currency (cents).
    #[serde(alias = "Amount")]
    pub amount: Option<i64>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows ids and words of Polar's only: the rest may be personal data.
impl fmt::Debug for SubscriptionMeter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscriptionMeter")
            .field("id", &self.id)
            .field("meter_id", &self.meter_id)
            .finish_non_exhaustive()
    }
}

/// A benefit that the customer has at the moment.
#[non_exhaustive]
#[derive(Clone, Deserialize, PartialEq, Serialize)]
pub struct GrantedBenefit {
    /// The id of the grant, a UUID.
    #[serde(alias = "ID")]
    pub id: String,
    /// When it was created, in UTC.
    #[serde(
        alias = "createdAt",
        alias = "CreatedAt",
        default,
        with = "time::optional"
    )]
    pub created_at: Option<SystemTime>,
    /// When it was last changed, in UTC; `None` if never.
    #[serde(
        alias = "modifiedAt",
        alias = "ModifiedAt",
        default,
        with = "time::optional"
    )]
    pub modified_at: Option<SystemTime>,
    /// When it was granted, in UTC.
    #[serde(
        alias = "grantedAt",
        alias = "GrantedAt",
        default,
        with = "time::optional"
    )]
    pub granted_at: Option<SystemTime>,
    /// The id of the benefit, a UUID.
    #[serde(alias = "benefitId", alias = "BenefitID")]
    pub benefit_id: String,
    /// What kind of benefit it is.
    #[serde(alias = "benefitType", alias = "BenefitType")]
    pub benefit_type: Option<BenefitType>,
    /// What you, the merchant, noted about the benefit; empty if nothing.
    #[serde(
        alias = "benefitMetadata",
        alias = "BenefitMetadata",
        default,
        deserialize_with = "lenient::map"
    )]
    pub benefit_metadata: Map<String, Value>,
    /// What belongs to this grant, by the kind of benefit: the account that was invited, the id of a
    /// licence key.
    #[serde(alias = "Properties", default, deserialize_with = "lenient::map")]
    pub properties: Map<String, Value>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows ids and words of Polar's only: the rest may be personal data.
impl fmt::Debug for GrantedBenefit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GrantedBenefit")
            .field("id", &self.id)
            .field("benefit_id", &self.benefit_id)
            .field("benefit_type", &self.benefit_type)
            .finish_non_exhaustive()
    }
}

/// What the customer used of a meter, and has left.
#[non_exhaustive]
#[derive(Clone, Deserialize, PartialEq, Serialize)]
pub struct ActiveMeter {
    /// The id of the entry, a UUID.
    #[serde(alias = "ID")]
    pub id: String,
    /// When it was created, in UTC.
    #[serde(
        alias = "createdAt",
        alias = "CreatedAt",
        default,
        with = "time::optional"
    )]
    pub created_at: Option<SystemTime>,
    /// When it was last changed, in UTC; `None` if never.
    #[serde(
        alias = "modifiedAt",
        alias = "ModifiedAt",
        default,
        with = "time::optional"
    )]
    pub modified_at: Option<SystemTime>,
    /// The id of the meter, a UUID.
    #[serde(alias = "meterId", alias = "MeterID")]
    pub meter_id: String,
    /// How many units were consumed.
    #[serde(alias = "consumedUnits", alias = "ConsumedUnits")]
    pub consumed_units: Option<f64>,
    /// How many units were credited.
    #[serde(alias = "creditedUnits", alias = "CreditedUnits")]
    pub credited_units: Option<f64>,
    /// How many units are left; negative if more were consumed than credited.
    #[serde(alias = "Balance")]
    pub balance: Option<f64>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows ids and words of Polar's only: the rest may be personal data.
impl fmt::Debug for ActiveMeter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActiveMeter")
            .field("id", &self.id)
            .field("meter_id", &self.meter_id)
            .finish_non_exhaustive()
    }
}

customer_session::open_enum! {
    /// What kind of benefit is granted.
    pub enum BenefitType {
        /// Whatever you make of it.
        Custom = "custom",
        /// A role on a Discord server.
        Discord = "discord",
        /// Files to download.
        Downloadables = "downloadables",
        /// A feature of your application.
        FeatureFlag = "feature_flag",
        /// Access to a repository on GitHub.
        GithubRepository = "github_repository",
        /// Licence keys.
        LicenseKeys = "license_keys",
        /// Units of a meter.
        MeterCredit = "meter_credit",
    }
}

customer_session::open_enum! {
    /// How long a period of a subscription is; a period may be several of them.
    pub enum RecurringInterval {
        /// A day.
        Day = "day",
        /// A month.
        Month = "month",
        /// A week.
        Week = "week",
        /// A year.
        Year = "year",
    }
}

customer_session::open_enum! {
    /// Whether an active subscription is paid for.
    pub enum SubscriptionStatus {
        /// Paid for.
        Active = "active",
        /// On trial.
        Trialing = "trialing",
    }
}
