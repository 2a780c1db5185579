//! Customers whom the facts about a session carry: each verification brings the record, and what
//! is added is loaded once for the customer.

use customer_session::{Reason, provider::ProviderError, provider::SessionFacts, revoke::Sessions};

use super::{
    super::{ADA, ADA_PHONE, record, settle},
    Enriched, HOUR, MINUTE, Theme,
};

/// A world in which the facts carry Ada.
fn carrying() -> Enriched {
    carrying_with(0)
}

fn carrying_with(refresh_ahead: u8) -> Enriched {
    let it = Enriched::with(|builder| builder.refresh_ahead(refresh_ahead));
    for token in [ADA, ADA_PHONE] {
        it.world.issuer.sign_in_carried(token, record("ada", "Ada"));
    }
    it
}

#[tokio::test]
async fn each_verification_brings_the_record_and_none_loads_again() {
    let it = carrying();
    it.theme(ADA).await;
    let byron = record("ada", "Ada Byron");
    it.world.issuer.sign_in_carried(ADA, byron);

    it.world.clock.advance(MINUTE);
    let session = it.world.ask(ADA).await.unwrap();

    assert_eq!(session.customer().name(), Some("Ada Byron"));
    assert_eq!(super::theme(&session), "dark");
    assert_eq!(it.world.issuer.sessions.calls(ADA), 2);
    assert_eq!(it.loads(), 1);
    assert_eq!(it.world.issuer.customers.total(), 0);
}

#[tokio::test]
async fn a_newer_record_reaches_all_sessions_together_with_what_was_added() {
    let it = carrying();
    it.theme(ADA).await;
    let byron = record("ada", "Ada Byron");
    it.world.issuer.sign_in_carried(ADA_PHONE, byron);

    it.theme(ADA_PHONE).await;

    assert!(it.world.remembers(ADA));
    let session = it.world.ask(ADA).await.unwrap();
    assert_eq!(session.customer().name(), Some("Ada Byron"));
    assert_eq!(super::theme(&session), "dark");
    assert_eq!(it.loads(), 1);
}

/// However often the record comes anew.
#[tokio::test]
async fn what_was_added_grows_no_older_than_a_customer_may() {
    let it = carrying();
    it.theme(ADA).await;
    it.shelf.yes("ada", Theme("sepia"));

    for minute in 1..10 {
        it.world.clock.advance(MINUTE);
        assert_eq!(it.theme(ADA).await, "dark", "{minute}");
    }
    it.world.clock.advance(MINUTE);

    assert_eq!(it.theme(ADA).await, "sepia");
    assert_eq!(it.loads(), 2);
}

#[tokio::test]
async fn a_newer_record_makes_what_was_added_no_younger() {
    let it = Enriched::with(|builder| builder.session_lifetime(HOUR));
    for token in [ADA, ADA_PHONE] {
        it.world.issuer.sign_in_carried(token, record("ada", "Ada"));
    }
    it.theme(ADA).await;
    it.world.clock.advance(9 * MINUTE);
    it.theme(ADA_PHONE).await;
    it.shelf.yes("ada", Theme("sepia"));

    it.world.clock.advance(MINUTE);

    assert_eq!(it.theme(ADA_PHONE).await, "sepia");
    assert_eq!(it.theme(ADA).await, "sepia");
    assert_eq!(it.loads(), 2);
}

#[tokio::test]
async fn it_is_renewed_in_the_background() {
    let it = carrying_with(20);
    it.theme(ADA).await;
    it.shelf.yes("ada", Theme("sepia"));
    for _ in 0..12 {
        it.world.advance_seconds(40);
        it.theme(ADA).await;
        settle().await;
    }

    // 480 s old: the last fifth of 600 s.
    assert!(it.world.remembers(ADA));
    settle().await;

    assert_eq!(it.theme(ADA).await, "sepia");
    assert_eq!(it.loads(), 2);
}

#[tokio::test]
async fn a_customer_that_changed_is_verified_and_loaded_anew() {
    let it = carrying();
    it.theme(ADA).await;
    it.shelf.yes("ada", Theme("sepia"));
    let king = record("ada", "Ada King");
    it.world.issuer.sign_in_carried(ADA, king);

    let ada = Sessions::of_customer("stub", "ada");
    it.world.config.revocations().recheck(&ada).unwrap();

    let session = it.world.ask(ADA).await.unwrap();
    assert_eq!(session.customer().name(), Some("Ada King"));
    assert_eq!(super::theme(&session), "sepia");
    assert_eq!(it.loads(), 2);
}

#[tokio::test]
async fn what_was_on_its_way_when_the_customer_changed_serves_nobody_after() {
    let it = carrying();
    it.shelf.close();
    let changes = async {
        it.shelf.asked(1).await;
        let ada = Sessions::of_customer("stub", "ada");
        it.world.config.revocations().recheck(&ada).unwrap();
        it.shelf.open();
    };
    let (before, ()) = tokio::join!(it.theme(ADA), changes);
    assert_eq!(before, "dark");

    it.shelf.yes("ada", Theme("sepia"));

    assert_eq!(it.theme(ADA).await, "sepia");
}

#[tokio::test]
async fn a_session_whose_customer_must_be_looked_up_finds_what_was_added() {
    let it = carrying();
    it.theme(ADA).await;
    let facts = SessionFacts::new("ada");
    it.world.issuer.sessions.yes(ADA_PHONE, facts);

    assert_eq!(it.theme(ADA_PHONE).await, "dark");

    assert_eq!(it.loads(), 1);
    assert_eq!(it.world.issuer.customers.total(), 0);
}

#[tokio::test]
async fn a_no_ends_all_sessions_of_the_customer() {
    let it = Enriched::with(|builder| builder.session_lifetime(HOUR).customer_lifetime(MINUTE));
    for token in [ADA, ADA_PHONE] {
        it.world.issuer.sign_in_carried(token, record("ada", "Ada"));
    }
    it.theme(ADA).await;
    it.theme(ADA_PHONE).await;
    it.shelf.no("ada", ProviderError::not_our_customer());

    it.world.clock.advance(MINUTE);

    assert_eq!(it.world.reason(ADA).await, Reason::NotOurCustomer);
    assert_eq!(it.world.reason(ADA_PHONE).await, Reason::NotOurCustomer);
    assert_eq!(it.loads(), 2);
}
