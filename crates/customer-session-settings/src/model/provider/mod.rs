//! Who issues the sessions.

mod answer;
mod introspection;
mod jwt;
mod me;
mod polar;
mod stripe;
mod verify_call;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::{
    answer::{Answer, Moment, MomentFormat, Rule, RuleCondition, RuleOutcome},
    introspection::{
        AnswerMode, ClientKey, ClientSecret, Introspection, IntrospectionPreset, SignedAnswers,
    },
    jwt::{ClaimPlaces, Jwt, JwtPreset, PublicKey, SharedSecret, ShopApp},
    me::{Me, MePreset, MedusaServer},
    polar::{Checksum, Polar},
    stripe::{Bearer, Store, Stripe},
    verify_call::{NameAndPassword, StytchProject, VerifyCall, VerifyCallPreset},
};

/// Who issues the sessions.
///
/// Of Polar there is one at most, since its tokens of all organizations look alike. Of every other
/// kind there can be several, each under a name of its own, such as `[providers.jwt.login]` and
/// `[providers.jwt.partner]`: a name, and not a place in a list, since a variable and a complaint
/// can name it. It is the provider's name, in events and in
/// [`Customer::provider`](customer_session::Customer::provider); Polar's is `polar`. A name has 1 to
/// 64 lower-case letters, digits and single underscores, begins with a letter, and is there once.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Providers {
    /// Polar.
    pub polar: Option<Polar>,
    /// Accounts of Stripe, by name.
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = name_schema())))]
    pub stripe: BTreeMap<String, Stripe>,
    /// Issuers of signed tokens, by name.
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = name_schema())))]
    pub jwt: BTreeMap<String, Jwt>,
    /// OAuth servers that are asked about tokens (RFC 7662), by name.
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = name_schema())))]
    pub introspection: BTreeMap<String, Introspection>,
    /// Servers that are asked with the customer's own token, by name.
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = name_schema())))]
    pub me: BTreeMap<String, Me>,
    /// Issuers that are asked with our own secret, by name.
    #[cfg_attr(feature = "schema", schemars(extend("propertyNames" = name_schema())))]
    pub verify_call: BTreeMap<String, VerifyCall>,
}

/// The kinds of which there can be several.
pub(crate) const NAMED: [&str; 5] = ["introspection", "jwt", "me", "stripe", "verify_call"];

#[cfg(feature = "schema")]
fn name_schema() -> serde_json::Value {
    serde_json::json!({ "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$", "maxLength": 64 })
}
