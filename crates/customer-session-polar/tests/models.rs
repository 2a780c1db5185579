//! Every published version and spelling of Polar's models is read, and nothing private is printed.

use std::time::SystemTime;

use customer_session_polar::{
    BenefitType, Customer, CustomerSession, CustomerState, CustomerType, Introspection, Member,
    MemberRole, PortalCustomer, PortalUser, PortalUserType, RecurringInterval, SessionKind,
    SubscriptionStatus,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

const PYTHON: &str = include_str!("fixtures/python.json");
const TYPESCRIPT: &str = include_str!("fixtures/typescript.json");
const PHP: &str = include_str!("fixtures/php.json");
const GO_FIELDS: &str = include_str!("fixtures/go_fields.json");
const GO_WIRE: &str = include_str!("fixtures/go_wire.json");
const CURRENT_MEMBER: &str = include_str!("fixtures/current_member.json");
const TEAM: &str = include_str!("fixtures/team.json");
const FIRST_VERSION: &str = include_str!("fixtures/first_version.json");
const FUTURE: &str = include_str!("fixtures/future.json");
const SESSIONS: [&str; 9] = [
    PYTHON,
    TYPESCRIPT,
    PHP,
    GO_FIELDS,
    GO_WIRE,
    CURRENT_MEMBER,
    TEAM,
    FIRST_VERSION,
    FUTURE,
];
const MEMBER: &str = include_str!("fixtures/member.json");
const PORTAL_USER_CUSTOMER: &str = include_str!("fixtures/portal_user_customer.json");
const PORTAL_USER_MEMBER: &str = include_str!("fixtures/portal_user_member.json");
const PORTAL_CUSTOMER: &str = include_str!("fixtures/portal_customer.json");

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("a fixture is JSON of its type")
}

fn at(time: &str) -> SystemTime {
    time.parse::<jiff::Timestamp>()
        .expect("a time in RFC 3339")
        .into()
}

/// What a session holds beside its customer.
struct Expected<'a> {
    created_at: &'a str,
    modified_at: Option<&'a str>,
    id: &'a str,
    token: &'a str,
    kind: Option<SessionKind>,
    expires_at: &'a str,
    return_url: Option<&'a str>,
    customer_portal_url: Option<&'a str>,
    customer_id: &'a str,
    extra: Value,
}

#[track_caller]
fn assert_session(session: &CustomerSession, expected: &Expected<'_>) {
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
fn assert_customer(customer: &Customer, expected: &Value) {
    assert_eq!(json!(customer), *expected);
}

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
fn one_field_under_two_names_is_refused() {
    let twice = r#"{ "id": "c1", "created_at": null, "createdAt": null }"#;

    let refused = serde_json::from_str::<Customer>(twice).unwrap_err();

    assert!(refused.to_string().contains("duplicate field"), "{refused}");
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

#[test]
fn a_member_is_read() {
    let member: Member = read(MEMBER);

    assert_eq!(member.id, "c0f5a3de-2b7c-4c58-8d0e-55e2a1f0b6d2");
    assert_eq!(member.created_at, Some(at("2026-09-01T10:00:00.5Z")));
    assert_eq!(member.modified_at, None);
    assert_eq!(
        member.customer_id.as_deref(),
        Some("0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10")
    );
    assert_eq!(member.email.as_deref(), Some("bo@shop.example"));
    assert_eq!(member.name.as_deref(), Some("Bo Member"));
    assert_eq!(member.external_id.as_deref(), Some("emp_9"));
    assert_eq!(member.role, Some(MemberRole::BillingManager));
    assert_eq!(member.extra, Map::new());
}

#[test]
fn a_member_is_read_under_the_sdks_names() {
    let expected: Member = read(MEMBER);
    let camel = json!({
        "id": expected.id,
        "createdAt": "2026-09-01T10:00:00.5Z",
        "modifiedAt": null,
        "customerId": expected.customer_id,
        "email": expected.email,
        "name": expected.name,
        "externalId": expected.external_id,
        "role": "billing_manager",
    });
    let pascal = json!({
        "ID": expected.id,
        "CreatedAt": "2026-09-01T10:00:00.5Z",
        "ModifiedAt": null,
        "CustomerID": expected.customer_id,
        "Email": expected.email,
        "Name": expected.name,
        "ExternalID": expected.external_id,
        "Role": "billing_manager",
    });

    for spelling in [camel, pascal] {
        assert_eq!(
            serde_json::from_value::<Member>(spelling).unwrap(),
            expected
        );
    }
}

#[test]
fn a_member_survives_being_written_and_read() {
    let portal_list = r#"{ "id": "m1", "role": "auditor", "seat": 4 }"#;

    for fixture in [MEMBER, portal_list] {
        let member: Member = read(fixture);

        let written = serde_json::to_value(&member).unwrap();

        assert_eq!(
            serde_json::from_value::<Member>(written.clone()).unwrap(),
            member
        );
        for (field, value) in read::<Map<String, Value>>(fixture) {
            assert_eq!(written[&field], value);
        }
    }
}

#[test]
fn roles_and_types_are_written_as_they_were_read() {
    for role in ["owner", "billing_manager", "member", "auditor"] {
        assert_eq!(MemberRole::from(role.to_owned()).as_str(), role);
        assert_eq!(
            json!(read::<MemberRole>(&json!(role).to_string())),
            json!(role)
        );
    }
    for of_customer in ["individual", "team", "household"] {
        assert_eq!(
            json!(read::<CustomerType>(&json!(of_customer).to_string())),
            json!(of_customer)
        );
    }
    assert_eq!(MemberRole::from("owner".to_owned()), MemberRole::Owner);
    assert_eq!(CustomerType::from("team".to_owned()), CustomerType::Team);
}

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

/// Renames the fields of an object and of the objects directly in it.
fn renamed(json: &str, rename: fn(&str) -> String) -> Value {
    let rename_fields = |fields: Map<String, Value>| -> Map<String, Value> {
        fields
            .into_iter()
            .map(|(field, value)| (rename(&field), value))
            .collect()
    };
    let mut fields: Map<String, Value> = read(json);
    if let Some(Value::Object(address)) = fields.get_mut("billing_address") {
        *address = rename_fields(std::mem::take(address));
    }
    rename_fields(fields).into()
}

fn pascal(field: &str) -> String {
    field
        .split('_')
        .map(|word| match word {
            "id" | "url" => word.to_uppercase(),
            _ => word[..1].to_uppercase() + &word[1..],
        })
        .collect()
}

fn camel(field: &str) -> String {
    let pascal: String = field
        .split('_')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect();
    pascal[..1].to_lowercase() + &pascal[1..]
}

#[test]
fn the_portals_answers_are_read_under_the_sdks_names() {
    let introspection =
        r#"{ "expires_at": "2026-11-02T09:15:30Z", "return_url": "https://shop.example" }"#;

    for rename in [camel, pascal] {
        assert_eq!(
            serde_json::from_value::<PortalUser>(renamed(PORTAL_USER_MEMBER, rename)).unwrap(),
            read(PORTAL_USER_MEMBER)
        );
        assert_eq!(
            serde_json::from_value::<PortalCustomer>(renamed(PORTAL_CUSTOMER, rename)).unwrap(),
            read(PORTAL_CUSTOMER)
        );
        assert_eq!(
            serde_json::from_value::<Introspection>(renamed(introspection, rename)).unwrap(),
            read(introspection)
        );
    }
}

/// Texts that must not reach a log. `made_up` is in every token, and so in every portal URL.
const PRIVATE: [&str; 24] = [
    "made_up",
    "polar.sh",
    "portal?",
    "shop.example",
    "hotmail",
    "blushing",
    "Ada",
    "Bo Member",
    "Paul",
    "Grace",
    "Fay",
    "Fred",
    "usr_",
    "emp_9",
    "Rue",
    "Main St",
    "High St",
    "75001",
    "Paris",
    "Zimbabwe",
    "FR00999999999",
    "eu_vat",
    "gravatar",
    "4411",
];

#[track_caller]
fn assert_prints(value: &impl std::fmt::Debug, id: &str) {
    for printed in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(printed.contains(id), "{printed}");
        for private in PRIVATE {
            assert!(!printed.contains(private), "{private} in {printed}");
        }
    }
}

#[test]
fn debug_shows_no_secret_and_nothing_personal() {
    for fixture in SESSIONS {
        let session: CustomerSession = read(fixture);

        assert_prints(&session, &session.id);
        assert_prints(&session.token, "redacted");
        assert_prints(&session.customer, &session.customer.id);
        if let Some(url) = &session.customer_portal_url {
            assert_prints(url, "redacted");
        }
        assert_prints(&session.customer.billing_address, "");
        assert_prints(&session.customer.tax_id, "");
    }
    let member: Member = read(MEMBER);
    assert_prints(&member, &member.id);
    for fixture in [PORTAL_USER_CUSTOMER, PORTAL_USER_MEMBER] {
        let user: PortalUser = read(fixture);
        assert_prints(&user, &user.customer_id);
    }
    let customer: PortalCustomer = read(PORTAL_CUSTOMER);
    assert_prints(&customer, &customer.id);
    let introspection: Introspection = read(
        r#"{ "expires_at": "2026-11-02T09:15:30Z", "return_url": "https://shop.example/usr_1" }"#,
    );
    assert_prints(&introspection, "expires_at");
}

#[test]
fn what_is_wrong_with_a_session_is_told_without_its_token() {
    let wrong = r#"{ "id": "s1", "token": "polar_cst_made_up", "expires_at": "soon" }"#;

    let refused = serde_json::from_str::<CustomerSession>(wrong).unwrap_err();

    assert!(!format!("{refused} {refused:?}").contains("made_up"));
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

/// The same object with every key in another spelling; words of the merchant's own stay.
fn respelled(value: &Value, spell: fn(&str) -> String) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (spell(key), respelled(value, spell)))
            .collect(),
        Value::Array(items) => items.iter().map(|item| respelled(item, spell)).collect(),
        other => other.clone(),
    }
}

#[test]
fn a_state_is_read_in_every_spelling() {
    let mut sent = state();
    // Their keys are nobody's to spell.
    sent["metadata"] = json!({});
    sent["granted_benefits"][0]["properties"] = json!({});
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
