//! Sessions that are not exchanged: ended, to be asked about anew, of another provider.

use std::time::Duration;

use customer_session::{
    Customer, VerifiedSession, clock::ManualClock, issuer::ExchangeError, revoke::Sessions,
    session::CustomerRecord,
};

use super::{asserted, facts, issuer, session, verify};
use crate::world::{builder, key};

#[tokio::test]
async fn a_session_that_was_ended_is_not_exchanged_by_whatever_name_it_was_ended() {
    for by in 0..3 {
        let clock = ManualClock::new();
        let issuer = issuer(&clock);
        let (session, config, _) = session(&clock, facts(&clock)).await;
        assert!(issuer.exchange(&session).is_ok());

        match by {
            0 => session.sign_out().unwrap(),
            1 => {
                let sessions = Sessions::of_customer("opaque", "c1");
                config.revocations().end(&sessions).unwrap();
            }
            _ => config.revocations().end(&Sessions::all()).unwrap(),
        }

        let error = issuer.exchange(&session).unwrap_err();
        assert!(matches!(error, ExchangeError::Ended), "{by}: {error:?}");
    }
}

#[tokio::test]
async fn a_session_of_which_nobody_knows_whether_it_was_ended_is_not_exchanged() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let (session, config, _) = session(&clock, facts(&clock)).await;

    drop(config);

    let error = issuer.exchange(&session).unwrap_err();
    assert!(matches!(error, ExchangeError::NoEngine), "{error:?}");
}

#[tokio::test]
async fn a_session_that_must_be_asked_about_anew_is_not_exchanged_by_an_old_handle() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);

    let (session, config, _) = session(&clock, facts(&clock)).await;
    let sessions = Sessions::of_customer("opaque", "c1");
    config.revocations().recheck(&sessions).unwrap();
    let error = issuer.exchange(&session).unwrap_err();
    assert!(matches!(error, ExchangeError::Stale), "{error:?}");

    let anew = verify(&config).await;
    assert!(issuer.exchange(&anew).is_ok());
    config
        .revocations()
        .recheck(&Sessions::of_issuer("opaque"))
        .unwrap();
    let error = issuer.exchange(&anew).unwrap_err();
    assert!(matches!(error, ExchangeError::Stale), "{error:?}");

    let anew = verify(&config).await;
    clock.advance(Duration::from_secs(61));
    let error = issuer.exchange(&anew).unwrap_err();
    assert!(matches!(error, ExchangeError::Stale), "{error:?}");
    assert!(issuer.exchange(&verify(&config).await).is_ok());
}

/// Two providers call two customers by one name, and each the session of it.
#[tokio::test]
async fn sessions_of_another_provider_than_the_named_one_are_not_exchanged() {
    let clock = ManualClock::new();
    let of = |provider: &str| {
        let record = CustomerRecord::new("42");
        let facts = facts(&clock).session_id("s1".to_owned());
        VerifiedSession::assertion(facts, Customer::assertion(record, provider))
    };
    let unnamed = builder(&clock).key(key("a")).build().unwrap();
    let polar = builder(&clock)
        .exchanges("polar")
        .key(key("a"))
        .build()
        .unwrap();

    assert!(polar.exchange(&of("polar")).is_ok());
    let error = polar.exchange(&of("stripe")).unwrap_err();
    assert!(
        matches!(&error, ExchangeError::OtherProvider { provider, exchanged: Some(named) }
            if provider == "stripe" && named == "polar"),
        "{error:?}"
    );
    let error = unnamed.exchange(&of("polar")).unwrap_err();
    assert!(
        matches!(error, ExchangeError::OtherProvider { ref exchanged, .. } if exchanged.is_none()),
        "{error:?}"
    );
    // It says what to do.
    assert!(
        error.to_string().contains(r#".exchanges("polar")"#),
        "{error}"
    );
}

#[test]
fn what_cannot_be_signed_says_why() {
    let clock = ManualClock::new();
    let issuer = builder(&clock)
        .exchanges("opaque")
        .key(key("a"))
        .client_id("c1")
        .build()
        .unwrap();
    let error = issuer.exchange(&asserted(&clock, 3600)).unwrap_err();

    assert!(matches!(error, ExchangeError::Mint(_)), "{error:?}");
    assert!(std::error::Error::source(&error).is_some());
}
