//! Questions that end without an answer: 503 for those who wait, and never a hang.

use customer_session::{
    CustomerSessionConfig, Reason,
    engine::{Decision, Verdict},
};
use tokio::runtime::{Builder, Runtime};

use super::{ADA, ADA_PHONE, World, now, record};

/// A runtime of one thread, on which a panic stays silent.
fn runtime() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

/// The reason of a decision that is there already, or is ready at once.
fn refused_at_once(decision: Decision) -> (u16, Reason) {
    let verdict = match decision {
        Decision::Asking(verification) => now(verification).expect("nobody is asked any more"),
        Decision::Decided(verdict) => verdict,
    };
    let Verdict::Rejected(rejection) = verdict else {
        panic!("nobody vouched for the session")
    };
    (rejection.status(), rejection.reason())
}

#[tokio::test]
async fn a_provider_that_panics_aborts_the_question_for_all_who_wait() {
    let world = World::new();
    world.issuer.sessions.panics(ADA);

    let waiting = [(); 3].map(|()| world.ask(ADA));
    let [first, second, third] = waiting;
    let refused = tokio::join!(first, second, third);

    for refused in [refused.0, refused.1, refused.2] {
        let rejection = refused.unwrap_err();
        assert_eq!(rejection.status(), 503);
        assert_eq!(rejection.reason(), Reason::VerificationAborted);
    }
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
}

#[tokio::test]
async fn a_provider_that_panicked_is_asked_anew() {
    let world = World::new();
    world.issuer.sessions.panics(ADA);
    world.reason(ADA).await;

    world.issuer.sign_in(ADA, record("ada", "Ada"));
    let name = world.name(ADA).await;

    assert_eq!(name, "Ada");
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn a_provider_that_panics_over_a_customer_aborts_all_sessions_that_wait_for_it() {
    let world = World::new();
    world.issuer.customers.panics("ada");
    world.issuer.customers.close();

    let laptop = world.ask(ADA);
    let phone = world.ask(ADA_PHONE);
    let opens = async {
        world.issuer.sessions.asked(2).await;
        world.issuer.customers.asked(1).await;
        world.issuer.customers.open();
    };
    let (laptop, phone, ()) = tokio::join!(laptop, phone, opens);

    let reasons = [laptop, phone].map(|refused| refused.unwrap_err().reason());
    assert_eq!(reasons, [Reason::VerificationAborted; 2]);
    assert_eq!(world.issuer.customers.calls("ada"), 1);
}

#[test]
fn a_runtime_that_ends_in_mid_flight_is_a_503_and_not_a_hang() {
    let runtime = runtime();
    let world = World::with(|builder| builder.runtime(runtime.handle().clone()));
    world.issuer.sessions.close();
    let waiting = world.present(ADA);
    runtime.block_on(world.issuer.sessions.asked(1));

    drop(runtime);

    assert_eq!(refused_at_once(waiting), (503, Reason::VerificationAborted));
}

#[test]
fn a_runtime_that_ended_is_a_503_for_whoever_comes_after() {
    let runtime = runtime();
    let world = World::with(|builder| builder.runtime(runtime.handle().clone()));

    drop(runtime);

    for _ in 0..2 {
        let refused = refused_at_once(world.present(ADA));
        assert_eq!(refused, (503, Reason::VerificationAborted));
    }
}

#[test]
fn a_session_that_is_remembered_is_served_without_a_runtime() {
    let runtime = runtime();
    let world = World::with(|builder| builder.runtime(runtime.handle().clone()));
    runtime.block_on(world.name(ADA));

    drop(runtime);

    assert!(world.remembers(ADA));
}

#[test]
fn no_runtime_at_all_is_a_503_and_not_a_panic() {
    let world = World::new();

    let refused = refused_at_once(world.present(ADA));

    assert_eq!(refused, (503, Reason::VerificationAborted));
}

#[test]
fn a_configuration_built_without_a_runtime_asks_on_that_of_the_first_request() {
    let world = World::new();

    let name = runtime().block_on(world.name(ADA));

    assert_eq!(name, "Ada");
}

#[tokio::test]
async fn clones_of_a_configuration_share_what_is_remembered() {
    let world = World::new();
    let clone: CustomerSessionConfig = world.config.clone();
    world.name(ADA).await;

    let other = World {
        clock: world.clock.clone(),
        config: clone,
        issuer: world.issuer.clone(),
    };

    assert!(other.remembers(ADA));
}
