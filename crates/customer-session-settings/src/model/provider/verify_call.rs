//! Issuers that are asked with our own secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Answer;
use crate::{Http, value::Secret};

/// One issuer that is asked with our own secret, with the token in the body.
///
/// Which issuer: `endpoint` or `preset`; beside a preset, `endpoint` is another address than its
/// own. Without a preset, say by what it knows us (`bearer`, `basic` or `secret_headers`), and where
/// the token stands (`token_in_json` or `token_in_form`).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::verify_call))]
pub struct VerifyCall {
    /// Where the issuer is asked, by `POST`: https, or http on this machine.
    pub endpoint: Option<String>,
    /// An issuer whose answers are known.
    pub preset: Option<VerifyCallPreset>,
    /// The issuer knows us by a secret behind `Authorization: Bearer`.
    pub bearer: Option<Secret>,
    /// The issuer knows us by name and password, behind `Authorization: Basic` (RFC 7617).
    pub basic: Option<NameAndPassword>,
    /// Headers that go with every question, and hold no secret: `authorization`, `cookie`,
    /// `proxy-authorization`, and what looks like a token or a key, are refused. Default: none.
    pub headers: BTreeMap<String, String>,
    /// Headers that go with every question, and hold a secret. Default: none.
    pub secret_headers: BTreeMap<String, Secret>,
    /// Sends the token as this member of a JSON object.
    pub token_in_json: Option<String>,
    /// Sends the token as this field of a form.
    pub token_in_form: Option<String>,
    /// What stands in every question beside the token; in a form, text only. Default: nothing.
    pub members: BTreeMap<String, Value>,
    /// How answers are read.
    pub answer: Answer,
    /// Prefixes by which the issuer's tokens are told from those of other providers. Default: none,
    /// and the issuer is asked about every token that no other provider claims.
    pub prefixes: Vec<String>,
    /// How the issuer is reached.
    pub http: Http,
}

/// An issuer whose answers are known.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VerifyCallPreset {
    /// Opaque session tokens of Stytch for consumers.
    Stytch(StytchProject),
    /// API keys of Unkey, by a root key.
    Unkey(Secret),
}

/// A project at Stytch.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `project_id` and `secret`"
)]
#[non_exhaustive]
pub struct StytchProject {
    /// Its id.
    pub project_id: String,
    /// Its secret.
    pub secret: Secret,
}

/// By what an issuer knows us.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `name` and `password`")]
#[non_exhaustive]
pub struct NameAndPassword {
    /// Our name, or id.
    pub name: String,
    /// Our password, or secret.
    pub password: Secret,
}
