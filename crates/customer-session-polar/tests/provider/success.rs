//! A good session, and what it costs.

use std::time::{Duration, UNIX_EPOCH};

use customer_session::{clock::Clock, config::Staleness};
use customer_session_test::polar::{Endpoint, NewCustomer, Role, Shape};
use serde_json::json;

use crate::world::{Calls, MOMENT, ORGANIZATION, SECOND, World, bo};

#[tokio::test]
async fn a_customers_session_gives_the_customer_and_its_times() {
    let world = World::start().await;
    let ada = world.ada();
    let token = ada.mint();
    let began = world.clock.wall();

    let session = world.accept(&token).await;

    assert!(token.starts_with("polar_cst_"));
    let customer = session.customer();
    assert_eq!(customer.provider(), "polar");
    assert_eq!(customer.id().as_str(), ada.id());
    assert_eq!(customer.external_id(), Some("usr_4411"));
    assert_eq!(customer.email(), Some("ada@shop.example"));
    assert_eq!(customer.email_verified(), Some(true));
    assert_eq!(customer.name(), Some("Ada"));
    assert!(session.member().is_none());
    assert_eq!(session.expires_at(), Some(began + 3600 * SECOND));
    assert_eq!(session.issued_at(), Some(began));
}

/// The clock of these tests starts at a whole second, where Polar prints no fraction; here it
/// prints six digits.
#[tokio::test]
async fn an_expiry_is_read_to_the_microsecond() {
    let world = World::start().await;
    let ada = world.ada();
    let moment = UNIX_EPOCH + Duration::new(1_793_607_330, 120_044_000);
    world.clock.set_wall(moment);
    let token = ada.mint();

    let session = world.accept(&token).await;

    assert_eq!(session.expires_at(), Some(moment + 3600 * SECOND));
    assert_eq!(session.issued_at(), Some(moment));
}

#[tokio::test]
async fn the_details_are_polars_own_record_of_the_customer() {
    let world = World::start().await;
    let ada = world.ada();

    let session = world.accept(&ada.mint()).await;

    let details: customer_session_polar::Customer = session.customer().details().unwrap();
    assert_eq!(details.id, ada.id());
    assert_eq!(details.organization_id.as_deref(), Some(ORGANIZATION));
    assert_eq!(
        json!(details.metadata),
        json!({ "plan": "pro", "seats": 3 })
    );
    assert_eq!(details.created_at, Some(world.clock.wall()));
}

#[tokio::test]
async fn a_members_session_gives_the_team_as_customer_and_who_acts_as_member() {
    let world = World::start().await;
    let team = world.team();
    let bo = team.add_member(bo().role(Role::BillingManager));
    let token = team.mint_member(&bo);

    let session = world.accept(&token).await;

    assert!(token.starts_with("polar_mst_"));
    assert_eq!(session.customer().id().as_str(), team.id());
    assert_eq!(session.customer().name(), Some("Shop Team"));
    assert_eq!(session.customer().email(), None);
    let member = session.member().unwrap();
    assert_eq!(member.id, bo.id());
    assert_eq!(member.role.as_deref(), Some("billing_manager"));
    assert_eq!(member.email.as_deref(), Some("bo@shop.example"));
    assert_eq!(member.name.as_deref(), Some("Bo"));
}

/// Seen on Polar's wire: `/user` answers 422 for it, while the session is good.
#[tokio::test]
async fn a_customer_session_of_a_team_without_an_address_is_good_and_costs_four_calls() {
    let world = World::start().await;
    let team = world.team();
    let token = team.mint_customer_session();

    let (session, calls) = world.calls_of(world.accept(&token)).await;

    assert_eq!(session.customer().id().as_str(), team.id());
    assert!(session.member().is_none());
    assert_eq!(
        calls,
        Calls {
            me: 1,
            total: 4,
            ..Calls::COLD
        }
    );
}

#[tokio::test]
async fn a_customer_session_of_a_team_with_an_address_needs_no_fourth_call() {
    let world = World::start().await;
    let team = NewCustomer::team("Shop Team").email("team@shop.example");
    let team = world.fake.organization().add_customer(team);

    let (session, calls) = world
        .calls_of(world.accept(&team.mint_customer_session()))
        .await;

    assert_eq!(session.customer().email(), Some("team@shop.example"));
    assert_eq!(calls, Calls::COLD);
}

#[tokio::test]
async fn every_shape_that_polar_ever_sent_is_accepted() {
    for shape in [
        Shape::ExtraFields,
        Shape::MembersArray,
        Shape::NoReturnUrl,
        Shape::NoType,
        Shape::NullAvatar,
    ] {
        let world = World::start().await;
        world.fake.emit(shape);
        let team = world.team();
        let bo = team.add_member(bo());

        let person = world.accept(&world.ada().mint()).await;
        let member = world.accept(&team.mint_member(&bo)).await;

        assert_eq!(person.customer().name(), Some("Ada"), "{shape:?}");
        assert_eq!(member.member().unwrap().id, bo.id(), "{shape:?}");
    }
}

#[tokio::test]
async fn a_first_use_costs_three_calls_and_the_next_none() {
    let world = World::start().await;
    let token = world.ada().mint();

    let (_, cold) = world.calls_of(world.accept(&token)).await;
    let (_, warm) = world.calls_of(world.accept(&token)).await;

    assert_eq!((cold, warm), (Calls::COLD, Calls::NONE));
}

#[tokio::test]
async fn a_second_token_of_a_customer_costs_the_sessions_two_calls_only() {
    let world = World::start().await;
    let ada = world.ada();
    world.accept(&ada.mint()).await;

    let (_, calls) = world.calls_of(world.accept(&ada.mint())).await;

    assert_eq!(calls, Calls::SESSION);
}

#[tokio::test]
async fn a_members_first_use_costs_two_calls_once_the_team_is_known() {
    let world = World::start().await;
    let team = world.team();
    let (bo, other) = (team.add_member(bo()), team.add_member(bo()));
    world.accept(&team.mint_member(&bo)).await;

    let (session, calls) = world
        .calls_of(world.accept(&team.mint_member(&other)))
        .await;

    assert_eq!(session.member().unwrap().id, other.id());
    assert_eq!(calls, Calls::SESSION);
}

#[tokio::test]
async fn only_the_customer_is_asked_for_when_only_its_lifetime_passed() {
    let world = World::configured(|config| {
        config
            .session_lifetime(60 * SECOND)
            .customer_lifetime(20 * SECOND)
    })
    .await;
    let token = world.ada().mint();
    world.accept(&token).await;

    world.clock.advance(20 * SECOND - MOMENT);
    let (_, before) = world.calls_of(world.accept(&token)).await;
    world.clock.advance(MOMENT);
    let (_, after) = world.calls_of(world.accept(&token)).await;

    assert_eq!((before, after), (Calls::NONE, Calls::CUSTOMER));
}

#[tokio::test]
async fn only_the_session_is_asked_about_when_only_its_lifetime_passed() {
    let world = World::start().await;
    let token = world.ada().mint();
    world.accept(&token).await;

    world.clock.advance(60 * SECOND - MOMENT);
    let (_, before) = world.calls_of(world.accept(&token)).await;
    world.clock.advance(MOMENT);
    let (_, after) = world.calls_of(world.accept(&token)).await;

    assert_eq!((before, after), (Calls::NONE, Calls::SESSION));
}

#[tokio::test]
async fn the_statistics_agree_with_what_polar_counted() {
    let world = World::start().await;
    let ada = world.ada();
    let (first, second) = (ada.mint(), ada.mint());
    let unknown = unknown_token(&world);

    world.accept(&first).await;
    world.accept(&first).await;
    world.accept(&second).await;
    world.refuse(&unknown).await;
    world.refuse(&unknown).await;
    world.polar.check().await.unwrap();

    let stats = world.config.stats();
    assert_eq!(stats.upstream_calls, 3 + 2 + 2);
    assert_eq!(stats.upstream_calls, world.fake.verification_calls());
    assert_eq!((stats.hits, stats.misses, stats.negative_hits), (1, 3, 1));
    assert_eq!(stats.accepted, 3);
    assert_eq!(stats.rejected.get("token_denied"), Some(&2));
}

#[tokio::test]
async fn the_session_asks_with_its_own_token_and_then_we_with_ours() {
    let world = World::start().await;

    world.accept(&world.ada().mint()).await;

    let requests = world.fake.requests();
    let asked: Vec<_> = requests
        .iter()
        .map(|request| (request.endpoint, request.header("authorization")))
        .collect();
    assert!(asked[..2].contains(&(Endpoint::Introspect, Some("Bearer polar_cst_…"))));
    assert!(asked[..2].contains(&(Endpoint::User, Some("Bearer polar_cst_…"))));
    assert_eq!(
        asked[2..],
        [(Endpoint::Customer, Some("Bearer polar_oat_…"))]
    );
}

#[tokio::test]
async fn a_members_calls_carry_the_members_token() {
    let world = World::start().await;
    let team = world.team();
    let bo = team.add_member(bo());

    world.accept(&team.mint_member(&bo)).await;

    let requests = world.fake.requests();
    let sent = requests[..2].iter().map(|it| it.header("authorization"));
    assert!(sent.eq([Some("Bearer polar_mst_…"); 2]));
}

#[tokio::test]
async fn every_call_names_the_version_asks_for_json_and_sends_no_cookie() {
    let world = World::start().await;

    world.accept(&world.ada().mint()).await;

    let requests = world.fake.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(request.method, "GET");
        assert_eq!(request.header("polar-version"), Some("2026-10"));
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(request.header("cookie"), None);
        assert_eq!(request.header("referer"), None);
        assert!(!request.path_and_query.contains('?'));
    }
}

#[tokio::test]
async fn an_unknown_token_costs_two_calls_and_never_one_with_our_access_token() {
    let world = World::start().await;
    let unknown = unknown_token(&world);

    let (rejection, calls) = world.calls_of(world.refuse(&unknown)).await;

    assert_eq!(rejection.code(), "token_invalid");
    assert_eq!(calls, Calls::SESSION);
    assert!(
        world
            .fake
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some("Bearer polar_cst_…"))
    );
}

#[tokio::test]
async fn an_expired_session_is_refused_at_its_very_end() {
    let world = World::start().await;
    let token = world.ada().mint();

    world.clock.advance(3600 * SECOND - MOMENT);
    world.accept(&token).await;
    world.clock.advance(MOMENT);

    let rejection = world.refuse(&token).await;
    assert_eq!(
        (rejection.status(), rejection.code()),
        (401, "token_invalid")
    );
}

#[tokio::test]
async fn the_staleness_is_that_of_the_lifetimes() {
    let world = World::start().await;

    let Staleness {
        session, customer, ..
    } = world.config.staleness();

    assert_eq!((session, customer), (60 * SECOND, 600 * SECOND));
}

/// Well-formed, so that only Polar can tell: the customer is gone, and Polar answers as if the
/// token had never been.
fn unknown_token(world: &World) -> String {
    let gone = world.ada();
    let token = gone.mint();
    gone.delete();
    token
}
