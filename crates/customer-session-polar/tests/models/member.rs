//! Members in every spelling, and their roles.

use customer_session_polar::{CustomerType, Member, MemberRole};
use serde_json::{Map, Value, json};

use crate::fixtures::{MEMBER, at, read};

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
