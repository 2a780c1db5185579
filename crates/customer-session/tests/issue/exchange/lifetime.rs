//! No signed session outlives the one that it was made from.

use std::time::Duration;

use customer_session::{
    VerifiedSession,
    clock::{Clock, ManualClock},
    issuer::{ExchangeError, JwtIssuer},
    provider::ProviderError,
};
use proptest::prelude::*;

use super::{asserted, expires, facts, issuer, session, verify};
use crate::world::START;

#[tokio::test]
async fn a_session_that_ends_sooner_than_the_lifetime_ends_the_signed_one_too() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let ends = |millis| clock.wall() + Duration::from_millis(millis);

    let (soon, _config, _) = session(&clock, facts(&clock).expires_at(ends(60_999))).await;
    assert_eq!(expires(&issuer.exchange(&soon).unwrap().token), START + 60);
    // Its provider serves it for shorter than its issuer says, or for longer.
    let sooner = facts(&clock)
        .expires_at(ends(60_000))
        .valid_until(ends(30_000));
    let (sooner, _config, _) = session(&clock, sooner).await;
    assert_eq!(
        expires(&issuer.exchange(&sooner).unwrap().token),
        START + 30
    );
    let leeway = facts(&clock)
        .expires_at(ends(60_000))
        .valid_until(ends(90_000));
    let (leeway, _config, _) = session(&clock, leeway).await;
    assert_eq!(
        expires(&issuer.exchange(&leeway).unwrap().token),
        START + 60
    );
}

#[tokio::test]
async fn a_session_that_is_over_is_not_exchanged() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let session = asserted(&clock, 3600);

    clock.advance(Duration::from_millis(3_598_999));
    assert_eq!(
        expires(&issuer.exchange(&session).unwrap().token),
        START + 3600
    );
    clock.advance(Duration::from_millis(1001));
    for _ in 0..2 {
        let error = issuer.exchange(&session).unwrap_err();
        assert!(matches!(error, ExchangeError::Expired), "{error:?}");
        clock.advance(Duration::from_secs(100));
    }
}

#[tokio::test]
async fn a_session_that_expired_is_not_exchanged_by_an_old_handle() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let (session, _config, _) = session(&clock, facts(&clock)).await;

    clock.advance(Duration::from_secs(3600));

    let error = issuer.exchange(&session).unwrap_err();
    assert!(matches!(error, ExchangeError::Expired), "{error:?}");
}

#[tokio::test]
async fn what_could_outlive_its_session_is_not_signed() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);

    let (endless, _config, _) = session(&clock, facts(&clock).expires_at(None)).await;
    let error = issuer.exchange(&endless).unwrap_err();
    assert!(matches!(error, ExchangeError::NoExpiry), "{error:?}");

    let (_, config, opaque) = session(&clock, facts(&clock)).await;
    *opaque.0.lock().unwrap() = Err(ProviderError::timed_out());
    clock.advance(Duration::from_secs(61));
    let stale = verify(&config).await;
    assert!(stale.is_stale());
    let error = issuer.exchange(&stale).unwrap_err();
    assert!(matches!(error, ExchangeError::Stale), "{error:?}");
}

fn never_outlives(issuer: &JwtIssuer, clock: &ManualClock, session: &VerifiedSession) {
    let end = session.expires_at().unwrap();
    match issuer.exchange(session) {
        Ok(signed) => {
            assert!(signed.expires_at <= end && signed.expires_at > clock.wall());
            assert!(signed.expires_at <= clock.wall() + Duration::from_secs(900));
        }
        Err(ExchangeError::Expired) => assert!(end < clock.wall() + Duration::from_secs(1)),
        Err(error) => panic!("{error:?}"),
    }
}

proptest! {
    #[test]
    fn no_signed_session_outlives_the_one_it_was_made_from(
        begun in 0..100_000_u64,
        lives in 0..100_000_u64,
        asked in 0..200_000_u64,
    ) {
        let clock = ManualClock::new();
        let issuer = issuer(&clock);
        clock.advance(Duration::from_millis(begun * 17));
        let session = asserted(&clock, lives / 50);
        clock.advance(Duration::from_millis(asked * 11));
        never_outlives(&issuer, &clock, &session);
    }
}
