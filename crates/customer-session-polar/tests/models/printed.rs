//! Nothing secret or personal reaches a log.

use customer_session_polar::{CustomerSession, Introspection, Member, PortalCustomer, PortalUser};

use crate::fixtures::{
    MEMBER, PORTAL_CUSTOMER, PORTAL_USER_CUSTOMER, PORTAL_USER_MEMBER, SESSIONS, read,
};

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

#[track_caller]
fn assert_prints(value: &impl std::fmt::Debug, id: &str) {
    for printed in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(printed.contains(id), "{printed}");
        for private in PRIVATE {
            assert!(!printed.contains(private), "{private} in {printed}");
        }
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
