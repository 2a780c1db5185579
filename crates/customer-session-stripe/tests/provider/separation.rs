//! Modes, accounts and servers do not mix, though they share a store and a secret.

use customer_session::Reason;
use customer_session_stripe::{Bearer, NewCustomerSession, Stripe, StripeBuilder, StripeErrorKind};
use customer_session_test::stripe::{Endpoint, FakeStripe, Fault, NewCustomer};
use serde_json::json;

use crate::world::{World, accepted, client_secret, own_token, pointed_at, rejected};

/// The same customer id everywhere, which Stripe never gives out, but an attacker would like.
const ID: &str = "cus_Everywhere";

fn everywhere(fake: &FakeStripe) {
    for new in [
        NewCustomer::new(),
        NewCustomer::new().live(),
        NewCustomer::new().account("acct_One"),
        NewCustomer::new().account("acct_Two"),
    ] {
        assert_eq!(fake.add_customer(new.id(ID)), ID);
    }
}

#[tokio::test]
async fn a_session_of_one_mode_or_account_is_none_of_another() {
    let world = World::start().await;
    let other_server = FakeStripe::builder()
        .clock(world.clock.clone())
        .start()
        .await
        .unwrap();
    everywhere(&world.fake);
    everywhere(&other_server);
    let at = |fake: &FakeStripe| pointed_at(fake, &world.store);
    let builders: [StripeBuilder; 5] = [
        at(&world.fake),
        at(&world.fake).secret_key(world.fake.live_secret_key()),
        at(&world.fake).account("acct_One"),
        at(&world.fake).account("acct_Two"),
        at(&other_server),
    ];
    let all = builders.map(|builder| builder.build().unwrap());

    for (issuing, issuer) in all.iter().enumerate() {
        let new = NewCustomerSession::for_customer(ID).pricing_table();
        let issued = issuer.create_customer_session(new).await.unwrap();
        for (verifying, verifier) in all.iter().enumerate() {
            let config = world.config_of(verifier.clone());
            for token in [client_secret(&issued), own_token(&issued)] {
                let verdict = config.verify(token).await;

                if issuing == verifying {
                    accepted(verdict);
                } else {
                    let rejection = rejected(verdict);
                    assert_eq!(
                        rejection.reason(),
                        Reason::TokenDenied,
                        "{issuing} {verifying}"
                    );
                }
            }
        }
    }
}

/// Two shops with a key each, one store, one digest secret, and customers that were copied: nothing
/// but the name tells them apart.
#[tokio::test]
async fn own_accounts_that_share_a_store_are_told_apart_by_their_names() {
    let world = World::start().await;
    everywhere(&world.fake);
    let named = |name: &str| pointed_at(&world.fake, &world.store).own_account(name);
    let all = [
        pointed_at(&world.fake, &world.store),
        named("acct_ShopDe"),
        named("shop_fr"),
        named("shop_fr").account("acct_One"),
    ];
    let all = all.map(|builder| builder.build().unwrap());

    for (issuing, issuer) in all.iter().enumerate() {
        let new = NewCustomerSession::for_customer(ID).pricing_table();
        let issued = issuer.create_customer_session(new).await.unwrap();
        for (verifying, verifier) in all.iter().enumerate() {
            let config = world.config_of(verifier.clone());
            for token in [client_secret(&issued), own_token(&issued)] {
                let verdict = config.verify(token).await;

                assert_eq!(
                    verdict.err().map(|rejection| rejection.reason()),
                    (issuing != verifying).then_some(Reason::TokenDenied),
                    "{issuing} {verifying}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_name_of_the_own_account_is_sent_nowhere() {
    let world = World::start().await;
    everywhere(&world.fake);
    let builder = pointed_at(&world.fake, &world.store).own_account("acct_ShopDe");
    let new = NewCustomerSession::for_customer(ID).pricing_table();

    let stripe = builder.build().unwrap();
    stripe.create_customer_session(new).await.unwrap();

    for request in world.fake.requests() {
        assert_eq!(request.header("stripe-account"), None);
    }
}

#[tokio::test]
async fn the_account_is_named_in_every_call_and_without_one_none_is() {
    let world = World::start().await;
    everywhere(&world.fake);
    for account in [None, Some("acct_One")] {
        let builder = pointed_at(&world.fake, &world.store);
        let stripe = match account {
            None => builder,
            Some(account) => builder.account(account),
        };
        let stripe = stripe.build().unwrap();
        let before = world.fake.requests().len();
        let new = NewCustomerSession::for_customer(ID).pricing_table();
        let issued = stripe.create_customer_session(new).await.unwrap();
        accepted(
            world
                .config_of(stripe.clone())
                .verify(own_token(&issued))
                .await,
        );

        let requests = world.fake.requests().split_off(before);
        let endpoints: Vec<_> = requests.iter().map(|request| request.endpoint).collect();
        assert_eq!(endpoints, [Endpoint::CreateSession, Endpoint::Customer]);
        for request in requests {
            assert_eq!(request.header("stripe-account"), account);
            assert_eq!(request.header("stripe-version"), Some("2026-10-28.endive"));
        }
        let record = stripe
            .registry()
            .find(own_token(&issued))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(record.account.as_deref(), account);
        assert_eq!(record.livemode, Some(false));
    }
}

#[tokio::test]
async fn an_answer_of_the_other_mode_is_not_registered_and_no_yes() {
    let world = World::start().await;
    let ada = world.ada();
    let issued = world.issue(&ada).await;
    world
        .fake
        .set_customer_field(&ada, "livemode", &json!(true));

    let rejection = world.refuse(own_token(&issued)).await;

    assert_eq!(rejection.reason(), Reason::IssuerAnswerMalformed);
    let live = json!({
        "object": "customer_session", "client_secret": "cuss_secret_x", "created": 1,
        "expires_at": 4_000_000_000_u64, "livemode": true, "customer": ada,
    });
    let fault = Fault::Status(200, "application/json".to_owned(), live.to_string());
    world.fake.fault_on(Endpoint::CreateSession, fault);
    let before = world.store.len();
    let new = NewCustomerSession::for_customer(ada).pricing_table();
    let error = world.stripe.create_customer_session(new).await.unwrap_err();
    assert_eq!(error.kind(), StripeErrorKind::Misconfigured);
    assert_eq!(world.store.len(), before);
}

#[tokio::test]
async fn two_accounts_live_in_one_configuration_by_prefix_and_name() {
    let world = World::start().await;
    everywhere(&world.fake);
    let account = |id: &str, prefix: &str, name: &'static str| -> Stripe {
        pointed_at(&world.fake, &world.store)
            .account(id)
            .bearer(Bearer::OwnToken)
            .own_token_prefix(prefix)
            .name(name)
            .build()
            .unwrap()
    };
    let (one, two) = (
        account("acct_One", "css_one_", "one"),
        account("acct_Two", "css_two_", "two"),
    );
    let config = crate::world::quiet(&world.clock)
        .provider(one.clone())
        .provider(two.clone())
        .build()
        .unwrap();

    for (stripe, name) in [(one, "one"), (two, "two")] {
        let new = NewCustomerSession::for_customer(ID).pricing_table();
        let issued = stripe.create_customer_session(new).await.unwrap();
        let session = accepted(config.verify(own_token(&issued)).await);
        assert_eq!(session.customer().provider(), name);
    }
}
