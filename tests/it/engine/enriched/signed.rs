//! Customers who stand in the token: it is judged on the spot, and what is added is shared by all
//! tokens of the customer.

use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use customer_session::{
    CustomerSessionConfig, Reason, VerifiedSession,
    config::CustomerSessionConfigBuilder,
    provider::ProviderError,
    revoke::Sessions,
    upstream::{BreakerState, Rate},
};

use super::{
    super::{
        local::{ADA, Reader, built},
        now, settle,
    },
    Shelf, Theme, adding, shelf, theme,
};

struct Local {
    reader: Reader,
    config: CustomerSessionConfig,
    shelf: Shelf,
}

impl Local {
    fn new() -> Self {
        Self::with(|builder| builder)
    }

    fn with(
        settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let shelf = shelf();
        let (reader, config) = built(|builder| {
            let builder = builder.refresh_ahead(0).lifetime_jitter(0);
            settings(adding(builder, &shelf))
        });
        Self {
            reader,
            config,
            shelf,
        }
    }

    async fn ask(&self, token: &str) -> Result<VerifiedSession, Reason> {
        let answer = self.config.verify(token).await;
        answer.map_err(|rejection| rejection.reason())
    }

    async fn theme(&self, token: &str) -> &'static str {
        theme(&self.ask(token).await.unwrap())
    }

    /// What is served without waiting.
    fn at_once(&self, token: &str) -> Option<VerifiedSession> {
        now(self.config.verify(token)).and_then(Result::ok)
    }

    fn advance(&self, time: Duration) {
        self.reader.0.clock.advance(time);
    }

    fn changed(&self) {
        let ada = Sessions::of_customer("reader", "ada");
        self.config.revocations().recheck(&ada).unwrap();
    }
}

#[tokio::test]
async fn the_first_sight_of_a_customer_waits_and_every_other_is_decided_on_the_spot() {
    let it = Local::new();

    assert!(it.at_once(ADA).is_none());
    assert_eq!(it.theme(ADA).await, "dark");

    assert_eq!(it.at_once(ADA).as_ref().map(theme), Some("dark"));
    assert_eq!(it.at_once(AT_HOME).as_ref().map(theme), Some("dark"));
    assert_eq!(it.shelf.total(), 1);
    assert_eq!(it.reader.0.asked.load(SeqCst), 0, "no issuer is asked");
}

#[tokio::test]
async fn each_session_keeps_the_record_of_its_own_token() {
    let it = Local::new();
    for (token, email) in [(ADA, "ada.at.shop"), (AT_HOME, "ada.at.home")] {
        for _ in 0..2 {
            let session = it.ask(token).await.unwrap();
            assert_eq!(session.customer().email(), Some(email));
            assert_eq!(theme(&session), "dark");
        }
    }

    it.shelf.yes("ada", Theme("sepia"));
    it.changed();

    for (token, email) in [(AT_HOME, "ada.at.home"), (ADA, "ada.at.shop")] {
        let session = it.ask(token).await.unwrap();
        assert_eq!(session.customer().email(), Some(email));
        assert_eq!(theme(&session), "sepia");
    }
    assert_eq!(it.shelf.total(), 2);
}

#[tokio::test]
async fn tokens_of_one_customer_that_come_together_wait_for_one_load() {
    let it = Local::new();
    it.shelf.close();
    let opens = async {
        it.shelf.asked(1).await;
        settle().await;
        it.shelf.open();
    };

    let (shop, home, ()) = tokio::join!(it.theme(ADA), it.theme(AT_HOME), opens);

    assert_eq!([shop, home], ["dark"; 2]);
    assert_eq!(it.shelf.total(), 1);
}

#[tokio::test]
async fn a_bad_token_is_refused_on_the_spot_and_nothing_is_loaded() {
    let it = Local::new();

    let refused = now(it.config.verify("garbage")).unwrap().unwrap_err();

    assert_eq!(refused.reason(), Reason::TokenDenied);
    assert_eq!(it.shelf.total(), 0);
}

#[tokio::test]
async fn what_was_added_has_the_life_of_a_customer_and_not_of_the_token() {
    let it = Local::with(|builder| builder.customer_lifetime(Duration::from_secs(10)));
    it.theme(ADA).await;
    it.shelf.yes("ada", Theme("sepia"));

    it.advance(Duration::from_millis(9_999));
    assert_eq!(it.theme(ADA).await, "dark");
    it.advance(Duration::from_millis(1));

    assert_eq!(it.theme(ADA).await, "sepia");
    assert_eq!(it.shelf.total(), 2);
}

#[tokio::test]
async fn what_was_added_outlives_the_tokens_that_brought_it() {
    let it = Local::new();
    it.theme(ADA).await;

    // The token's time is over, and so is what is remembered of it.
    it.advance(Duration::from_secs(60));

    assert_eq!(it.at_once(AT_HOME).as_ref().map(theme), Some("dark"));
    assert_eq!(it.shelf.total(), 1);
}

#[tokio::test]
async fn it_is_renewed_in_the_background_whether_or_not_sessions_are_remembered() {
    for forgets in [false, true] {
        let it = Local::with(|builder| {
            let builder = builder.customer_lifetime(Duration::from_secs(20));
            builder.refresh_ahead(20)
        });
        it.reader.0.forgets.store(forgets, SeqCst);
        it.theme(ADA).await;
        it.shelf.yes("ada", Theme("sepia"));

        it.advance(Duration::from_secs(17));
        assert_eq!(it.at_once(ADA).as_ref().map(theme), Some("dark"));
        settle().await;

        assert_eq!(it.at_once(ADA).as_ref().map(theme), Some("sepia"));
        assert_eq!(it.shelf.total(), 2, "{forgets}");
    }
}

#[tokio::test]
async fn a_renewal_that_fails_is_not_tried_at_every_request() {
    for forgets in [false, true] {
        let it = Local::with(|builder| {
            let builder = builder.customer_lifetime(Duration::from_secs(20));
            builder.refresh_ahead(20)
        });
        it.reader.0.forgets.store(forgets, SeqCst);
        it.theme(ADA).await;
        it.shelf.no("ada", ProviderError::unavailable("down"));

        it.advance(Duration::from_secs(17));
        for _ in 0..10 {
            assert_eq!(it.at_once(ADA).as_ref().map(theme), Some("dark"));
            settle().await;
        }

        assert_eq!(it.shelf.total(), 2, "{forgets}");
    }
}

#[tokio::test]
async fn a_provider_that_has_nothing_remembered_loads_once_all_the_same() {
    let it = Local::new();
    it.reader.0.forgets.store(true, SeqCst);

    for _ in 0..3 {
        assert_eq!(it.theme(ADA).await, "dark");
    }

    assert_eq!(it.shelf.total(), 1);
    assert_eq!(it.config.cache_usage().sessions, 0);
}

/// Its key had to be fetched, say.
#[tokio::test]
async fn a_signed_token_that_cannot_be_judged_on_the_spot_has_it_too() {
    let it = Local::new();
    it.shelf.yes("ask", Theme("dark"));

    assert_eq!(it.theme("ask~ada.at.shop").await, "dark");
    it.shelf.yes("ask", Theme("sepia"));
    assert_eq!(it.theme("ask~ada.at.shop").await, "dark");
    let asked = Sessions::of_customer("reader", "ask");
    it.config.revocations().recheck(&asked).unwrap();

    assert_eq!(it.theme("ask~ada.at.shop").await, "sepia");
    assert_eq!(it.reader.0.asked.load(SeqCst), 1, "the session was good");
}

#[tokio::test]
async fn a_no_of_the_application_refuses_all_tokens_of_the_customer() {
    let it = Local::new();
    it.theme(AT_HOME).await;
    it.shelf.no("ada", ProviderError::not_our_customer());
    it.changed();

    assert_eq!(it.ask(ADA).await.unwrap_err(), Reason::NotOurCustomer);

    assert_eq!(it.ask(AT_HOME).await.unwrap_err(), Reason::NotOurCustomer);
    assert_eq!(it.shelf.total(), 2);
}

/// Else a flood of them would use up what is meant for tokens that nobody vouched for.
#[tokio::test]
async fn customers_who_are_seen_first_count_in_no_pace_of_the_issuers() {
    let hour = Duration::from_secs(3600);
    let it = Local::with(|builder| builder.unknown_token_rate(Rate::new(1, hour)));

    assert_eq!(it.theme(ADA).await, "dark");

    assert_eq!(it.theme("grace~grace.at.shop").await, "light");
}

#[tokio::test]
async fn an_issuer_in_trouble_has_no_part_in_what_the_application_is_asked() {
    let it = Local::with(|builder| {
        let builder = builder.customer_lifetime(Duration::from_secs(20));
        builder.refresh_ahead(20)
    });
    it.reader.0.down.store(true, SeqCst);
    while it.config.stats().breaker["reader"] != BreakerState::Open {
        let unknown = format!("ask{}~", it.reader.0.asked.load(SeqCst));
        assert!(it.ask(&unknown).await.unwrap_err().is_fault());
    }

    assert_eq!(it.theme(ADA).await, "dark");

    // Nor in its renewal.
    it.shelf.yes("ada", Theme("sepia"));
    it.advance(Duration::from_secs(17));
    assert_eq!(it.at_once(ADA).as_ref().map(theme), Some("dark"));
    settle().await;
    assert_eq!(it.at_once(ADA).as_ref().map(theme), Some("sepia"));
    assert_ne!(
        it.config.stats().breaker["reader"],
        BreakerState::Closed,
        "what the application answered says nothing of the issuer"
    );
}

#[tokio::test]
async fn a_fault_is_a_503_unless_something_old_may_be_served() {
    for stale in [Duration::ZERO, Duration::from_secs(20)] {
        let it = Local::with(|builder| {
            let builder = builder.customer_lifetime(Duration::from_secs(10));
            builder.stale_if_error(stale)
        });
        it.theme(ADA).await;
        it.shelf.no("ada", ProviderError::unavailable("down"));

        it.advance(Duration::from_secs(10));
        let answer = it.ask(ADA).await;

        if stale.is_zero() {
            assert_eq!(answer.unwrap_err(), Reason::EnrichmentUnavailable);
        } else {
            let session = answer.unwrap();
            assert!(session.is_stale());
            assert_eq!(theme(&session), "dark");
            assert_eq!(session.customer().email(), Some("ada.at.shop"));
        }
    }
}

#[tokio::test]
async fn a_session_that_is_ended_while_something_is_loaded_is_ended() {
    let it = Local::new();
    it.shelf.close();
    let ends = async {
        it.shelf.asked(1).await;
        let ada = Sessions::of_customer("reader", "ada");
        it.config.revocations().end(&ada).unwrap();
        it.shelf.open();
    };

    let (answer, ()) = tokio::join!(it.ask(ADA), ends);

    assert_eq!(answer.unwrap_err(), Reason::SessionEnded);
}

#[tokio::test]
async fn a_token_that_expires_while_something_is_loaded_is_expired() {
    let it = Local::with(|builder| builder.verification_timeout(Duration::from_secs(60)));
    it.shelf.close();
    let waits = async {
        it.shelf.asked(1).await;
        it.advance(Duration::from_secs(40));
        it.shelf.open();
    };

    let (answer, ()) = tokio::join!(it.ask(ADA), waits);

    assert_eq!(answer.unwrap_err(), Reason::TokenExpired);
}

/// Ada's, from elsewhere.
const AT_HOME: &str = "ada~ada.at.home";
