//! What each model requires, and that it requires nothing else.

use customer_session_polar::{
    ActiveMeter, ActiveSubscription, Customer, CustomerSession, CustomerState, GrantedBenefit,
    Introspection, Member, PortalCustomer, PortalUser, SubscriptionMeter,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// `minimal` is read, and is not without one of its fields or with a `null` in it.
fn requires<T: DeserializeOwned>(minimal: Value) {
    let minimal: Map<String, Value> = serde_json::from_value(minimal).expect("an object");
    let is_read = |fields: Map<String, Value>| serde_json::from_value::<T>(fields.into()).is_ok();
    assert!(is_read(minimal.clone()), "{minimal:?}");
    for field in minimal.keys() {
        let mut without = minimal.clone();
        without.remove(field);
        let mut null = minimal.clone();
        null.insert(field.clone(), Value::Null);

        assert!(!is_read(without), "{minimal:?} without {field}");
        assert!(!is_read(null), "{minimal:?} with {field} null");
    }
}

#[test]
fn customers_and_members_require_their_id() {
    requires::<Customer>(json!({ "id": "c1" }));
    requires::<Member>(json!({ "id": "m1" }));
    requires::<PortalCustomer>(json!({ "id": "c1" }));
    requires::<PortalUser>(json!({ "customer_id": "c1" }));
}

#[test]
fn sessions_require_when_they_end_and_a_created_one_its_token_and_customer() {
    requires::<Introspection>(json!({ "expires_at": "2026-11-02T09:15:30Z" }));
    requires::<CustomerSession>(json!({
        "id": "s1",
        "token": "polar_cst_made_up",
        "expires_at": "2026-11-02T09:15:30Z",
        "customer_id": "c1",
        "customer": { "id": "c1" },
    }));
}

#[test]
fn a_state_requires_its_lists_and_what_stands_in_them_the_id_of_what_it_is_about() {
    requires::<CustomerState>(json!({
        "id": "c1",
        "active_subscriptions": [],
        "granted_benefits": [],
        "active_meters": [],
    }));
    requires::<ActiveSubscription>(json!({ "id": "s1", "product_id": "p1" }));
    requires::<GrantedBenefit>(json!({ "id": "g1", "benefit_id": "b1" }));
    requires::<ActiveMeter>(json!({ "id": "a1", "meter_id": "m1" }));
    requires::<SubscriptionMeter>(json!({ "id": "u1", "meter_id": "m1" }));
}
