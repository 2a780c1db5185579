//! What a session needs, and what may read it.

use customer_session_polar::CustomerSession;
use serde_json::json;

use crate::fixtures::{SESSIONS, read};

#[test]
fn a_session_needs_id_token_expiry_and_customer() {
    let required = json!({
        "id": "s1",
        "token": "polar_cst_made_up",
        "expires_at": "2026-11-02T09:15:30Z",
        "customer_id": "c1",
        "customer": { "id": "c1" },
    });
    let session: CustomerSession = serde_json::from_value(required.clone()).unwrap();

    assert_eq!(session.created_at, None);
    assert_eq!(session.modified_at, None);
    assert_eq!(session.return_url, None);
    assert!(session.customer_portal_url.is_none());
    for field in required.as_object().unwrap().keys() {
        let mut without = required.clone();
        without.as_object_mut().unwrap().remove(field);

        let refused = serde_json::from_value::<CustomerSession>(without).unwrap_err();

        assert!(refused.to_string().contains(field), "{refused}");
    }
}

#[test]
fn a_session_is_read_whatever_kind_of_reader_gives_it() {
    for fixture in SESSIONS {
        let from_text: CustomerSession = read(fixture);
        let from_bytes: CustomerSession = serde_json::from_reader(fixture.as_bytes()).unwrap();
        let from_value: CustomerSession = serde_json::from_value(read(fixture)).unwrap();

        assert_eq!(from_text.customer, from_bytes.customer);
        assert_eq!(from_text.customer, from_value.customer);
        assert_eq!(from_text.expires_at, from_bytes.expires_at);
        assert_eq!(from_text.expires_at, from_value.expires_at);
    }
}
