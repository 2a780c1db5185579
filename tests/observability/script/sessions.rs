//! Sessions that are good: begun, added to, renewed and ended.

use customer_session::{Customer, Reason, enrich::EnrichError, revoke::Sessions};
use tokio::join;

use super::{leave, refusal};
use crate::{
    printed::Printed,
    wire::Mood,
    world::{SECOND, World, settle},
};

pub(super) async fn signing_in(printed: &mut Printed) {
    let world = World::new();
    let token = world.token();
    let decision = world.present(&token);
    printed.debug(&decision);
    drop(decision);
    let (session, again) = join!(world.accept(&token), world.accept(&token));
    printed.debug(&session);
    printed.debug(&again.customer());
    printed.debug(&session.member());
    let details: customer_session_polar::Customer = session.customer().details().unwrap();
    printed.debug(&details);
    printed.debug(&world.present(&token));
    world.wire.mood(Mood::Retired);
    world.accept(&world.token()).await;
    leave(&world, printed);
}

/// What the application adds to customers, and fails to.
pub(super) async fn adding(printed: &mut Printed) {
    let world = World::with(None, |settings| {
        settings.enrich(|customer: Customer| async move {
            Ok::<_, EnrichError>(customer.email().map(str::to_owned))
        })
    });
    let session = world.accept(&world.token()).await;
    printed.debug(&session.customer());
    assert!(session.customer().extension::<Option<String>>().is_some());
    leave(&world, printed);

    let world = World::with(None, |settings| {
        let load = |_: Customer| async { Err::<(), _>(EnrichError::unavailable("no database")) };
        settings.enrich(load)
    });
    let rejection = world.refuse(&world.token()).await;
    refusal(printed, &rejection, Reason::EnrichmentUnavailable);
    leave(&world, printed);
}

pub(super) async fn renewing(printed: &mut Printed) {
    let world = World::new();
    let token = world.token();
    world.accept(&token).await;
    for mood in [Mood::Well, Mood::Garbled] {
        world.wire.mood(mood);
        // In the last fifth of a minute.
        world.pass(50 * SECOND);
        world.accept(&token).await;
        settle().await;
    }
    assert_eq!(world.config.stats().refreshed, 1);
    world.pass(20 * SECOND);
    let stale = world.accept(&token).await;
    assert!(stale.is_stale());
    printed.debug(&stale);
    leave(&world, printed);
}

pub(super) async fn revoking(printed: &mut Printed) {
    let world = World::with(None, |settings| settings.max_revocations(2));
    let token = world.token();
    let session = world.accept(&token).await;
    let revocations = world.config.revocations();
    printed.debug(&revocations);
    session.sign_out().unwrap();
    refusal(printed, &world.refuse(&token).await, Reason::SessionEnded);
    revocations.recheck(&Sessions::all()).unwrap();
    revocations.forget_denial("polar", "somebody").unwrap();
    let somebody = Sessions::of_customer("polar", "somebody");
    printed.error(&revocations.end(&somebody).unwrap_err());
    let nobodys = Sessions::of_issuer("nobody");
    printed.error(&revocations.end(&nobodys).unwrap_err());
    leave(&world, printed);
}
