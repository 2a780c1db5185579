//! Signed tokens that are ended before their time, and those whose time comes.

use std::time::Duration;

use customer_session::{Reason, clock::Clock, session::Ended};

use super::{DAY, HOUR, Signed, TICK, ways};
use crate::engine::now;

#[tokio::test]
async fn sessions_end_by_every_name_they_have_whether_they_were_seen_or_remembered_or_not() {
    for ended in ways() {
        for (seen, remembered) in [(true, true), (true, false), (false, true), (false, false)] {
            let world = Signed::with(|provider| provider.remember(remembered), |it| it).await;
            let token = world.ada().sign();
            if seen {
                world.present(&token).unwrap();
            }

            world.end(&ended);

            assert_eq!(world.reason(&token), Reason::SessionEnded, "{ended:?}");
        }
    }
}

#[tokio::test]
async fn what_names_ada_does_not_name_grace() {
    let [_, customer, _, session, subject, token] = ways();
    for ended in [customer, session, subject, token] {
        let world = Signed::new().await;
        let ada = world.ada().sign();
        let grace = world.issuer.token("grace").claim("sid", "desktop").sign();
        world.present(&grace).unwrap();

        world.end(&ended);

        assert_eq!(world.reason(&ada), Reason::SessionEnded, "{ended:?}");
        assert!(world.present(&grace).is_ok(), "{ended:?}");
    }
}

#[tokio::test]
async fn whoever_waits_for_the_end_of_a_session_is_told_of_it() {
    for ended in ways() {
        let world = Signed::new().await;
        let session = world.present(&world.ada().sign()).unwrap();
        assert_eq!(now(session.ended()), None, "{ended:?}");

        world.end(&ended);

        assert_eq!(now(session.ended()), Some(Ended::Revoked), "{ended:?}");
    }
}

#[tokio::test]
async fn whoever_signs_in_again_is_in() {
    for ended in &ways()[..5] {
        let world = Signed::new().await;
        let old = world.ada().sign();
        world.present(&old).unwrap();
        world.end(ended);

        world.clock.advance(Duration::from_secs(1));
        let new = world.ada().claim("sid", "phone").sign();

        assert!(world.present(&new).is_ok(), "{ended:?}");
        assert_eq!(world.reason(&old), Reason::SessionEnded, "{ended:?}");
    }
}

/// As by an issuer whose clock is ahead, within the leeway.
#[tokio::test]
async fn a_token_ends_by_its_own_id_however_it_is_dated() {
    let world = Signed::new().await;
    let token = world.ada().claim("iat", world.seconds() + 30);
    let token = token.lifetime(2 * DAY).sign();
    let [.., by_id] = ways();

    world.end(&by_id);

    assert_eq!(world.reason(&token), Reason::SessionEnded);
    world.clock.advance(DAY);
    assert_eq!(world.reason(&token), Reason::SessionEnded);
    world.clock.advance(Duration::from_secs(30));
    assert_eq!(world.reason(&token), Reason::SessionEnded);
    world.clock.advance(HOUR);
    assert_eq!(world.reason(&token), Reason::ClaimsTooOld);
}

#[tokio::test]
async fn a_session_that_is_not_remembered_can_be_signed_out_of() {
    let world = Signed::with(|provider| provider.remember(false), |it| it).await;
    let token = world.ada().sign();
    let session = world.present(&token).unwrap();
    assert_eq!(world.config.cache_usage().sessions, 0);

    session.sign_out().unwrap();

    assert_eq!(world.reason(&token), Reason::SessionEnded);
}

#[tokio::test]
async fn a_session_expires_while_it_is_remembered() {
    let world = Signed::with(|it| it, |config| config.session_lifetime(HOUR)).await;
    let token = world.ada().lifetime(Duration::from_secs(60)).sign();
    world.present(&token).unwrap();

    // With the leeway.
    world.clock.advance(Duration::from_secs(90) - TICK);
    world.present(&token).unwrap();
    assert_eq!(world.config.stats().hits, 1);
    world.clock.advance(TICK);

    assert_eq!(world.reason(&token), Reason::TokenExpired);
}

#[tokio::test]
async fn a_clock_that_is_set_back_revives_nothing_that_was_ended() {
    for ended in ways() {
        for step in [HOUR, DAY, 400 * DAY] {
            let world = Signed::new().await;
            let token = world.ada().lifetime(2 * DAY).sign();
            let begun = world.clock.wall();
            world.present(&token).unwrap();
            world.end(&ended);

            world.clock.set_wall(begun - step);
            assert!(world.present(&token).is_err(), "{ended:?} {step:?}");
            world.clock.advance(DAY);
            world.clock.set_wall(begun);
            assert_eq!(world.reason(&token), Reason::SessionEnded, "{ended:?}");
        }
    }
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_lengthen_what_is_remembered() {
    let world = Signed::with(|it| it, |config| config.session_lifetime(HOUR)).await;
    let token = world.ada().lifetime(2 * DAY).sign();
    world.present(&token).unwrap();

    world.clock.advance(HOUR);
    world.clock.set_wall(world.clock.wall() - HOUR);
    world.present(&token).unwrap();

    let stats = world.config.stats();
    assert_eq!((stats.hits, stats.misses), (0, 2));
}
