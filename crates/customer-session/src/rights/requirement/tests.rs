use std::sync::Weak;

use super::*;
use crate::{Member, provider::SessionFacts, session::CustomerRecord};

fn session(facts: SessionFacts) -> VerifiedSession {
    let ada = Customer::assertion(CustomerRecord::new("ada"), "test");
    VerifiedSession::assertion(facts, ada)
}

fn with_scopes(scopes: &[&str]) -> VerifiedSession {
    session(SessionFacts::new("ada").scopes(scopes.iter().copied()))
}

fn with_roles(roles: &[&str]) -> VerifiedSession {
    session(SessionFacts::new("ada").roles(roles.iter().copied()))
}

fn acting_as(role: &str) -> VerifiedSession {
    let member = Member::new("m1").role(role.to_owned());
    session(SessionFacts::new("ada").member(member))
}

fn refusal(requirement: &Requirement, session: &VerifiedSession) -> Option<Reason> {
    let refused = requirement.check(session).err();
    refused.map(|rejection| rejection.reason())
}

#[test]
fn all_scopes_are_asked_for_and_more_do_no_harm() {
    let requirement = Requirement::scopes(["read", "write"]).unwrap();

    for (scopes, refused) in [
        (&["read", "write"][..], None),
        (&["other", "write", "read"], None),
        (&["read"], Some(Reason::ScopeInsufficient)),
        (&["write"], Some(Reason::ScopeInsufficient)),
        (&[], Some(Reason::ScopeInsufficient)),
    ] {
        assert_eq!(
            refusal(&requirement, &with_scopes(scopes)),
            refused,
            "{scopes:?}"
        );
    }
}

#[test]
fn of_any_scope_one_is_enough() {
    let requirement = Requirement::any_scope(["read", "write"]).unwrap();

    for (scopes, refused) in [
        (&["read"][..], None),
        (&["write"], None),
        (&["other"], Some(Reason::ScopeInsufficient)),
        (&[], Some(Reason::ScopeInsufficient)),
    ] {
        assert_eq!(
            refusal(&requirement, &with_scopes(scopes)),
            refused,
            "{scopes:?}"
        );
    }
}

#[test]
fn a_scope_is_not_fulfilled_by_one_that_looks_like_it() {
    let requirement = Requirement::scopes(["orders:read"]).unwrap();

    for scope in [
        "orders",
        "orders:*",
        "Orders:Read",
        "orders:read ",
        "orders:reads",
        "*",
    ] {
        assert_eq!(
            refusal(&requirement, &with_scopes(&[scope])),
            Some(Reason::ScopeInsufficient),
            "{scope}"
        );
    }
}

#[test]
fn a_role_is_the_members_or_the_sessions() {
    let requirement = Requirement::role("admin").unwrap();

    assert_eq!(refusal(&requirement, &acting_as("admin")), None);
    assert_eq!(
        refusal(&requirement, &with_roles(&["owner", "admin"])),
        None
    );
    for other in [
        acting_as("Admin"),
        with_roles(&["administrator"]),
        with_scopes(&["admin"]),
    ] {
        assert_eq!(
            refusal(&requirement, &other),
            Some(Reason::RoleMissing),
            "{other:?}"
        );
    }
}

#[test]
fn a_rule_of_the_applications_own_is_shown_the_session() {
    let requirement = Requirement::of(|session| session.customer().id().as_str() == "eve");

    assert_eq!(
        refusal(&requirement, &with_scopes(&[])),
        Some(Reason::RequirementUnmet)
    );
    assert_eq!(refusal(&Requirement::of(|_| true), &with_scopes(&[])), None);
}

/// The issuer of one provider lets everybody be `owner` of a team of their own.
#[test]
fn a_right_can_be_asked_for_as_one_provider_grants_it() {
    let owner = |provider: &str| {
        let ada = Customer::assertion(CustomerRecord::new("ada"), provider);
        let facts = SessionFacts::new("ada").scopes(["read"]).roles(["owner"]);
        VerifiedSession::assertion(facts, ada)
    };
    let right = || Requirement::role("owner").unwrap();
    let staff = || Requirement::from_provider("back-office").unwrap();

    assert_eq!(refusal(&right(), &owner("self-service")), None);
    for requirement in [right().and(staff()), staff().and(right())] {
        assert_eq!(refusal(&requirement, &owner("back-office")), None);
        for other in ["self-service", "Back-Office", "back-office ", ""] {
            assert_eq!(
                refusal(&requirement, &owner(other)),
                Some(Reason::RequirementUnmet),
                "{other:?}"
            );
        }
    }
}

/// It says what is wrong in the order in which it was asked for, and lists all scopes, so that
/// a client that gets them is not refused for another one.
#[test]
fn of_several_requirements_the_first_that_is_not_fulfilled_is_the_reason() {
    let requirement = Requirement::scopes(["read", "write"])
        .unwrap()
        .and(Requirement::role("admin").unwrap())
        .and(Requirement::scopes(["write", "delete"]).unwrap());
    let all = SessionFacts::new("ada")
        .scopes(["read", "write", "delete"])
        .roles(["admin"]);

    let nothing = requirement.check(&with_scopes(&[])).unwrap_err();
    let no_role = requirement
        .check(&with_scopes(&["read", "write", "delete"]))
        .unwrap_err();

    assert_eq!(refusal(&requirement, &session(all)), None);
    assert_eq!(nothing.reason(), Reason::ScopeInsufficient);
    assert_eq!(
        nothing.challenge(),
        Some(
            r#"Bearer error="insufficient_scope", error_description="The session lacks a scope that is required here", scope="read write delete""#
        )
    );
    assert_eq!(no_role.reason(), Reason::RoleMissing);
    assert_eq!(
        no_role.challenge(),
        Some(
            r#"Bearer error="insufficient_scope", error_description="The session may not do this""#
        )
    );
}

#[test]
fn a_scope_that_no_session_can_have_is_refused_where_it_is_given() {
    for scope in ["", "a b", "a\"", "a\\b", "a\u{7f}", "a\r\nb", "ä"] {
        for made in [
            Requirement::scopes(["read", scope]),
            Requirement::any_scope(["read", scope]),
        ] {
            assert!(
                matches!(made, Err(ConfigError::Invalid { .. })),
                "{scope:?}"
            );
        }
    }
    let every: Vec<_> = (0x21..0x7f_u8).map(char::from).collect();
    let every = every.into_iter().filter(|byte| !['"', '\\'].contains(byte));
    assert!(Requirement::scopes([every.collect::<String>()]).is_ok());
}

/// Asking for nothing would let everybody in.
#[test]
fn an_empty_list_of_scopes_and_an_empty_name_are_no_requirement() {
    let none: [&str; 0] = [];

    let errors = [
        Requirement::scopes(none),
        Requirement::any_scope(none),
        Requirement::role(""),
        Requirement::from_provider(""),
    ]
    .map(|made| made.unwrap_err().to_string());

    let fields = ["`scopes`", "`any_scope`", "`role`", "`from_provider`"];
    for (error, field) in errors.iter().zip(fields) {
        assert!(error.starts_with(field), "{error}");
    }
}

#[test]
fn what_a_layer_installed_is_judged_as_the_layer_would_have_judged() {
    let customer = with_scopes(&["read"]).into_customer();
    let stranger = Customer::assertion(CustomerRecord::new("eve"), "nobody");
    let missing = Rejection::by_requirement(Reason::TokenMissing, None, None);
    let anonymous = Anonymous::new(missing, Weak::new());
    let requirement = Requirement::of(|_| true);
    let judged = |customer, anonymous: Option<&Anonymous>| {
        let extracted = VerifiedSession::installed(customer, || anonymous).map(|_| ());
        let judged = requirement.judge(customer, || anonymous);
        let [extracted, judged] =
            [extracted, judged].map(|judged| judged.map_err(|rejection| rejection.reason()));
        assert_eq!(extracted, judged);
        judged
    };

    assert_eq!(judged(Some(&customer), None), Ok(()));
    assert_eq!(judged(None, Some(&anonymous)), Err(Reason::TokenMissing));
    assert_eq!(judged(None, None), Err(Reason::LayerMissing));
    assert_eq!(judged(Some(&stranger), None), Err(Reason::LayerMissing));
}
