//! A session lasts no longer than a revocation is remembered.

use customer_session::{Reason, clock::Clock};

use super::{DAY, HOUR, Signed, TICK, ways};

#[tokio::test]
async fn what_was_ended_stays_ended_however_late_the_token_expires() {
    for ended in ways() {
        for remembered in [true, false] {
            let world = Signed::with(|provider| provider.remember(remembered), |it| it).await;
            let token = world.ada().lifetime(7 * DAY).sign();
            world.present(&token).unwrap();
            world.clock.advance(HOUR);

            world.end(&ended);

            for hour in 0..8 * 24 {
                assert!(world.present(&token).is_err(), "{ended:?}, hour {hour}");
                world.clock.advance(HOUR);
            }
        }
    }
}

#[tokio::test]
async fn whoever_signed_out_stays_signed_out_however_late_the_token_expires() {
    let world = Signed::new().await;
    let token = world.ada().lifetime(7 * DAY).sign();

    world.present(&token).unwrap().sign_out().unwrap();

    for hour in 0..8 * 24 {
        assert!(world.present(&token).is_err(), "hour {hour}");
        world.clock.advance(HOUR);
    }
}

#[tokio::test]
async fn a_session_lasts_for_the_longest_session_and_is_not_served_at_its_end() {
    for remembered in [true, false] {
        let world = Signed::with(
            |provider| provider.remember(remembered),
            |config| config.longest_session(HOUR),
        )
        .await;
        let token = world.ada().lifetime(7 * DAY).sign();
        let begun = world.clock.wall();

        let session = world.present(&token).unwrap();
        assert_eq!(session.expires_at(), Some(begun + 7 * DAY));
        world.clock.advance(HOUR - TICK);
        world.present(&token).unwrap();
        world.clock.advance(TICK);

        assert_eq!(world.reason(&token), Reason::ClaimsTooOld);
    }
}

#[tokio::test]
async fn a_session_that_is_remembered_for_longer_ends_with_the_longest_session_too() {
    let world = Signed::with(
        |provider| provider,
        |config| config.longest_session(HOUR).session_lifetime(HOUR),
    )
    .await;
    let token = world.ada().lifetime(7 * DAY).sign();
    world.clock.advance(HOUR / 2);
    world.present(&token).unwrap();

    world.clock.advance(HOUR / 2 - TICK);
    world.present(&token).unwrap();
    assert_eq!(world.config.stats().hits, 1);
    world.clock.advance(TICK);

    assert_eq!(world.reason(&token), Reason::ClaimsTooOld);
}

#[tokio::test]
async fn a_longer_longest_session_lets_sessions_last_longer() {
    let world = Signed::with(|it| it, |config| config.longest_session(8 * DAY)).await;
    let token = world.ada().lifetime(7 * DAY).sign();

    world.clock.advance(7 * DAY);

    assert!(world.present(&token).is_ok());
}

#[tokio::test]
async fn a_token_that_expired_is_told_so_and_not_that_it_is_too_old() {
    let world = Signed::with(|it| it, |config| config.longest_session(HOUR)).await;
    let token = world.ada().lifetime(HOUR).sign();

    world.clock.advance(2 * HOUR);

    assert_eq!(world.reason(&token), Reason::TokenExpired);
}

#[tokio::test]
async fn a_provider_that_knows_how_long_its_sessions_last_is_believed() {
    let world = Signed::with(
        |provider| provider.max_age(3 * HOUR),
        |config| config.longest_session(HOUR),
    )
    .await;
    let token = world.ada().lifetime(DAY).sign();

    world.clock.advance(3 * HOUR);

    assert!(world.present(&token).is_ok(), "the leeway is not over");
}

#[tokio::test]
async fn a_token_that_does_not_say_when_it_was_issued_must_end_within_the_longest_session() {
    let world = Signed::new().await;
    let undated = |seconds: u64| {
        let token = world.ada().without("iat");
        token.claim("exp", world.seconds() + seconds).sign()
    };
    // The leeway counts.
    let (longest, longer) = (undated(24 * 3600 - 30), undated(24 * 3600 - 29));

    assert!(world.present(&longest).is_ok());
    assert_eq!(world.reason(&longer), Reason::ClaimsTooOld);
}
