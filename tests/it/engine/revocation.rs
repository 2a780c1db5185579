//! Sessions that are ended before their time.

use std::time::{Duration, SystemTime};

use customer_session::{
    Member, Reason, VerifiedSession,
    clock::Clock,
    provider::SessionFacts,
    revoke::{RevocationErrorKind, Sessions},
    session::Ended,
    token::SessionToken,
};

use super::{ADA, ADA_PHONE, GRACE, World, now, record};

const HOUR: Duration = Duration::from_secs(3600);
const TICK: Duration = Duration::from_millis(1);

/// A token of Ada's whose issuer says when it was issued.
const DATED: &str = "ada-dated";

impl World {
    fn end(&self, sessions: &Sessions) {
        self.config.revocations().end(sessions).unwrap();
    }

    fn recheck(&self, sessions: &Sessions) {
        self.config.revocations().recheck(sessions).unwrap();
    }

    /// Signs Ada in with a session that was issued at this moment.
    fn sign_in_dated(&self, token: &str, issued_at: SystemTime) {
        let facts = SessionFacts::new("ada").issued_at(issued_at);
        self.issuer.sessions.yes(token, facts);
    }

    /// Signs a member of Ada's team in.
    fn sign_in_member(&self, token: &str, member: &str) {
        let facts = SessionFacts::new("ada").member(Member::new(member));
        self.issuer.sessions.yes(token, facts);
    }
}

#[tokio::test]
async fn a_customers_sessions_end_with_the_next_request() {
    let world = World::new();
    for token in [ADA, ADA_PHONE, GRACE] {
        world.ask(token).await.unwrap();
    }

    world.end(&Sessions::of_customer("stub", "ada"));

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    assert_eq!(world.reason(ADA_PHONE).await, Reason::SessionEnded);
    assert_eq!(world.name(GRACE).await, "Grace");
}

#[tokio::test]
async fn a_token_ends_alone_and_nobody_is_asked_about_it_again() {
    let world = World::new();
    world.ask(ADA).await.unwrap();
    world.ask(ADA_PHONE).await.unwrap();

    world.end(&Sessions::of_token(SessionToken::new(ADA)));
    world.advance_seconds(61);

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
    assert_eq!(world.name(ADA_PHONE).await, "Ada");
}

#[tokio::test]
async fn a_token_that_was_never_seen_can_be_ended() {
    let world = World::new();

    world.end(&Sessions::of_token(SessionToken::new(ADA)));

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    assert_eq!(world.issuer.sessions.total(), 0);
}

#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    let world = World::new();
    let session = world.ask(ADA).await.unwrap();
    world.ask(ADA_PHONE).await.unwrap();

    session.sign_out().unwrap();

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    assert_eq!(world.name(ADA_PHONE).await, "Ada");
}

#[tokio::test]
async fn a_members_sessions_end_and_those_of_the_team_do_not() {
    let world = World::new();
    world.sign_in_member("bo", "m1");
    world.sign_in_member("cy", "m2");
    for token in ["bo", "cy", ADA] {
        world.ask(token).await.unwrap();
    }

    world.end(&Sessions::of_member("stub", "m1"));

    assert_eq!(world.reason("bo").await, Reason::SessionEnded);
    assert_eq!(world.name("cy").await, "Ada");
    assert_eq!(world.name(ADA).await, "Ada");
}

#[tokio::test]
async fn a_session_ends_by_the_issuers_id_of_it() {
    let world = World::new();
    let facts = SessionFacts::new("ada").session_id("s1".to_owned());
    world.issuer.sessions.yes("named", facts);
    world.ask("named").await.unwrap();

    world.end(&Sessions::of_session("stub", "s1"));

    assert_eq!(world.reason("named").await, Reason::SessionEnded);
    assert_eq!(world.name(ADA).await, "Ada");
}

#[tokio::test]
async fn an_issuers_sessions_end_and_so_does_everything() {
    for sessions in [Sessions::of_issuer("stub"), Sessions::all()] {
        let world = World::new();
        world.ask(ADA).await.unwrap();
        world.ask(GRACE).await.unwrap();

        world.end(&sessions);

        assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
        assert_eq!(world.reason(GRACE).await, Reason::SessionEnded);
    }
}

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

#[tokio::test]
async fn presenting_an_ended_session_again_and_again_asks_nobody() {
    let world = World::new();
    world.ask(ADA).await.unwrap();
    world.end(&Sessions::of_customer("stub", "ada"));

    for _ in 0..1000 {
        assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    }

    assert_eq!(world.issuer.sessions.calls(ADA), 1);
    assert_eq!(world.config.stats().negative_hits, 1000);
}

#[tokio::test]
async fn the_number_of_revocations_is_bounded_and_one_too_many_is_refused_loudly() {
    let world = World::with(|builder| builder.max_revocations(2).longest_session(HOUR));
    world.end(&Sessions::of_customer("stub", "one"));
    world.end(&Sessions::of_customer("stub", "two"));

    let error = world
        .config
        .revocations()
        .end(&Sessions::of_customer("stub", "ada"))
        .unwrap_err();

    assert_eq!(error.kind(), RevocationErrorKind::Full);
    assert!(error.to_string().contains("max_revocations"));
    assert_eq!(world.name(ADA).await, "Ada");
    // Ending the same again takes no room, and what has run out makes room.
    world.end(&Sessions::of_customer("stub", "one"));
    world.clock.advance(HOUR);
    world.end(&Sessions::of_customer("stub", "ada"));
    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
}

#[tokio::test]
async fn a_provider_that_does_not_exist_is_named_with_those_that_do() {
    let world = World::new();

    let error = world
        .config
        .revocations()
        .end(&Sessions::of_customer("polra", "ada"))
        .unwrap_err();

    assert_eq!(error.kind(), RevocationErrorKind::UnknownProvider);
    assert!(error.to_string().contains("polra") && error.to_string().contains("stub"));
}

#[tokio::test]
async fn a_handle_outlives_the_configuration_and_says_so() {
    let world = World::new();
    let (revocations, session) = (world.config.revocations(), world.ask(ADA).await.unwrap());

    drop(world);

    let error = revocations.end(&Sessions::all()).unwrap_err();
    assert_eq!(error.kind(), RevocationErrorKind::NoEngine);
    assert_eq!(
        session.sign_out().unwrap_err().kind(),
        RevocationErrorKind::NoEngine
    );
}

#[tokio::test]
async fn a_session_is_verified_anew_where_its_facts_changed() {
    let world = World::new();
    world.sign_in_member("bo", "m1");
    world.ask("bo").await.unwrap();
    world.ask(ADA).await.unwrap();

    world.recheck(&Sessions::of_member("stub", "m1"));

    assert_eq!(world.name("bo").await, "Ada");
    assert_eq!(world.issuer.sessions.calls("bo"), 2);
    assert!(world.remembers("bo"));
    assert!(world.remembers(ADA));
}

#[tokio::test]
async fn a_customer_is_asked_for_anew_where_it_changed_and_its_sessions_are_not() {
    let world = World::new();
    world.ask(ADA).await.unwrap();
    world.issuer.customers.yes("ada", record("ada", "Ada King"));

    world.recheck(&Sessions::of_customer("stub", "ada"));

    assert_eq!(world.name(ADA).await, "Ada King");
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
    assert!(world.remembers(ADA));
}

#[tokio::test]
async fn an_answer_about_a_customer_from_before_the_change_serves_nobody_later() {
    let world = World::new();
    world.issuer.customers.close();
    let first = async { world.name(ADA).await };
    let changing = async {
        world.issuer.customers.asked(1).await;
        world.recheck(&Sessions::of_customer("stub", "ada"));
        world.issuer.customers.open();
    };
    tokio::join!(first, changing);
    world.issuer.customers.yes("ada", record("ada", "Ada King"));

    assert_eq!(world.name(ADA).await, "Ada King");
    assert_eq!(world.issuer.customers.calls("ada"), 2);
}

#[tokio::test]
async fn rechecking_lets_no_ended_session_in() {
    let world = World::new();
    world.ask(ADA).await.unwrap();
    world.end(&Sessions::of_customer("stub", "ada"));

    world.recheck(&Sessions::of_customer("stub", "ada"));
    world.recheck(&Sessions::all());

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
}

#[tokio::test]
async fn waiting_for_the_end_is_over_when_the_session_is_ended() {
    let world = World::new();
    let session = world.ask(ADA).await.unwrap();
    let mut ended = Box::pin(session.ended());
    assert!(now(ended.as_mut()).is_none());

    world.end(&Sessions::of_customer("stub", "grace"));
    assert!(now(ended.as_mut()).is_none());

    world.end(&Sessions::of_customer("stub", "ada"));
    assert_eq!(ended.await, Ended::Revoked);
}

#[tokio::test]
async fn waiting_for_the_end_is_over_at_the_expiry_whatever_the_clocks_do() {
    let world = World::new();
    let expiry = world.clock.wall() + HOUR;
    let facts = SessionFacts::new("ada").expires_at(expiry);
    world.issuer.sessions.yes(ADA, facts);
    let session = world.ask(ADA).await.unwrap();
    let mut ended = Box::pin(session.ended());

    world.clock.set_wall(expiry - TICK);
    world.clock.advance(Duration::ZERO);
    assert!(now(ended.as_mut()).is_none());

    // The wall clock was set forward: the sleep that began before is shorter than half a minute.
    world.clock.advance(Duration::from_secs(30));
    assert_eq!(ended.await, Ended::Expired);
}

#[tokio::test]
async fn waiting_for_the_end_keeps_no_engine_alive() {
    let world = World::new();
    let (session, witness) = (world.ask(ADA).await.unwrap(), world.issuer.witness());
    let mut ended = Box::pin(session.ended());
    assert!(now(ended.as_mut()).is_none());

    drop(world);

    assert!(witness.upgrade().is_none());
    assert_eq!(now(ended), None);
}

#[tokio::test]
async fn a_session_that_everybody_is_signed_in_with_can_be_signed_out() {
    use customer_session::{Customer, CustomerSessionConfig};

    let customer = Customer::assertion(record("ada", "Ada"), "test");
    let asserted = VerifiedSession::assertion(SessionFacts::new("ada"), customer);
    let config = CustomerSessionConfig::builder()
        .signed_in_as(asserted)
        .build()
        .unwrap();
    let world = World {
        config,
        ..World::new()
    };
    let session = world.ask("anything").await.unwrap();

    session.sign_out().unwrap();

    assert_eq!(world.reason("anything").await, Reason::SessionEnded);
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
