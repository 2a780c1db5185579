//! What a customer bought, in every spelling.

use customer_session_polar::{BenefitType, CustomerState, RecurringInterval, SubscriptionStatus};
use serde_json::{Value, json};

use crate::{
    fixtures::at,
    spelling::{camel, pascal, respelled},
};

#[test]
fn a_state_is_read_in_every_spelling() {
    let sent = state();
    let expected: CustomerState = serde_json::from_value(sent.clone()).unwrap();

    for spell in [camel, pascal] {
        let spelled = respelled(&sent, spell);
        let read: CustomerState = serde_json::from_value(spelled.clone()).unwrap();

        assert_eq!(read, expected, "{spelled}");
    }
}

#[test]
fn a_state_has_its_fields_and_is_written_as_it_was_read() {
    let read: CustomerState = serde_json::from_value(state()).unwrap();

    let subscription = &read.active_subscriptions[0];
    assert_eq!(subscription.status, Some(SubscriptionStatus::Trialing));
    let fortnight = RecurringInterval::Other("fortnight".to_owned());
    assert_eq!(subscription.recurring_interval, Some(fortnight));
    assert_eq!(subscription.created_at, Some(at("2026-11-02T08:15:30Z")));
    assert_eq!(subscription.current_period_end, None);
    assert_eq!(subscription.cancel_at_period_end, Some(true));
    assert_eq!(subscription.meters[0].amount, Some(7));
    let granted = &read.granted_benefits[0];
    assert_eq!(granted.benefit_type, Some(BenefitType::LicenseKeys));
    assert_eq!(granted.properties["license_key_id"], "k1");
    assert_eq!(read.meter("m1").and_then(|meter| meter.balance), Some(-2.5));
    assert_eq!(read.customer.metadata["plan"], "pro");
    assert!(read.customer.extra.is_empty(), "{:?}", read.customer.extra);

    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written["active_subscriptions"][0]["product_id"], "p1");
    let again: CustomerState = serde_json::from_value(written).unwrap();
    assert_eq!(again, read);
}

/// A state as Polar sends it.
fn state() -> Value {
    json!({
        "id": "c1",
        "metadata": { "plan": "pro" },
        "active_subscriptions": [{
            "id": "s1",
            "created_at": "2026-11-02T08:15:30Z",
            "custom_field_data": {},
            "metadata": {},
            "status": "trialing",
            "amount": 1000,
            "currency": "usd",
            "recurring_interval": "fortnight",
            "current_period_start": "2026-11-02T08:15:30Z",
            "current_period_end": null,
            "cancel_at_period_end": true,
            "product_id": "p1",
            "meters": [{ "id": "u1", "meter_id": "m1", "consumed_units": 0.5, "amount": 7 }],
        }],
        "granted_benefits": [{
            "id": "g1",
            "granted_at": "2026-11-02T08:15:30.120044Z",
            "benefit_id": "b1",
            "benefit_type": "license_keys",
            "properties": { "license_key_id": "k1" },
        }],
        "active_meters": [{ "id": "a1", "meter_id": "m1", "consumed_units": 12, "balance": -2.5 }],
    })
}
