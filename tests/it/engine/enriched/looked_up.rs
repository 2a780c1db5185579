//! Customers whom the issuer is asked for: what is added is part of the answer.

use std::time::Duration;

use customer_session::{Reason, revoke::Sessions};

use super::{
    super::{ADA, ADA_PHONE, GRACE, record, settle},
    Enriched, HOUR, MINUTE,
};

#[tokio::test]
async fn a_handler_reads_what_was_added_and_remembered_sessions_load_nothing() {
    let it = Enriched::new();

    assert_eq!(it.theme(ADA).await, "dark");
    assert!(it.world.remembers(ADA));
    assert_eq!(it.theme(ADA).await, "dark");

    let session = it.world.ask(ADA).await.unwrap();
    assert_eq!(session.customer().name(), Some("Ada"));
    assert!(session.customer().extension::<String>().is_none());
    assert_eq!(it.loads(), 1);
}

#[tokio::test]
async fn it_is_loaded_once_for_all_sessions_of_a_customer_and_for_each_customer() {
    let it = Enriched::new();

    let themes = [
        it.theme(ADA).await,
        it.theme(ADA_PHONE).await,
        it.theme(GRACE).await,
    ];

    assert_eq!(themes, ["dark", "dark", "light"]);
    assert_eq!(it.shelf.calls("ada"), 1);
    assert_eq!(it.loads(), 2);
}

#[tokio::test]
async fn all_who_wait_for_a_customer_wait_for_one_load() {
    let it = Enriched::new();
    it.shelf.close();
    let opens = async {
        it.world.issuer.sessions.asked(2).await;
        it.shelf.asked(1).await;
        settle().await;
        it.shelf.open();
    };

    let (laptop, phone, ()) = tokio::join!(it.theme(ADA), it.theme(ADA_PHONE), opens);

    assert_eq!([laptop, phone], ["dark"; 2]);
    assert_eq!(it.loads(), 1);
}

#[tokio::test]
async fn it_lives_as_long_as_the_customer_and_is_loaded_anew_with_it() {
    let it = Enriched::with(|builder| builder.session_lifetime(HOUR).customer_lifetime(MINUTE));
    it.theme(ADA).await;
    it.shelf.yes("ada", super::Theme("sepia"));

    it.world.clock.advance(MINUTE - TICK);
    assert_eq!(it.theme(ADA).await, "dark");
    it.world.clock.advance(TICK);

    assert_eq!(it.theme(ADA).await, "sepia");
    assert_eq!(it.world.issuer.customers.calls("ada"), 2);
    assert_eq!(it.loads(), 2);
}

#[tokio::test]
async fn it_is_renewed_in_the_background_together_with_the_customer() {
    let it = Enriched::with(|builder| builder.session_lifetime(HOUR).refresh_ahead(20));
    it.theme(ADA).await;
    it.shelf.yes("ada", super::Theme("sepia"));

    it.world.advance_seconds(480);
    assert_eq!(it.theme(ADA).await, "dark", "nobody waits");
    settle().await;

    assert!(it.world.remembers(ADA));
    assert_eq!(it.theme(ADA).await, "sepia");
    assert_eq!(it.world.issuer.customers.calls("ada"), 2);
    assert_eq!(it.loads(), 2);
}

#[tokio::test]
async fn a_customer_that_changed_is_loaded_anew_as_a_whole() {
    let it = Enriched::new();
    it.theme(ADA).await;
    it.shelf.yes("ada", super::Theme("sepia"));
    it.world
        .issuer
        .customers
        .yes("ada", record("ada", "Ada King"));

    let ada = Sessions::of_customer("stub", "ada");
    it.world.config.revocations().recheck(&ada).unwrap();

    let session = it.world.ask(ADA).await.unwrap();
    assert_eq!(session.customer().name(), Some("Ada King"));
    assert_eq!(super::theme(&session), "sepia");
}

/// It was read before the change, perhaps.
#[tokio::test]
async fn what_was_on_its_way_when_the_customer_changed_serves_nobody_after() {
    let it = Enriched::new();
    it.shelf.close();
    let changes = async {
        it.shelf.asked(1).await;
        let ada = Sessions::of_customer("stub", "ada");
        it.world.config.revocations().recheck(&ada).unwrap();
        it.shelf.open();
    };
    let (before, ()) = tokio::join!(it.theme(ADA), changes);
    assert_eq!(before, "dark");

    it.shelf.yes("ada", super::Theme("sepia"));

    assert_eq!(it.theme(ADA).await, "sepia");
}

#[tokio::test]
async fn a_session_that_is_ended_while_something_is_loaded_is_ended() {
    let it = Enriched::new();
    it.shelf.close();
    let ends = async {
        it.shelf.asked(1).await;
        let ada = Sessions::of_customer("stub", "ada");
        it.world.config.revocations().end(&ada).unwrap();
        it.shelf.open();
    };

    let (reason, ()) = tokio::join!(it.world.reason(ADA), ends);

    assert_eq!(reason, Reason::SessionEnded);
}

#[tokio::test]
async fn nothing_is_loaded_for_a_token_that_is_denied() {
    let it = Enriched::new();

    assert_eq!(it.world.reason("nobody").await, Reason::TokenDenied);

    assert_eq!(it.loads(), 0);
}

const TICK: Duration = Duration::from_nanos(1);
