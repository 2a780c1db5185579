//! What a session and its customer are compared with.

use customer_session_polar::{Customer, CustomerSession, SessionKind};
use serde_json::{Value, json};

use crate::fixtures::at;

/// What a session holds beside its customer.
pub(crate) struct Expected<'a> {
    pub(crate) created_at: &'a str,
    pub(crate) modified_at: Option<&'a str>,
    pub(crate) id: &'a str,
    pub(crate) token: &'a str,
    pub(crate) kind: Option<SessionKind>,
    pub(crate) expires_at: &'a str,
    pub(crate) return_url: Option<&'a str>,
    pub(crate) customer_portal_url: Option<&'a str>,
    pub(crate) customer_id: &'a str,
    pub(crate) extra: Value,
}

#[track_caller]
pub(crate) fn assert_session(session: &CustomerSession, expected: &Expected<'_>) {
    assert_eq!(session.created_at, Some(at(expected.created_at)));
    assert_eq!(session.modified_at, expected.modified_at.map(at));
    assert_eq!(session.id, expected.id);
    assert_eq!(session.token.expose(), expected.token);
    assert_eq!(session.kind(), expected.kind);
    assert_eq!(session.expires_at, at(expected.expires_at));
    assert_eq!(session.return_url.as_deref(), expected.return_url);
    assert_eq!(
        session.customer_portal_url.as_ref().map(|url| url.expose()),
        expected.customer_portal_url
    );
    assert_eq!(session.customer_id, expected.customer_id);
    assert_eq!(Value::Object(session.extra.clone()), expected.extra);
}

/// Asserts every field of the customer, by writing it.
#[track_caller]
pub(crate) fn assert_customer(customer: &Customer, expected: &Value) {
    assert_eq!(json!(customer), *expected);
}
