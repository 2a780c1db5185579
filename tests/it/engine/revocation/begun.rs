//! Which sessions had begun when they were ended, whatever two clocks say, and for how long they are refused.

use std::time::Duration;

use customer_session::{Reason, clock::Clock, revoke::Sessions, token::SessionToken};

use super::{
    super::{ADA, World, record},
    DATED, HOUR, TICK,
};

#[tokio::test]
async fn a_session_that_begins_after_the_end_is_good_and_one_of_that_moment_is_not() {
    let world = World::new();
    let moment = world.clock.wall();
    world.end(&Sessions::of_customer("stub", "ada"));

    world.sign_in_dated("of-that-moment", moment);
    world.sign_in_dated("later", moment + TICK);

    assert_eq!(world.reason("of-that-moment").await, Reason::SessionEnded);
    assert_eq!(world.name("later").await, "Ada");
}

#[tokio::test]
async fn what_began_after_a_stated_moment_goes_on() {
    let world = World::new();
    let moment = world.clock.wall();
    world.sign_in_dated(DATED, moment - HOUR);

    world.end(&Sessions::of_customer("stub", "ada").before(moment - 2 * HOUR));
    assert_eq!(world.name(DATED).await, "Ada");

    world.end(&Sessions::of_customer("stub", "ada").before(moment - HOUR));
    assert_eq!(world.reason(DATED).await, Reason::SessionEnded);
}

#[tokio::test]
async fn where_nobody_knows_when_a_session_began_all_are_refused_for_the_longest_life() {
    let world = World::with(|builder| builder.longest_session(HOUR));
    world.end(&Sessions::of_customer("stub", "ada"));

    world.clock.advance(HOUR - TICK);
    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);

    world.clock.advance(TICK);
    assert_eq!(world.name(ADA).await, "Ada");
}

#[tokio::test]
async fn a_wall_clock_set_forward_lets_no_ended_session_in() {
    let world = World::with(|builder| builder.longest_session(HOUR));
    world.end(&Sessions::of_customer("stub", "ada"));

    world.clock.set_wall(world.clock.wall() + 10 * HOUR);
    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);

    world.clock.advance(HOUR);
    assert_eq!(world.name(ADA).await, "Ada");
}

#[tokio::test]
async fn an_answer_that_is_on_its_way_comes_too_late() {
    let world = World::new();
    world.issuer.sessions.close();
    let waiting = async { world.reason(ADA).await };
    let ending = async {
        world.issuer.sessions.asked(1).await;
        world.end(&Sessions::of_customer("stub", "ada"));
        world.issuer.sessions.open();
    };

    let (reason, ()) = tokio::join!(waiting, ending);

    assert_eq!(reason, Reason::SessionEnded);
    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
}

/// By its issuer's clock, which is ahead, it began when it was ended; and lasts for so much longer.
#[tokio::test]
async fn what_is_dated_later_than_it_was_ended_stays_ended_for_so_much_longer() {
    let world = World::with(|builder| builder.longest_session(HOUR));
    let ahead = Duration::from_secs(30);
    world.sign_in_dated(DATED, world.clock.wall() + ahead);
    world.issuer.customers.yes("ada", record("ada", "Ada"));
    world.issuer.sessions.close();
    let waiting = async { world.reason(DATED).await };
    let ending = async {
        world.issuer.sessions.asked(1).await;
        world.end(&Sessions::of_customer("stub", "ada"));
        world.issuer.sessions.open();
    };
    let (reason, ()) = tokio::join!(waiting, ending);
    assert_eq!(reason, Reason::SessionEnded);

    world.clock.advance(HOUR + ahead - TICK);
    assert_eq!(world.reason(DATED).await, Reason::SessionEnded);
    world.clock.advance(TICK);
    assert_eq!(world.name(DATED).await, "Ada");
}

/// Our clock is a quarter of an hour behind the issuer's, by which sessions begin.
#[tokio::test]
async fn where_our_clock_is_behind_a_session_that_was_seen_had_begun() {
    let world = World::new();
    world.sign_in_dated(DATED, world.clock.wall() + HOUR / 4);
    world.ask(DATED).await.unwrap();

    world.end(&Sessions::of_customer("stub", "ada"));

    assert_eq!(world.reason(DATED).await, Reason::SessionEnded);
    // Also when all that was remembered of it is gone.
    let reminded = world.config.revocations();
    reminded.recheck(&Sessions::all()).unwrap();
    assert_eq!(world.reason(DATED).await, Reason::SessionEnded);
    world.sign_in_dated("later", world.clock.wall() + HOUR / 4 + TICK);
    assert_eq!(world.name("later").await, "Ada");
}

#[tokio::test]
async fn where_our_clock_is_behind_a_session_that_was_being_asked_about_had_begun() {
    let world = World::new();
    world.sign_in_dated(DATED, world.clock.wall() + HOUR / 4);
    world.issuer.sessions.close();
    let waiting = async { world.reason(DATED).await };
    let ending = async {
        world.issuer.sessions.asked(1).await;
        world.end(&Sessions::of_customer("stub", "ada"));
        world.issuer.sessions.open();
    };

    assert_eq!(tokio::join!(waiting, ending).0, Reason::SessionEnded);
    world
        .config
        .revocations()
        .recheck(&Sessions::of_token(SessionToken::new(DATED)))
        .unwrap();
    assert_eq!(world.reason(DATED).await, Reason::SessionEnded);
}
