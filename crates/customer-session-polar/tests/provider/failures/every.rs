//! Every row of the table on every call.

use customer_session_test::polar::{Endpoint, Fault};

use super::{
    json,
    outcome::{MALFORMED, Outcome},
    table::{is_silent, table},
};
use crate::world::{Calls, SECOND, World};

/// One row of the table on one endpoint, with a token that was never used.
struct Case<'a> {
    what: String,
    endpoint: Endpoint,
    fault: &'a Fault,
    expected: Outcome,
    token: String,
}

impl Case<'_> {
    async fn prove(self, world: &World) {
        let Self {
            what,
            endpoint,
            fault,
            expected,
            token,
        } = self;
        let warm = world.ada().mint();
        world.accept(&warm).await;
        world.fake.fault_on(endpoint, fault.clone());

        let rejection = if is_silent(fault) {
            world.refuse_after(5 * SECOND, endpoint, &token).await
        } else {
            world.refuse(&token).await
        };

        assert_eq!(Outcome::of(&rejection), expected, "{what}");
        assert_eq!(
            rejection.challenge().is_some(),
            expected.is_denial(),
            "{what}"
        );
        let (_, calls) = world.calls_of(world.accept(&warm)).await;
        assert_eq!(
            calls,
            Calls::NONE,
            "{what}: a remembered session is served meanwhile"
        );
        if expected.is_denial() {
            let (again, calls) = world.calls_of(world.refuse(&token)).await;
            assert_eq!(
                (again.reason(), calls),
                (expected.0, Calls::NONE),
                "{what}: remembered"
            );
            // Past both lifetimes of denials, and within that of the session.
            world.clock.advance(600 * SECOND);
        }
        world.fake.clear_faults();
        if let Some(wait) = rejection.retry_after() {
            // Whoever asked to be left alone is, for a minute at most.
            world.clock.advance(wait.min(60 * SECOND));
        }
        world.accept(&token).await;
    }
}

#[tokio::test]
async fn every_failure_of_a_call_has_one_outcome_and_only_denials_are_remembered() {
    let world = World::start().await;
    for (name, fault, session, own) in table() {
        for endpoint in [Endpoint::Introspect, Endpoint::User, Endpoint::Customer] {
            let expected = if endpoint == Endpoint::Customer {
                own
            } else {
                session
            };
            let case = Case {
                what: format!("{name} on {endpoint:?}"),
                endpoint,
                fault: &fault,
                expected,
                // A customer of its own, so that the call with our token is made.
                token: world.ada().mint(),
            };

            case.prove(&world).await;
        }
    }
}

/// The fourth call, which customer sessions of teams need.
#[tokio::test]
async fn every_failure_of_the_teams_fourth_call_has_the_outcome_of_a_sessions_call() {
    let world = World::start().await;
    for (name, fault, expected, _) in table() {
        let case = Case {
            what: format!("{name} on Me"),
            endpoint: Endpoint::Me,
            fault: &fault,
            expected,
            token: world.team().mint_customer_session(),
        };

        case.prove(&world).await;
    }
}

/// On `/user` a 422 is a question of the kind of session and asks `/me`; elsewhere it is a broken
/// answer.
#[tokio::test]
async fn a_422_is_no_denial_anywhere() {
    let refused = json(
        422,
        r#"{"error":"PolarRequestValidationError","detail":[]}"#,
    );
    let world = World::start().await;
    for endpoint in [Endpoint::Introspect, Endpoint::Customer] {
        let token = world.ada().mint();
        world.fake.fault_on(endpoint, refused.clone());

        assert_eq!(
            Outcome::of(&world.refuse(&token).await),
            MALFORMED,
            "{endpoint:?}"
        );

        world.fake.clear_faults();
        world.accept(&token).await;
    }
    world.fake.fault_on(Endpoint::User, refused);

    let (_, calls) = world.calls_of(world.accept(&world.ada().mint())).await;

    assert_eq!(
        calls,
        Calls {
            me: 1,
            total: 4,
            ..Calls::COLD
        }
    );
}
