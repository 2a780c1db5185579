//! Why no session is created, and that nothing is registered then.

use std::error::Error as _;

use customer_session::{
    entropy::{Entropy, EntropyError},
    provider::registry::MemoryStore,
};
use customer_session_stripe::{Bearer, NewCustomerSession, StripeErrorKind};
use customer_session_test::stripe::{Endpoint, Fault, NewCustomer};
use serde_json::{Value, json};

use crate::{
    create::new,
    world::{World, pointed_at, secret},
};

#[tokio::test]
async fn an_unknown_customer_and_a_deleted_one_get_no_session() {
    let world = World::start().await;
    let gone = world.ada();
    world.fake.delete_customer(&gone);
    for id in [&*gone, "cus_Unknown"] {
        let error = world
            .stripe
            .create_customer_session(new(id))
            .await
            .unwrap_err();

        assert_eq!(error.kind(), StripeErrorKind::InvalidRequest);
        assert!(
            error.to_string().contains("resource_missing, customer"),
            "{error}"
        );
        assert!(!error.to_string().contains(id), "{error}");
    }
    assert!(world.store.is_empty());
}

#[tokio::test]
async fn a_key_needs_its_permissions() {
    let world = World::start().await;
    let ada = world.ada();
    for (permissions, works) in [
        (&["customer_sessions:write", "customers:read"][..], true),
        (&["customers:read"][..], false),
    ] {
        let stripe = pointed_at(&world.fake, &world.store)
            .secret_key(world.fake.restricted_key(permissions))
            .build()
            .unwrap();

        let created = stripe.create_customer_session(new(&ada)).await;

        match created {
            Ok(_) => assert!(works),
            Err(error) => {
                assert!(!works);
                assert_eq!(error.kind(), StripeErrorKind::CredentialsRefused);
                assert!(
                    error.to_string().contains("write customer sessions"),
                    "{error}"
                );
            }
        }
    }
}

#[tokio::test]
async fn every_failure_has_its_kind_and_registers_nothing() {
    use StripeErrorKind::*;

    let world = World::start().await;
    let ada = world.ada();
    let json = |status, body: &str| {
        Fault::Status(
            status,
            "application/json".to_owned(),
            body.replace('@', &ada),
        )
    };
    let session = |object: &str, customer: &str| {
        let session = json!({
            "object": object, "client_secret": "cuss_secret_x", "livemode": false,
            "expires_at": 4_000_000_000_u64, "customer": customer,
        });
        json(200, &session.to_string())
    };
    for (fault, expected) in [
        (Fault::Drop, Unavailable),
        (Fault::Endless, MalformedAnswer),
        (Fault::Html(200), MalformedAnswer),
        (Fault::Html(401), Unavailable),
        (Fault::Html(404), Misconfigured),
        (Fault::Html(502), Unavailable),
        (
            Fault::RateLimited {
                retry_after: Some(7),
            },
            RateLimited,
        ),
        (
            Fault::Redirect("http://127.0.0.1:9/".to_owned()),
            Misconfigured,
        ),
        (Fault::Truncated, Unavailable),
        (Fault::TruncatedJson, MalformedAnswer),
        (Fault::WrongContentType, MalformedAnswer),
        (json(200, "{}"), MalformedAnswer),
        (
            json(401, r#"{"error":{"type":"invalid_request_error"}}"#),
            CredentialsRefused,
        ),
        (
            json(409, r#"{"error":{"type":"idempotency_error"}}"#),
            Conflict,
        ),
        (session("account_session", &ada), MalformedAnswer),
        (session("customer_session", "cus_Other"), MalformedAnswer),
    ] {
        world.fake.fault_on(Endpoint::CreateSession, fault.clone());

        let error = world
            .stripe
            .create_customer_session(new(&ada))
            .await
            .unwrap_err();

        assert_eq!(error.kind(), expected, "{fault:?}");
        let wait = error.retry_after().map(|wait| wait.as_secs());
        assert_eq!(wait, (expected == RateLimited).then_some(7), "{fault:?}");
    }
    assert!(world.store.is_empty());
}

/// Stripe names the account of the session, which must be the one that was asked for: else somebody
/// else would be signed in.
#[tokio::test]
async fn a_session_that_is_not_of_the_account_that_was_asked_for_is_not_given_out() {
    let world = World::start().await;
    let ada = NewCustomer::new().customer_account("acct_Ada");
    let ada = world.fake.add_customer(ada);
    let asked = || NewCustomerSession::for_customer_account("acct_Ada").pricing_table();
    let session = |account: Value| {
        let session = json!({
            "object": "customer_session", "client_secret": format!("cuss_secret_{}", "x".repeat(47)),
            "livemode": false, "expires_at": 4_000_000_000_u64, "customer": ada,
            "customer_account": account,
        });
        Fault::Status(200, "application/json".to_owned(), session.to_string())
    };

    for account in [Value::Null, json!("acct_Bo"), json!("acct_Ada ")] {
        world
            .fake
            .fault_on(Endpoint::CreateSession, session(account.clone()));
        let error = world.stripe.create_customer_session(asked()).await;

        let error = error.unwrap_err();
        assert_eq!(error.kind(), StripeErrorKind::MalformedAnswer, "{account}");
        assert!(world.store.is_empty());
    }
    world.fake.clear_faults();
    let issued = world.stripe.create_customer_session(asked()).await.unwrap();
    assert_eq!(issued.session.customer.id(), ada);
}

#[tokio::test]
async fn a_full_store_is_said_and_gives_no_session_out() {
    let world = World::start().await;
    let full = MemoryStore::with(1, world.clock.clone());
    let stripe = pointed_at(&world.fake, &world.store)
        .store(full.clone(), secret())
        .build()
        .unwrap();

    let error = stripe
        .create_customer_session(new(&world.ada()))
        .await
        .unwrap_err();

    assert_eq!(error.kind(), StripeErrorKind::NotRegistered);
    let source = error.source().unwrap().to_string();
    assert!(source.contains("full"), "{source}");
}

#[tokio::test]
async fn a_client_secret_that_would_not_be_recognized_is_not_given_out() {
    let world = World::start().await;
    let ada = world.ada();
    for (bearer, works) in [
        (Bearer::ClientSecret, false),
        (Bearer::Either, false),
        (Bearer::OwnToken, true),
    ] {
        let stripe = pointed_at(&world.fake, &world.store)
            .client_secret_prefix("cs_other_")
            .bearer(bearer)
            .build()
            .unwrap();

        let created = stripe.create_customer_session(new(&ada)).await;

        assert_eq!(created.is_ok(), works, "{bearer:?}");
        if let Err(error) = created {
            assert_eq!(error.kind(), StripeErrorKind::Misconfigured);
            assert!(error.to_string().contains("client_secret_prefix"));
            assert!(world.store.is_empty());
        }
    }
}

#[derive(Debug)]
struct OutOfOrder;

impl Entropy for OutOfOrder {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError::new("out of order"))
    }
}

#[tokio::test]
async fn without_randomness_nothing_is_asked() {
    let world = World::start().await;
    let stripe = pointed_at(&world.fake, &world.store)
        .entropy(OutOfOrder)
        .build()
        .unwrap();

    let error = stripe
        .create_customer_session(new(&world.ada()))
        .await
        .unwrap_err();

    assert_eq!(error.kind(), StripeErrorKind::OutOfEntropy);
    assert_eq!(world.fake.total_calls(), 0);
}
