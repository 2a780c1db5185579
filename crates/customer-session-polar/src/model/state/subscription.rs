//! Subscriptions that are active.

use std::{fmt, time::SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::SubscriptionMeter;
use crate::model::{lenient, time};

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
