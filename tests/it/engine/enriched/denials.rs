//! Customers whom the application does not know, as it says itself.

use customer_session::{Reason, provider::ProviderError};

use super::{
    super::{ADA, ADA_PHONE, GRACE},
    Enriched, HOUR, MINUTE, Theme,
};

fn unknown(it: &Enriched) {
    it.shelf.no("ada", ProviderError::not_our_customer());
}

#[tokio::test]
async fn a_no_of_the_application_is_a_401_for_all_sessions_of_the_customer() {
    let it = Enriched::new();
    unknown(&it);

    let refused = it.world.ask(ADA).await.unwrap_err();
    let phone = it.world.reason(ADA_PHONE).await;

    assert_eq!(
        (refused.status(), refused.reason()),
        (401, Reason::NotOurCustomer)
    );
    assert_eq!(phone, Reason::NotOurCustomer);
    assert_eq!(it.loads(), 1, "it is remembered for the customer");
    assert_eq!(it.theme(GRACE).await, "light");
}

#[tokio::test]
async fn a_no_is_remembered_for_its_time_and_forgotten_when_the_customer_appears() {
    for forgotten in [true, false] {
        let it = Enriched::new();
        unknown(&it);
        it.world.reason(ADA).await;
        it.shelf.yes("ada", Theme("dark"));

        // As long as the token itself is refused.
        it.world.advance_seconds(10);
        assert_eq!(it.world.reason(ADA).await, Reason::NotOurCustomer);
        it.world.advance_seconds(10);
        if forgotten {
            let revocations = it.world.config.revocations();
            revocations.forget_denial("stub", "ada").unwrap();
        } else {
            it.world.advance_seconds(580);
        }

        assert_eq!(it.theme(ADA).await, "dark");
        assert_eq!(it.loads(), 2);
    }
}

#[tokio::test]
async fn a_no_on_renewal_ends_what_is_remembered() {
    let it = Enriched::with(|builder| builder.session_lifetime(HOUR).customer_lifetime(MINUTE));
    it.theme(ADA).await;
    it.theme(ADA_PHONE).await;
    unknown(&it);

    it.world.clock.advance(MINUTE);

    assert_eq!(it.world.reason(ADA).await, Reason::NotOurCustomer);
    assert_eq!(it.world.reason(ADA_PHONE).await, Reason::NotOurCustomer);
}
