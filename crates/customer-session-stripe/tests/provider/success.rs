//! What is created here passes, by either token.

use customer_session::{
    Reason,
    provider::{Recognition, SessionProvider as _, Shape},
};
use customer_session_stripe::{Bearer, Customer, NewCustomerSession};
use customer_session_test::stripe::NewCustomer;

use crate::world::{LIFETIME, World, client_secret, own_token};

#[tokio::test]
async fn a_session_that_was_created_here_passes_by_either_token() {
    let world = World::start().await;
    let ada = world.ada();
    let issued = world.issue(&ada).await;

    for token in [client_secret(&issued), own_token(&issued)] {
        let session = world.accept(token).await;

        let customer = session.customer();
        assert_eq!(customer.id().as_str(), ada);
        assert_eq!(customer.provider(), "stripe");
        assert_eq!(customer.email(), Some("ada@shop.example"));
        assert_eq!(customer.name(), Some("Ada"));
        assert_eq!(customer.email_verified(), None);
        assert_eq!(session.issued_at(), issued.session.created);
        assert_eq!(session.expires_at(), Some(issued.session.expires_at));
        let details: Customer = customer.details().unwrap();
        assert_eq!(details.metadata.unwrap()["plan"], "pro");
    }
    assert!(client_secret(&issued).starts_with("cuss_secret_"));
    assert!(own_token(&issued).starts_with("css_"));
    assert_eq!(
        issued.session.expires_at,
        issued.session.created.unwrap() + LIFETIME
    );
}

#[tokio::test]
async fn a_customer_is_looked_up_once_for_all_sessions_and_a_remembered_session_asks_nobody() {
    let world = World::start().await;
    let ada = world.ada();
    for _ in 0..3 {
        let issued = world.issue(&ada).await;
        for _ in 0..3 {
            world.accept(client_secret(&issued)).await;
            world.accept(own_token(&issued)).await;
        }
    }

    assert_eq!(world.look_ups(), 1);
    assert_eq!(
        world.stripe.upstream_calls(),
        1,
        "creating is counted apart"
    );
}

#[tokio::test]
async fn the_scopes_of_a_session_are_its_components() {
    let world = World::start().await;
    let new = NewCustomerSession::for_customer(world.ada())
        .pricing_table()
        .active_entitlements();
    let issued = world.stripe.create_customer_session(new).await.unwrap();

    let session = world.accept(own_token(&issued)).await;

    assert_eq!(session.scopes(), ["active_entitlements", "pricing_table"]);
    assert!(session.has_scope("pricing_table") && !session.has_scope("customer_portal"));
}

#[tokio::test]
async fn a_session_of_an_account_is_its_customers() {
    let world = World::start().await;
    let ada = NewCustomer::new().customer_account("acct_Ada");
    let ada = world.fake.add_customer(ada);
    let new = NewCustomerSession::for_customer_account("acct_Ada").pricing_table();

    let issued = world.stripe.create_customer_session(new).await.unwrap();

    assert_eq!(issued.session.customer_account.as_deref(), Some("acct_Ada"));
    assert_eq!(
        world
            .accept(own_token(&issued))
            .await
            .customer()
            .id()
            .as_str(),
        ada
    );
}

#[tokio::test]
async fn only_the_tokens_that_are_configured_are_taken() {
    for (bearer, takes_secret, takes_own) in [
        (Bearer::ClientSecret, true, false),
        (Bearer::Either, true, true),
        (Bearer::OwnToken, false, true),
    ] {
        let world = World::with(|stripe| stripe.bearer(bearer), |config| config).await;
        let issued = world.issue(&world.ada()).await;
        assert_eq!(issued.token.is_some(), takes_own, "{bearer:?}");
        assert_eq!(
            world.store.len(),
            usize::from(takes_secret) + usize::from(takes_own)
        );

        let secret = world.config.verify(client_secret(&issued)).await;

        assert_eq!(secret.is_ok(), takes_secret, "{bearer:?}");
        if let Some(token) = issued.token {
            world.accept(token.expose()).await;
        }
    }
}

#[tokio::test]
async fn garbage_is_refused_without_a_look_at_the_store() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    let recognize = |token: &str| world.stripe.recognize(token);

    assert_eq!(world.stripe.shape(), Shape::prefixes(["css_", "cuss_"]));
    assert_eq!(recognize(client_secret(&issued)), Recognition::Candidate);
    assert_eq!(recognize(own_token(&issued)), Recognition::Candidate);
    let cut = &own_token(&issued)[..60];
    for garbage in [
        "cuss_",
        "cuss_secret_short",
        cut,
        "css_",
        &format!("{cut}XXXXXXXX"),
    ] {
        assert_eq!(recognize(garbage), Recognition::Malformed, "{garbage}");
        assert_eq!(world.refuse(garbage).await.status(), 401, "{garbage}");
    }
}

#[tokio::test]
async fn a_token_that_nobody_issued_is_denied() {
    let world = World::start().await;
    let issued = world.issue(&world.ada()).await;
    let mut guessed = own_token(&issued).to_owned();
    let last = if guessed.ends_with('0') { "1" } else { "0" };
    guessed.replace_range(guessed.len() - 1.., last);

    for token in [guessed, format!("cuss_secret_{}", "A".repeat(47))] {
        let rejection = world.refuse(&token).await;

        assert_eq!(
            (rejection.status(), rejection.reason()),
            (401, Reason::TokenDenied)
        );
    }
    assert_eq!(world.look_ups(), 0);
}
