//! Every reason to refuse: of the token, of the issuer, and of our own limits.

use std::time::Duration;

use customer_session::{
    Reason,
    upstream::{Rate, RetryShare},
};

use super::{leave, refusal};
use crate::{
    printed::Printed,
    wire::Mood,
    world::{SECOND, World, refused, settle},
};

pub(super) async fn denying(printed: &mut Printed) {
    let world = World::new();
    let token = world.token();
    world.wire.mood(Mood::Denying);
    refusal(printed, &world.refuse(&token).await, Reason::TokenDenied);
    refusal(printed, &world.refuse(&token).await, Reason::TokenDenied);
    let foreign = world.refuse_in(Mood::Foreign).await;
    refusal(printed, &foreign, Reason::NotOurCustomer);
    for line in [
        None,
        Some("Basic Canary".to_owned()),
        Some("Bearer Canary".to_owned()),
        Some("Bearer polar_cst_Canary".to_owned()),
        Some(format!("Bearer {}", "Canary".repeat(2_000))),
    ] {
        let rejection = refused(world.decide(line)).await;
        let reason = rejection.reason();
        refusal(printed, &rejection, reason);
    }
    leave(&world, printed);
}

pub(super) async fn failing(printed: &mut Printed) {
    for (mood, reason) in [
        (Mood::Forbidding, Reason::CredentialsRefused),
        (Mood::Garbled, Reason::IssuerAnswerMalformed),
        (Mood::LimitingCustomers, Reason::RateLimited),
        (Mood::Panicking, Reason::VerificationAborted),
        (Mood::Redirecting, Reason::Misconfigured),
    ] {
        let world = World::new();
        refusal(printed, &world.refuse_in(mood).await, reason);
        leave(&world, printed);
    }
    for mood in [Mood::Down, Mood::Interrupted] {
        let always = RetryShare::new().percent(100);
        let world = World::with(None, |settings| settings.retries(always));
        world.wire.mood(mood);
        let decision = world.present(&world.token());
        settle().await;
        // Asked once more after a moment.
        world.pass(SECOND);
        refusal(printed, &refused(decision).await, Reason::IssuerUnavailable);
        leave(&world, printed);
    }
    let world = World::with(None, |settings| settings.max_verifications(1));
    world.wire.mood(Mood::Silent);
    let decision = world.present(&world.token());
    settle().await;
    let full = world.refuse(&world.token()).await;
    refusal(printed, &full, Reason::Overloaded);
    world.pass(5 * SECOND);
    refusal(printed, &refused(decision).await, Reason::IssuerTimeout);
    leave(&world, printed);
}

pub(super) async fn breaking(printed: &mut Printed) {
    let world = World::new();
    for _ in 0..2 {
        world.refuse_in(Mood::Garbled).await;
    }
    let suspended = world.refuse(&world.token()).await;
    refusal(printed, &suspended, Reason::IssuerSuspended);
    leave(&world, printed);
    world.pass(6 * SECOND);
    leave(&world, printed);
    world.wire.mood(Mood::Well);
    world.accept(&world.token()).await;
    leave(&world, printed);
}

pub(super) async fn holding(printed: &mut Printed) {
    for (mood, first, then) in [
        (
            Mood::DownFor(9),
            Reason::IssuerUnavailable,
            Reason::IssuerSuspended,
        ),
        (
            Mood::Limiting(9),
            Reason::OwnRateLimited,
            Reason::OwnRateLimited,
        ),
    ] {
        let world = World::new();
        refusal(printed, &world.refuse_in(mood).await, first);
        refusal(printed, &world.refuse_in(mood).await, then);
        leave(&world, printed);
    }
}

pub(super) async fn pacing(printed: &mut Printed) {
    let one = Rate::new(1, Duration::from_secs(3600));
    let world = World::with(None, |settings| settings.unknown_token_rate(one));
    world.accept(&world.token()).await;
    let paced = world.refuse(&world.token()).await;
    refusal(printed, &paced, Reason::UnknownTokensPaced);
    leave(&world, printed);
    let world = World::with(Some(one), |settings| settings);
    world.accept(&world.token()).await;
    let paced = world.refuse(&world.token()).await;
    refusal(printed, &paced, Reason::OwnCallsPaced);
    leave(&world, printed);
}
