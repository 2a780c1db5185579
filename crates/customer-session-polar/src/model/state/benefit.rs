//! Benefits that a customer has.

use std::{fmt, time::SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{lenient, time};

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
