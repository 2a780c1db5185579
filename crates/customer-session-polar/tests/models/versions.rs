//! Sessions as Polar's server wrote them from its first version on, and as it may one day.

use customer_session_polar::{CustomerSession, CustomerType, SessionKind};
use serde_json::{Map, Value, json};

use crate::{
    expected::{Expected, assert_customer, assert_session},
    fixtures::{CURRENT_MEMBER, FIRST_VERSION, FUTURE, TEAM, at, read},
};

#[test]
fn the_current_servers_session_of_a_member_is_read() {
    let session: CustomerSession = read(CURRENT_MEMBER);

    assert_session(
        &session,
        &Expected {
            created_at: "2026-11-02T08:15:30.120044Z",
            modified_at: None,
            id: "5c5d2b7a-6c8e-4a57-9d5f-0f5f2c9a7b11",
            token: "polar_mst_made_up_current",
            kind: Some(SessionKind::Member),
            expires_at: "2026-11-02T09:15:30.120020Z",
            return_url: None,
            customer_portal_url: Some(
                "https://polar.sh/acme/portal?customer_session_token=polar_mst_made_up_current\
                 &email=ada%40shop.example",
            ),
            customer_id: "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10",
            extra: json!({}),
        },
    );
}

/// The one customer that is asserted through its fields instead of through its JSON.
#[test]
fn the_current_servers_customer_has_its_values_in_its_fields() {
    let customer = read::<CustomerSession>(CURRENT_MEMBER).customer;

    assert_eq!(customer.id, "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10");
    assert_eq!(customer.created_at, Some(at("2026-09-01T10:00:00Z")));
    assert_eq!(
        customer.modified_at,
        Some(at("2026-10-11T12:30:45.000123Z"))
    );
    assert_eq!(
        Value::Object(customer.metadata),
        json!({ "plan": "pro", "seats": 3, "ratio": 1.5, "beta": true })
    );
    assert_eq!(customer.external_id.as_deref(), Some("usr_4411"));
    assert_eq!(customer.email.as_deref(), Some("ada@shop.example"));
    assert_eq!(customer.email_verified, Some(true));
    assert_eq!(customer.customer_type, Some(CustomerType::Individual));
    assert_eq!(customer.name.as_deref(), Some("Ada Current"));
    assert_eq!(customer.billing_name.as_deref(), Some("Ada Ltd"));
    let address = customer.billing_address.unwrap();
    assert_eq!(address.line1.as_deref(), Some("1 Rue X"));
    assert_eq!(address.line2, None);
    assert_eq!(address.postal_code.as_deref(), Some("75001"));
    assert_eq!(address.city.as_deref(), Some("Paris"));
    assert_eq!(address.state, None);
    assert_eq!(address.country.as_deref(), Some("FR"));
    assert_eq!(address.extra, Map::new());
    let tax_id = customer.tax_id.unwrap();
    assert_eq!(tax_id.value.as_deref(), Some("FR00999999999"));
    assert_eq!(tax_id.format.as_deref(), Some("eu_vat"));
    assert_eq!(customer.locale.as_deref(), Some("fr-FR"));
    assert_eq!(
        customer.organization_id.as_deref(),
        Some("7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01")
    );
    assert_eq!(customer.default_payment_method_id, None);
    assert_eq!(customer.deleted_at, None);
    assert_eq!(customer.first_user_event_at, None);
    assert_eq!(
        customer.avatar_url.as_deref(),
        Some("https://www.gravatar.com/avatar/current?d=404")
    );
    assert_eq!(customer.extra, Map::new());
}

#[test]
fn a_team_without_email_and_picture_is_read() {
    let session: CustomerSession = read(TEAM);

    assert_session(
        &session,
        &Expected {
            created_at: "2026-11-02T08:15:30Z",
            modified_at: None,
            id: "session-team",
            token: "polar_mst_made_up_team",
            kind: Some(SessionKind::Member),
            expires_at: "2026-11-02T09:15:30Z",
            return_url: None,
            customer_portal_url: Some(
                "https://polar.sh/acme/portal?customer_session_token=polar_mst_made_up_team\
                 &email=None",
            ),
            customer_id: "customer-team",
            extra: json!({}),
        },
    );
    assert_eq!(session.customer.customer_type, Some(CustomerType::Team));
    assert_customer(
        &session.customer,
        &json!({
            "id": "customer-team",
            "created_at": "2026-09-01T10:00:00Z",
            "modified_at": null,
            "metadata": {},
            "external_id": null,
            "email": null,
            "email_verified": false,
            "type": "team",
            "name": null,
            "billing_name": null,
            "billing_address": null,
            "tax_id": null,
            "locale": null,
            "organization_id": "organization-team",
            "default_payment_method_id": null,
            "deleted_at": null,
            "first_user_event_at": null,
            "avatar_url": null,
        }),
    );
}

#[test]
fn the_first_version_of_2024_12_19_is_read() {
    let session: CustomerSession = read(FIRST_VERSION);

    assert_session(
        &session,
        &Expected {
            created_at: "2024-12-19T08:15:30.120044Z",
            modified_at: None,
            id: "session-first",
            token: "polar_cst_made_up_first",
            kind: Some(SessionKind::Customer),
            expires_at: "2024-12-19T09:15:30.120020Z",
            return_url: None,
            customer_portal_url: None,
            customer_id: "customer-first",
            extra: json!({}),
        },
    );
    assert_customer(
        &session.customer,
        &json!({
            "id": "customer-first",
            "created_at": "2024-12-18T10:00:00Z",
            "modified_at": null,
            "metadata": {},
            "external_id": null,
            "email": "fay@shop.example",
            "email_verified": false,
            "type": null,
            "name": "Fay First",
            "billing_name": null,
            "billing_address": null,
            "tax_id": null,
            "locale": null,
            "organization_id": "organization-first",
            "default_payment_method_id": null,
            "deleted_at": null,
            "first_user_event_at": null,
            "avatar_url": "https://www.gravatar.com/avatar/first?d=blank",
        }),
    );
}

#[test]
fn what_a_future_version_adds_is_kept() {
    let session: CustomerSession = read(FUTURE);

    assert_session(
        &session,
        &Expected {
            created_at: "2031-05-06T08:15:30.120044Z",
            modified_at: None,
            id: "session-future",
            token: "polar_mst_made_up_future",
            kind: Some(SessionKind::Member),
            expires_at: "2199-05-06T09:15:30.120020Z",
            return_url: Some("https://shop.example/account"),
            customer_portal_url: Some(
                "https://polar.sh/acme/portal?member_session_token=polar_mst_made_up_future",
            ),
            customer_id: "customer-future",
            extra: json!({ "member_id": "member-future", "scopes": ["customer_portal:write"] }),
        },
    );
    assert_eq!(
        session.customer.customer_type,
        Some(CustomerType::Other("household".to_owned()))
    );
    assert_eq!(
        session.customer.extra["members"][0]["id"],
        json!("member-future")
    );
    assert_customer(
        &session.customer,
        &json!({
            "id": "customer-future",
            "created_at": "2031-05-01T10:00:00Z",
            "modified_at": null,
            "metadata": { "nested": { "list": [1, null, "two"] }, "nothing": null },
            "external_id": "usr_future",
            "email": "fred@shop.example",
            "email_verified": true,
            "type": "household",
            "name": "Fred Future",
            "billing_name": "Fred Ltd",
            "billing_address": {
                "line1": null,
                "line2": null,
                "postal_code": null,
                "city": null,
                "state": null,
                "country": "FR",
                "district": "7e",
            },
            "tax_id": ["M1", "moon_vat"],
            "locale": "en-MN",
            "organization_id": "organization-future",
            "default_payment_method_id": null,
            "deleted_at": null,
            "first_user_event_at": "2031-05-02T10:00:00Z",
            "avatar_url": null,
            "members": [{ "id": "member-future", "role": "auditor" }],
            "loyalty": { "points": 7 },
        }),
    );
}
