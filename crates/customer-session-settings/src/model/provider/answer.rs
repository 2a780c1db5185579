//! How answers are read whose issuer follows no standard.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How answers are read. Places are JSON pointers (RFC 6901), such as `/customer/id`; what is `null`
/// or not there is not known.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Answer {
    /// The customer's id; it must be set, unless a preset does.
    pub customer_id: Option<String>,
    /// The customer's e-mail address. Default: nowhere.
    pub email: Option<String>,
    /// Whether that address is verified. Default: nowhere.
    pub email_verified: Option<String>,
    /// The id that the merchant gave to the customer. Default: nowhere.
    pub external_id: Option<String>,
    /// The customer's whole name. Default: nowhere.
    pub name: Option<String>,
    /// The customer's first name, where there is no whole one. Default: nowhere.
    pub given_name: Option<String>,
    /// The customer's last name, where there is no whole one. Default: nowhere.
    pub family_name: Option<String>,
    /// In which roles the session acts. Default: nowhere.
    pub roles: Option<String>,
    /// What the session may be used for. Default: nowhere.
    pub scopes: Option<String>,
    /// The issuer's id of the session. Default: nowhere.
    pub session_id: Option<String>,
    /// The issuer's name of who acts in the session. Default: nowhere.
    pub subject: Option<String>,
    /// The issuer's id of the token. Default: nowhere.
    pub token_id: Option<String>,
    /// When the session ends. Default: nowhere, and it lasts for as long as the issuer says that it
    /// is good.
    pub expires_at: Option<Moment>,
    /// When the session began. Default: nowhere.
    pub issued_at: Option<Moment>,
    /// Whether the session is good: `true`, or `false`, which is a denial. Default: nowhere, and
    /// status 200 says so.
    pub active: Option<String>,
    /// Values that an answer must have at a place, else the token is refused. Default: none.
    pub must_be: BTreeMap<String, Value>,
    /// What answers mean by their status, or by a word in them; the first that applies counts.
    /// Default: none.
    pub rules: Vec<Rule>,
    /// Keeps the JSON at this place, or all of it (`""`), for `Customer::details`. Default: none.
    pub details: Option<String>,
}

/// Where an answer tells a time, and how it is written.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Moment {
    /// Where: a JSON pointer.
    pub at: String,
    /// How it is written. It is never guessed.
    pub format: MomentFormat,
}

/// How an issuer writes times.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MomentFormat {
    /// A number of milliseconds since 1970.
    Milliseconds,
    /// Text with an offset (RFC 3339 §5.6).
    Rfc3339,
    /// A number of seconds since 1970.
    Seconds,
}

/// What an answer means by its status, or by a word in it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Rule {
    /// The status: 200, or 300 to 499 but 408 and 429.
    #[cfg_attr(feature = "schema", schemars(range(min = 200, max = 499)))]
    pub status: u16,
    /// What it means.
    pub outcome: RuleOutcome,
    /// Only where the answer has one of these values. Default: whatever it says.
    #[serde(default)]
    pub when: Option<RuleCondition>,
}

/// Where an answer has which values.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct RuleCondition {
    /// Where: a JSON pointer.
    pub at: String,
    /// One of these; `null` stands for what is not there.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub values: Vec<Value>,
}

/// What an answer means.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RuleOutcome {
    /// The issuer refuses a key of ours: 500.
    CredentialsRefused,
    /// The token is no session: 401.
    Denied,
    /// Its time is over: 401.
    Expired,
    /// The issuer limits this customer: 429.
    RateLimited,
}
