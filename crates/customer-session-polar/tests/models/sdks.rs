//! Sessions as the objects of Polar's SDKs are printed.

use customer_session_polar::{CustomerSession, SessionKind};
use serde_json::{Map, Value, json};

use crate::{
    expected::{Expected, assert_customer, assert_session},
    fixtures::{GO_FIELDS, GO_WIRE, PHP, PYTHON, TYPESCRIPT, read},
};

#[test]
fn the_python_sdks_session_is_read() {
    let session: CustomerSession = read(PYTHON);

    assert_session(
        &session,
        &Expected {
            created_at: "2025-03-01T08:15:30.120044Z",
            modified_at: Some("2025-03-01T08:15:31Z"),
            id: "session-python",
            token: "polar_cst_made_up_python",
            kind: Some(SessionKind::Customer),
            expires_at: "2025-03-01T09:15:30.120020Z",
            return_url: None,
            customer_portal_url: Some(
                "https://polar.sh/acme/portal?customer_session_token=polar_cst_made_up_python",
            ),
            customer_id: "customer-python",
            extra: json!({}),
        },
    );
    assert_customer(
        &session.customer,
        &json!({
            "id": "customer-python",
            "created_at": "2025-02-01T10:00:00Z",
            "modified_at": null,
            "metadata": { "plan": "pro", "seats": 3, "ratio": 1.5, "beta": true },
            "external_id": "usr_4411",
            "email": "ada@shop.example",
            "email_verified": true,
            "type": null,
            "name": "Ada Python",
            "billing_name": null,
            "billing_address": {
                "line1": "1 Main St",
                "line2": "Floor 2",
                "postal_code": "10001",
                "city": "New York",
                "state": "US-NY",
                "country": "US",
            },
            "tax_id": ["12-3456789", "us_ein"],
            "locale": null,
            "organization_id": "organization-python",
            "default_payment_method_id": null,
            "deleted_at": null,
            "first_user_event_at": null,
            "avatar_url": "https://www.gravatar.com/avatar/python?d=blank",
        }),
    );
}

#[test]
fn the_typescript_sdks_session_is_read() {
    let session: CustomerSession = read(TYPESCRIPT);

    assert_session(
        &session,
        &Expected {
            created_at: "2024-07-07T12:53:51.135Z",
            modified_at: Some("2023-11-08T11:19:47.753Z"),
            id: "<value>",
            token: "<value>",
            kind: None,
            expires_at: "2023-10-04T00:53:50.240Z",
            return_url: None,
            customer_portal_url: Some("https://blushing-mouser.info"),
            customer_id: "<value>",
            extra: json!({}),
        },
    );
    assert_customer(
        &session.customer,
        &json!({
            "id": "<value>",
            "created_at": "2024-06-22T22:06:31.167Z",
            "modified_at": "2025-06-01T03:35:11.92Z",
            "metadata": { "key": "<value>" },
            "external_id": null,
            "email": "Emelie67@hotmail.com",
            "email_verified": false,
            "type": null,
            "name": "<value>",
            "billing_name": null,
            "billing_address": {
                "line1": null,
                "line2": null,
                "postal_code": null,
                "city": null,
                "state": null,
                "country": "Zimbabwe",
            },
            "tax_id": ["jp_cn", null],
            "locale": null,
            "organization_id": "<value>",
            "default_payment_method_id": null,
            "deleted_at": null,
            "first_user_event_at": null,
            "avatar_url": "https://smart-incandescence.biz",
        }),
    );
}

#[test]
fn the_php_sdks_session_is_read() {
    let session: CustomerSession = read(PHP);

    assert_session(
        &session,
        &Expected {
            created_at: "2026-04-03T08:15:30.120044Z",
            modified_at: Some("2026-04-03T08:15:31Z"),
            id: "session-php",
            token: "polar_cst_made_up_php",
            kind: Some(SessionKind::Customer),
            expires_at: "2026-04-03T09:15:30.120020Z",
            return_url: Some("https://shop.example/account"),
            customer_portal_url: Some(
                "https://polar.sh/acme/portal?customer_session_token=polar_cst_made_up_php",
            ),
            customer_id: "customer-php",
            extra: json!({}),
        },
    );
    assert_customer(
        &session.customer,
        &json!({
            "id": "customer-php",
            "created_at": "2026-04-01T10:00:00Z",
            "modified_at": null,
            "metadata": {},
            "external_id": "usr_php",
            "email": "paul@shop.example",
            "email_verified": true,
            "type": "individual",
            "name": "Paul Php",
            "billing_name": "Paul Ltd",
            "billing_address": {
                "line1": "2 Rue Y",
                "line2": "Bureau 3",
                "postal_code": "H2X 1Y4",
                "city": "Montréal",
                "state": "CA-QC",
                "country": "CA",
            },
            "tax_id": ["123456789RT0001", "ca_gst_hst"],
            "locale": "fr-CA",
            "organization_id": "organization-php",
            "default_payment_method_id": "payment-method-php",
            "deleted_at": "2026-04-02T10:00:00Z",
            "first_user_event_at": "2026-04-01T11:00:00.5Z",
            "avatar_url": "https://img.logo.dev/shop.example",
        }),
    );
}

#[test]
fn the_go_sdks_session_is_read_by_field_names_and_by_json_names() {
    for fixture in [GO_FIELDS, GO_WIRE] {
        let session: CustomerSession = read(fixture);

        assert_session(
            &session,
            &Expected {
                created_at: "2025-01-01T08:15:30.120044Z",
                modified_at: None,
                id: "session-go",
                token: "polar_cst_made_up_go",
                kind: Some(SessionKind::Customer),
                expires_at: "2025-01-01T09:15:30.120020Z",
                return_url: None,
                customer_portal_url: None,
                customer_id: "customer-go",
                extra: json!({}),
            },
        );
        assert_customer(
            &session.customer,
            &json!({
                "id": "customer-go",
                "created_at": "2024-12-20T10:00:00Z",
                "modified_at": "2024-12-21T10:00:00Z",
                "metadata": { "plan": "pro" },
                "external_id": "usr_go",
                "email": "grace@shop.example",
                "email_verified": true,
                "type": "individual",
                "name": "Grace Go",
                "billing_name": "Grace Ltd",
                "billing_address": {
                    "line1": "3 High St",
                    "line2": "Flat 4",
                    "postal_code": "SW1A 1AA",
                    "city": "London",
                    "state": "England",
                    "country": "GB",
                },
                "tax_id": ["GB999999973", "gb_vat"],
                "locale": "en-GB",
                "organization_id": "organization-go",
                "default_payment_method_id": "payment-method-go",
                "deleted_at": "2025-01-01T08:20:00Z",
                "first_user_event_at": "2024-12-22T10:00:00Z",
                "avatar_url": "https://www.gravatar.com/avatar/go?d=blank",
            }),
        );
    }
}

#[test]
fn a_session_with_every_field_that_go_knows_is_read() {
    let mut fields: Map<String, Value> = read(GO_FIELDS);
    fields.insert("ReturnURL".into(), json!("https://shop.example/back"));
    fields.insert(
        "CustomerPortalURL".into(),
        json!("https://polar.sh/acme/portal"),
    );

    let session: CustomerSession = serde_json::from_value(fields.into()).unwrap();

    assert_eq!(
        session.return_url.as_deref(),
        Some("https://shop.example/back")
    );
    assert_eq!(
        session.customer_portal_url.unwrap().expose(),
        "https://polar.sh/acme/portal"
    );
}
