//! What a customer needs, and that it is written as it was read.

use customer_session_polar::{Customer, CustomerSession};
use serde_json::Value;

use crate::fixtures::{CURRENT_MEMBER, SESSIONS, read};

#[test]
fn a_customer_needs_an_id_and_nothing_else() {
    let customer: Customer = read(r#"{ "id": "c1" }"#);

    assert_eq!(customer.id, "c1");
    assert!(serde_json::from_str::<Customer>("{}").is_err());
    assert!(serde_json::from_str::<Customer>(r#"{ "id": null }"#).is_err());
}

#[test]
fn missing_and_null_are_the_same() {
    let missing: Customer = read(r#"{ "id": "c1" }"#);
    let mut nulls = serde_json::to_value(&missing).unwrap();
    nulls["metadata"] = Value::Null;

    let read: Customer = serde_json::from_value(nulls.clone()).unwrap();

    assert_eq!(nulls.as_object().unwrap().len(), 18);
    assert_eq!(read, missing);
}

#[test]
fn one_field_under_two_names_is_refused() {
    let twice = r#"{ "id": "c1", "created_at": null, "createdAt": null }"#;

    let refused = serde_json::from_str::<Customer>(twice).unwrap_err();

    assert!(refused.to_string().contains("duplicate field"), "{refused}");
}

#[test]
fn a_customer_survives_being_written_and_read() {
    for fixture in SESSIONS {
        let customer = read::<CustomerSession>(fixture).customer;

        let written = serde_json::to_string(&customer).unwrap();

        assert_eq!(read::<Customer>(&written), customer, "{written}");
    }
}

#[test]
fn the_servers_own_json_of_a_customer_is_written_again() {
    let mut wire: Value = read(CURRENT_MEMBER);

    let written = serde_json::to_value(read::<CustomerSession>(CURRENT_MEMBER).customer).unwrap();

    assert_eq!(written, wire["customer"].take());
}
