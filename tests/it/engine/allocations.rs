//! What a request costs in allocations, counted on the thread that serves it.

use std::convert::Infallible;

use allocation_counter::measure;
use axum::{Router, body::Body, routing::get};
use customer_session::{
    Access, Customer, CustomerSessionConfig, Requirement, VerifiedSession,
    engine::{Decision, Verdict},
    provider::SessionFacts,
};
use customer_session_axum::CurrentCustomer;
use http::{Request, Response, header};
use tower::{Layer, Service, layer::util::Identity, service_fn};

use customer_session_tests::Head;

use super::{ADA, World, now, record};

/// A world in which Ada's session is remembered.
async fn remembering() -> World {
    let world = World::new();
    world.name(ADA).await;
    world
}

/// Asserts that a request of this field line makes so many allocations, and that at most so many of a thousand make more.
fn assert_cost(
    config: &CustomerSessionConfig,
    line: &str,
    expected: fn(&Decision) -> bool,
    usual: u64,
    housekeeping: usize,
) {
    let allocations = || {
        let mut decision = None;
        let counted = measure(|| {
            let head = Head(Some(line));
            decision = Some(config.authenticate(&head, Access::default()).decision);
        });
        assert!(
            decision.as_ref().is_some_and(expected),
            "{line}: {decision:?}"
        );
        counted.count_total
    };
    // The first request pays for what is made once.
    allocations();

    let costs: Vec<_> = (0..1_000).map(|_| allocations()).collect();

    let dearer = costs.iter().filter(|cost| **cost > usual).count();
    assert_eq!(costs.iter().min(), Some(&usual), "{line}");
    assert!(dearer <= housekeeping, "{line}: {dearer} cost more");
}

const fn verified(decision: &Decision) -> bool {
    matches!(decision, Decision::Decided(Verdict::Verified(_)))
}

const fn rejected(decision: &Decision) -> bool {
    matches!(decision, Decision::Decided(Verdict::Rejected(_)))
}

/// The token is extracted, hashed and looked up, and the session handed out, all without one allocation.
#[tokio::test]
async fn a_hit_allocates_nothing() {
    let world = remembering().await;

    assert_cost(&world.config, "Bearer ada-laptop", verified, 0, LOOK_UP);
}

/// The whole grammar, not only its usual spelling.
#[tokio::test]
async fn a_hit_by_an_unusual_spelling_allocates_nothing() {
    let world = remembering().await;

    let line = " bEARER   ada-laptop\t";

    assert_cost(&world.config, line, verified, 0, LOOK_UP);
}

/// The rejection, which the response and its extensions share.
#[tokio::test]
async fn a_rejection_without_a_look_up_is_one_allocation() {
    let world = remembering().await;

    for line in ["Basic YTpi", "Bearer", "Bearer a b", "Bearer a, Bearer b"] {
        assert_cost(&world.config, line, rejected, 1, 0);
    }
}

#[tokio::test]
async fn a_rejection_without_a_question_is_one_allocation() {
    let world = remembering().await;
    world.reason("nobodys").await;

    for line in ["Bearer ada-cut", "Bearer nobodys"] {
        assert_cost(&world.config, line, rejected, 1, 2 * LOOK_UP);
    }
}

#[tokio::test]
async fn a_hit_through_the_tower_layer_is_at_most_five_allocations_more() {
    let world = remembering().await;
    let layer = customer_session_tower::CustomerSessionLayer::new(world.config.clone());
    let inner =
        service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(Body::empty())));

    let without = of_a_request(Identity::new().layer(inner), request);
    let with = of_a_request(layer.layer(inner), request);

    assert!(
        with <= without + 5,
        "{with} allocations instead of {without}"
    );
}

#[tokio::test]
async fn a_hit_through_an_axum_router_is_at_most_five_allocations_more() {
    let world = remembering().await;
    let layer = customer_session_axum::CustomerSessionLayer::new(world.config.clone());
    let plain = Router::new().route("/", get(async || "served"));
    let extracting = Router::new().route("/", get(async |_: CurrentCustomer| "served"));

    let without = of_a_request(plain.layer(Identity::new()), request::<Body>);
    let with = of_a_request(extracting.layer(layer), request::<Body>);

    assert!(
        with <= without + 5,
        "{with} allocations instead of {without}"
    );
}

#[test]
fn a_requirement_that_is_fulfilled_allocates_nothing() {
    let facts = SessionFacts::new("ada")
        .scopes(["orders:read", "orders:write"])
        .roles(["owner"]);
    let ada = Customer::assertion(record("ada", "Ada"), "test");
    let session = VerifiedSession::assertion(facts, ada);
    let requirement = Requirement::scopes(["orders:write", "orders:read"])
        .unwrap()
        .and(Requirement::role("owner").unwrap())
        .and(Requirement::of(|session| !session.is_stale()));

    let counted = measure(|| requirement.check(&session).unwrap());

    assert_eq!(counted.count_total, 0);
}

#[tokio::test]
async fn a_requirement_in_a_tower_stack_allocates_nothing_more() {
    let world = remembering().await;
    let layer = customer_session_tower::CustomerSessionLayer::new(world.config.clone());
    let require = customer_session_tower::require(|session| session.member().is_none());
    let inner =
        service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(Body::empty())));

    let without = of_a_request(layer.layer(inner), request);
    let with = of_a_request(layer.layer(require.layer(inner)), request);

    assert_eq!(with, without);
}

/// How many allocations one request makes, from the call to its response.
fn of_a_request<S, B, R>(mut service: S, request: impl Fn() -> Request<B>) -> u64
where
    S: Service<Request<B>, Response = Response<R>, Error: std::fmt::Debug>,
{
    let mut serve = || {
        let request = request();
        let mut response = None;
        let counted = measure(|| response = now(service.call(request)));
        assert_eq!(response.unwrap().unwrap().status(), 200);
        counted.count_total
    };
    // The first request pays for what is made once.
    serve();
    serve()
}

fn request<B: Default>() -> Request<B> {
    Request::builder()
        .header(header::AUTHORIZATION, format!("Bearer {ADA}"))
        .body(B::default())
        .unwrap()
}

/// How many of a thousand look-ups may do moka's housekeeping: it reads its log of reads once 64 of them are there.
const LOOK_UP: usize = 16;
