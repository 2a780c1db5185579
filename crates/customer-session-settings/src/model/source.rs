//! Where a token may stand.

use serde::{Deserialize, Serialize};

/// A place in the request where a token is looked for. Read
/// [`TokenSource`](customer_session::token::TokenSource) on what each costs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Source {
    /// `Authorization: Bearer <token>` (RFC 6750 §2.1).
    Authorization,
    /// The cookie of this name, holding the bare token.
    Cookie(String),
    /// The header of this name, holding the bare token.
    Header(String),
    /// The query parameter of this name, holding the bare token.
    Query(String),
}
