//! What a route asks of a session beyond that it is good.

mod issuers;
mod nested;
mod nobody;
mod unread;

use customer_session::{
    Customer, CustomerSessionConfig, Member, Mode, Reason, Requirement, VerifiedSession,
    provider::SessionFacts, session::CustomerRecord,
};

use super::{
    Driver, Outcome, Sent, Stack, World, Wrap,
    case::everywhere,
    drivers::{Actix, Axum, Tower},
    handled,
    refusals::Refusal,
    stack::REPLACED,
};

fn facts() -> SessionFacts {
    SessionFacts::new("ada")
}

/// A layer that signs everybody in with this session.
fn signed_in(facts: SessionFacts) -> Wrap {
    signed_in_as("Ada", facts)
}

/// A layer that signs everybody in with this session, of a customer of this name.
fn signed_in_as(name: &str, facts: SessionFacts) -> Wrap {
    let record = CustomerRecord::new("ada").name(name.to_owned());
    let ada = Customer::assertion(record, "test");
    let config = CustomerSessionConfig::builder()
        .realm("shop")
        .signed_in_as(VerifiedSession::assertion(facts, ada))
        .build();
    Wrap::new(config.unwrap(), Mode::Required)
}

fn read_and_write() -> Requirement {
    Requirement::scopes(["orders:read", "orders:write"]).unwrap()
}

fn admin() -> Requirement {
    Requirement::role("admin").unwrap()
}

fn request(method: &'static str) -> Sent {
    Sent {
        method,
        target: "/".to_owned(),
        headers: Vec::new(),
    }
}

/// Sends a request with this session to a route that asks for this.
async fn with(facts: SessionFacts, requirement: Requirement, outcome: Outcome) {
    let stack = || Stack::of([signed_in(facts.clone())]).requiring(requirement.clone());

    everywhere(stack, &request("GET"), outcome).await;
}

#[actix_web::test]
async fn a_session_with_all_scopes_passes() {
    for scopes in [
        &["orders:read", "orders:write"][..],
        &["profile", "orders:write", "orders:read"],
    ] {
        with(
            facts().scopes(scopes.iter().copied()),
            read_and_write(),
            handled("Ada at /"),
        )
        .await;
    }
}

#[actix_web::test]
async fn a_session_that_lacks_one_scope_is_told_which_are_required() {
    for scopes in [
        &["orders:read"][..],
        &["orders:write"],
        &["orders:read orders:write"],
        &[],
    ] {
        with(
            facts().scopes(scopes.iter().copied()),
            read_and_write(),
            Outcome::Refused(Refusal::INSUFFICIENT),
        )
        .await;
    }
}

#[actix_web::test]
async fn of_any_scope_one_is_enough() {
    let any = || Requirement::any_scope(["orders:read", "orders:write"]).unwrap();

    with(facts().scopes(["orders:write"]), any(), handled("Ada at /")).await;
    with(
        facts().scopes(["orders"]),
        any(),
        Outcome::Refused(Refusal::INSUFFICIENT),
    )
    .await;
}

#[actix_web::test]
async fn a_role_is_the_members_or_the_sessions() {
    let member = |role: &str| facts().member(Member::new("m1").role(role.to_owned()));

    with(member("admin"), admin(), handled("Ada, admin at /")).await;
    with(
        facts().roles(["buyer", "admin"]),
        admin(),
        handled("Ada at /"),
    )
    .await;
    for refused in [member("administrator"), facts().roles(["Admin"]), facts()] {
        with(refused, admin(), Outcome::Refused(Refusal::ROLE_MISSING)).await;
    }
}

/// What the issuer says of a member, all the way.
#[actix_web::test]
async fn the_role_of_a_real_member_counts() {
    let world = World::start().await;
    let asks = |role: &'static str| {
        let layer = Wrap::new(world.config([]), Mode::Required);
        Stack::of([layer]).requiring(Requirement::role(role).unwrap())
    };
    let sent = world.get("Bearer {member}");

    everywhere(
        || asks("billing_manager"),
        &sent,
        handled("Globex, billing_manager at /"),
    )
    .await;
    everywhere(
        || asks("owner"),
        &sent,
        Outcome::Refused(Refusal::ROLE_MISSING),
    )
    .await;
}

#[actix_web::test]
async fn a_rule_of_the_applications_own_decides() {
    let named = |name: &'static str| {
        Requirement::of(move |session| session.customer().name() == Some(name))
    };

    with(facts(), named("Ada"), handled("Ada at /")).await;
    with(
        facts(),
        named("Grace"),
        Outcome::Refused(Refusal::FORBIDDEN),
    )
    .await;
}

#[actix_web::test]
async fn of_several_requirements_each_counts() {
    let both = || read_and_write().and(admin());
    let scopes = || facts().scopes(["orders:read", "orders:write"]);

    with(scopes().roles(["admin"]), both(), handled("Ada at /")).await;
    with(scopes(), both(), Outcome::Refused(Refusal::ROLE_MISSING)).await;
    with(
        facts().roles(["admin"]),
        both(),
        Outcome::Refused(Refusal::INSUFFICIENT),
    )
    .await;
}

#[actix_web::test]
async fn a_closure_of_the_layer_replaces_the_refusal_too() {
    let stack = || Stack::of([signed_in(facts()).replaced()]).requiring(admin());

    for answer in [
        Tower::send(&stack(), &request("GET")).await,
        Axum::send(&stack(), &request("GET")).await,
        Actix::send(&stack(), &request("GET")).await,
    ] {
        assert_eq!((answer.status, &*answer.body), (418, "forbidden"));
        assert_eq!(answer.header(REPLACED.0), [REPLACED.1]);
        assert_eq!(answer.reason, Some(Reason::RoleMissing));
        assert!(answer.header("www-authenticate").is_empty());
    }
}

/// Frameworks leave out the body of a response to `HEAD`, each at another place.
#[actix_web::test]
async fn head_is_refused_like_get() {
    let stack = || Stack::of([signed_in(facts())]).requiring(read_and_write());

    for answer in [
        Tower::send(&stack(), &request("HEAD")).await,
        Axum::send(&stack(), &request("HEAD")).await,
        Actix::send(&stack(), &request("HEAD")).await,
    ] {
        let challenge = Refusal::INSUFFICIENT.challenge.unwrap();
        assert_eq!(answer.status, 403);
        assert_eq!(answer.header("www-authenticate"), [challenge]);
        assert_eq!(answer.reason, Some(Reason::ScopeInsufficient));
    }
}
