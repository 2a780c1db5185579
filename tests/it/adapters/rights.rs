//! What a route asks of a session beyond that it is good: judged at every request, by the session
//! of the innermost layer.

use customer_session::{
    Customer, CustomerSessionConfig, Member, Mode, Reason, Requirement, VerifiedSession,
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
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
    let ada = Customer::assertion(CustomerRecord::new("ada").name("Ada".to_owned()), "test");
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

/// Not "you may not", but "who are you?", as the layer would have said it.
#[actix_web::test]
async fn a_request_that_passed_as_anonymous_is_refused_as_its_layer_would_have() {
    let world = World::start().await;

    for (mode, authorization, refusal) in [
        (Mode::Optional, "", Refusal::MISSING),
        (Mode::Lenient, "", Refusal::MISSING),
        (Mode::Lenient, "Bearer {broken}", Refusal::CUT),
        (Mode::Lenient, "Bearer {unknown}", Refusal::DENIED),
    ] {
        everywhere(
            || Stack::of([Wrap::new(world.config([]), mode)]).requiring(Requirement::of(|_| true)),
            &world.get(authorization),
            Outcome::Refused(refusal),
        )
        .await;
    }
}

/// Whoever can send two headers could else reach the handler without any session.
#[actix_web::test]
async fn a_preflight_fulfils_no_requirement() {
    let world = World::start().await;
    let headers = [("origin", "null"), ("access-control-request-method", "PUT")];

    everywhere(
        || {
            let layer = Wrap::new(world.config([]), Mode::Required);
            Stack::of([layer]).requiring(Requirement::of(|_| true))
        },
        &world.request("OPTIONS", "/", &headers),
        Outcome::Refused(Refusal::MISSING),
    )
    .await;
}

#[actix_web::test]
async fn a_route_without_a_layer_is_told_how_to_mend_it() {
    everywhere(
        || Stack::of([]).requiring(admin()),
        &request("GET"),
        Outcome::Refused(Refusal::LAYER_MISSING),
    )
    .await;
}

#[actix_web::test]
async fn of_nested_layers_the_session_of_the_inner_one_counts() {
    let (may, may_not) = (
        || signed_in(facts().roles(["admin"])),
        || signed_in(facts()),
    );

    everywhere(
        || Stack::of([may_not(), may()]).requiring(admin()),
        &request("GET"),
        handled("Ada at /"),
    )
    .await;
    everywhere(
        || Stack::of([may(), may_not()]).requiring(admin()),
        &request("GET"),
        Outcome::Refused(Refusal::ROLE_MISSING),
    )
    .await;
}

/// An outer layer's session must not let a request through that the inner one found nobody in.
#[actix_web::test]
async fn an_inner_layer_that_finds_nobody_fulfils_no_requirement() {
    let world = World::start().await;

    everywhere(
        || {
            let nobody = Wrap::new(world.config([]), Mode::Optional);
            Stack::of([signed_in(facts().roles(["admin"])), nobody]).requiring(admin())
        },
        &world.request("GET", "/", &[]),
        Outcome::Refused(Refusal::MISSING),
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

/// Vouches for every token, as a session that may read orders.
#[derive(Debug)]
struct Reader;

impl SessionProvider for Reader {
    fn name(&self) -> &str {
        "reader"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let ada = CustomerRecord::new("ada").name("Ada".to_owned());
        Ok(facts().scopes(["orders:read"]).customer(ada))
    }
}

/// What is remembered is the session, and never what a route made of it: one token on two routes,
/// in either order.
async fn two_routes<D: Driver>() {
    let routes = [
        (Requirement::scopes(["orders:read"]).unwrap(), 200),
        (read_and_write(), 403),
    ];
    let sent = Sent {
        headers: vec![("authorization", b"Bearer token".to_vec())],
        ..request("GET")
    };
    for order in [[0, 1, 0], [1, 0, 1]] {
        let config = CustomerSessionConfig::builder().provider(Reader).build();
        let config = config.unwrap();
        for (requirement, status) in order.map(|route| routes[route].clone()) {
            let layer = Wrap::new(config.clone(), Mode::Required);
            let stack = Stack::of([layer]).requiring(requirement);
            let answer = D::send(&stack, &sent).await;
            assert_eq!(answer.status, status, "{}, {order:?}", D::NAME);
        }
        let stats = config.stats();
        let refused = order.iter().sum::<usize>() as u64;
        assert_eq!((stats.misses, stats.hits), (1, 2), "{}", D::NAME);
        assert_eq!(stats.rejected["scope_insufficient"], refused, "{}", D::NAME);
    }
}

#[actix_web::test]
async fn a_remembered_session_is_judged_by_each_route_anew() {
    two_routes::<Tower>().await;
    two_routes::<Axum>().await;
    two_routes::<Actix>().await;
}
