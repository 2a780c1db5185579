//! What the portal tells the holder of a session.

use customer_session_polar::{
    CustomerType, Introspection, MemberRole, PortalCustomer, PortalUser, PortalUserType,
};
use serde_json::{Map, Value, json};

use crate::{
    fixtures::{PORTAL_CUSTOMER, PORTAL_USER_CUSTOMER, PORTAL_USER_MEMBER, at, read},
    spelling::{camel, pascal, respelled},
};

#[test]
fn the_portals_user_is_read_for_a_customer() {
    let user: PortalUser = read(PORTAL_USER_CUSTOMER);

    assert_eq!(user.user_type, Some(PortalUserType::Customer));
    assert_eq!(user.name.as_deref(), Some("Ada Current"));
    assert_eq!(user.email.as_deref(), Some("ada@shop.example"));
    assert_eq!(user.customer_id, "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10");
    assert_eq!(user.member_id, None);
    assert_eq!(user.role, None);
    assert_eq!(user.extra, Map::new());
}

#[test]
fn the_portals_user_is_read_for_a_member() {
    let user: PortalUser = read(PORTAL_USER_MEMBER);

    assert_eq!(user.user_type, Some(PortalUserType::Member));
    assert_eq!(user.name.as_deref(), Some("Bo Member"));
    assert_eq!(user.email.as_deref(), Some("bo@shop.example"));
    assert_eq!(user.customer_id, "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10");
    assert_eq!(
        user.member_id.as_deref(),
        Some("c0f5a3de-2b7c-4c58-8d0e-55e2a1f0b6d2")
    );
    assert_eq!(user.role, Some(MemberRole::Member));
    assert_eq!(user.extra, Map::new());
}

#[test]
fn a_portal_user_needs_the_customers_id() {
    assert!(serde_json::from_str::<PortalUser>(r#"{ "member_id": "m1" }"#).is_err());
    assert!(serde_json::from_str::<PortalUser>(r#"{ "customer_id": "c1" }"#).is_ok());
}

#[test]
fn the_introspection_is_read() {
    let introspection: Introspection =
        read(r#"{ "expires_at": "2026-11-02T09:15:30.120020Z", "return_url": null, "new": 1 }"#);

    assert_eq!(introspection.expires_at, at("2026-11-02T09:15:30.120020Z"));
    assert_eq!(introspection.return_url, None);
    assert_eq!(Value::Object(introspection.extra), json!({ "new": 1 }));
}

#[test]
fn the_portals_customer_is_read() {
    let customer: PortalCustomer = read(PORTAL_CUSTOMER);

    assert_eq!(customer.created_at, Some(at("2026-09-01T10:00:00Z")));
    assert_eq!(customer.modified_at, None);
    assert_eq!(customer.id, "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10");
    assert_eq!(customer.email.as_deref(), Some("ada@shop.example"));
    assert_eq!(customer.email_verified, Some(true));
    assert_eq!(customer.name.as_deref(), Some("Ada Current"));
    assert_eq!(customer.billing_name.as_deref(), Some("Ada Ltd"));
    let address = customer.billing_address.unwrap();
    assert_eq!(address.postal_code.as_deref(), Some("75001"));
    let tax_id = customer.tax_id.unwrap();
    assert_eq!(tax_id.value.as_deref(), Some("FR00999999999"));
    assert_eq!(tax_id.format.as_deref(), Some("eu_vat"));
    assert_eq!(
        Value::Object(customer.oauth_accounts),
        json!({ "github:4411": { "account_id": "4411", "account_username": "ada" } })
    );
    assert_eq!(customer.default_payment_method_id, None);
    assert_eq!(customer.customer_type, Some(CustomerType::Individual));
    assert_eq!(customer.locale.as_deref(), Some("fr-FR"));
    assert_eq!(customer.extra, Map::new());
}

#[test]
fn a_portal_customer_needs_an_id_and_nothing_else() {
    assert!(serde_json::from_str::<PortalCustomer>(r#"{ "id": "c1" }"#).is_ok());
    assert!(serde_json::from_str::<PortalCustomer>("{}").is_err());
}

#[test]
fn the_portals_answers_are_read_under_the_sdks_names() {
    let introspection =
        r#"{ "expires_at": "2026-11-02T09:15:30Z", "return_url": "https://shop.example" }"#;

    for spell in [camel, pascal] {
        let spelled = |json: &str| respelled(&read(json), spell);

        assert_eq!(
            serde_json::from_value::<PortalUser>(spelled(PORTAL_USER_MEMBER)).unwrap(),
            read(PORTAL_USER_MEMBER)
        );
        assert_eq!(
            serde_json::from_value::<PortalCustomer>(spelled(PORTAL_CUSTOMER)).unwrap(),
            read(PORTAL_CUSTOMER)
        );
        assert_eq!(
            serde_json::from_value::<Introspection>(spelled(introspection)).unwrap(),
            read(introspection)
        );
    }
}
