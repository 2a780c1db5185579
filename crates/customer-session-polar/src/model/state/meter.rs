//! What is used of a meter: in all, and by a subscription in its current period.

use std::{fmt, time::SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::time;

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
