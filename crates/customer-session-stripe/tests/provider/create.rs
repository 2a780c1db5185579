//! What is asked of Stripe when a session is created, and what becomes of each answer.

use std::error::Error as _;

use customer_session::{
    entropy::{Entropy, EntropyError},
    provider::registry::MemoryStore,
};
use customer_session_stripe::{
    AllowRedisplay, Bearer, NewCustomerSession, PaymentElementFeatures, StripeErrorKind, Switch,
};
use customer_session_test::stripe::{Endpoint, Fault};
use serde_json::json;

use crate::world::{World, client_secret, own_token, pointed_at, secret};

fn new(customer: &str) -> NewCustomerSession {
    NewCustomerSession::for_customer(customer).pricing_table()
}

#[tokio::test]
async fn exactly_this_is_sent() {
    let world = World::start().await;
    let ada = world.ada();
    let mut features = PaymentElementFeatures::default();
    features.payment_method_allow_redisplay_filters =
        Some(vec![AllowRedisplay::Always, AllowRedisplay::Limited]);
    features.payment_method_save = Some(Switch::Enabled);
    let new = NewCustomerSession::for_customer(&*ada)
        .buy_button()
        .payment_element(features)
        .idempotency_key("cart 4411");

    world.stripe.create_customer_session(new).await.unwrap();

    let requests = world.fake.requests();
    let [request] = &requests[..] else {
        panic!("{requests:?}")
    };
    assert_eq!(
        (&*request.method, &*request.path_and_query),
        ("POST", "/v1/customer_sessions")
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(request.header("authorization"), Some("Bearer sk_test_…"));
    assert_eq!(request.header("idempotency-key"), Some("cart 4411"));
    assert_eq!(request.header("stripe-version"), Some("2026-10-28.endive"));
    assert_eq!(request.header("stripe-account"), None);
    let form: Vec<_> = request
        .form
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let feature = |name: &str| format!("components[payment_element][features][{name}]");
    assert_eq!(
        form,
        [
            ("customer", &*ada),
            ("components[buy_button][enabled]", "true"),
            ("components[payment_element][enabled]", "true"),
            (
                &*feature("payment_method_allow_redisplay_filters][0"),
                "always"
            ),
            (
                &*feature("payment_method_allow_redisplay_filters][1"),
                "limited"
            ),
            (&*feature("payment_method_save"), "enabled"),
            ("expand[0]", "customer"),
        ]
    );
}

#[tokio::test]
async fn what_was_asked_for_is_what_the_session_is_for() {
    let world = World::start().await;
    let ada = world.ada();
    let mut features = PaymentElementFeatures::default();
    features.payment_method_redisplay = Some(Switch::Enabled);
    let new = new(&ada).payment_element(features);

    let issued = world.stripe.create_customer_session(new).await.unwrap();

    let components = issued.session.components.as_ref().unwrap();
    assert_eq!(components.enabled(), ["payment_element", "pricing_table"]);
    let element = components.payment_element.as_ref().unwrap();
    let features = element.features.as_ref().unwrap();
    assert_eq!(features.payment_method_redisplay, Some(Switch::Enabled));
    let customer = issued.session.customer.expanded().unwrap();
    assert_eq!(customer.email.as_deref(), Some("ada@shop.example"));
    let record = world
        .stripe
        .registry()
        .find(own_token(&issued))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(record.session_id, issued.id);
    assert_eq!(record.expires_at, issued.session.expires_at);
    assert_eq!(
        record.details["components"]["pricing_table"]["enabled"],
        true
    );
}

#[tokio::test]
async fn without_a_key_of_its_own_every_session_is_a_new_one() {
    let world = World::start().await;
    let ada = world.ada();

    let (one, other) = (world.issue(&ada).await, world.issue(&ada).await);

    assert_ne!(client_secret(&one), client_secret(&other));
    assert_ne!(own_token(&one), own_token(&other));
    let keys: Vec<_> = world
        .fake
        .requests()
        .iter()
        .map(|request| request.header("idempotency-key").unwrap().to_owned())
        .collect();
    assert!(keys[0] != keys[1] && keys[0].len() == 64);
}

#[tokio::test]
async fn a_key_that_was_used_with_other_parameters_is_refused() {
    let world = World::start().await;
    let ada = world.ada();
    let keyed = |new: NewCustomerSession| new.idempotency_key("k");
    world
        .stripe
        .create_customer_session(keyed(new(&ada)))
        .await
        .unwrap();

    let other = keyed(new(&ada).buy_button());
    let error = world
        .stripe
        .create_customer_session(other)
        .await
        .unwrap_err();

    assert_eq!(error.kind(), StripeErrorKind::IdempotencyMismatch);
    assert!(error.request_id().unwrap().starts_with("req_"));
}

#[tokio::test]
async fn what_cannot_work_is_refused_without_a_call() {
    let world = World::start().await;
    let ada = world.ada();
    for (wrong, mend) in [
        (
            NewCustomerSession::for_customer(&*ada),
            "at least one component",
        ),
        (new(""), "customer's id"),
        (new("cus_1/../x"), "customer's id"),
        (new("cus 1"), "customer's id"),
        (new(&ada).idempotency_key(""), "idempotency key"),
        (new(&ada).idempotency_key("é"), "idempotency key"),
        (new(&ada).idempotency_key("line\nbreak"), "idempotency key"),
        (
            new(&ada).idempotency_key("k".repeat(256)),
            "idempotency key",
        ),
    ] {
        let error = world
            .stripe
            .create_customer_session(wrong)
            .await
            .unwrap_err();

        assert_eq!(error.kind(), StripeErrorKind::InvalidRequest, "{error}");
        assert!(error.to_string().contains(mend), "{error}");
    }
    assert_eq!(world.fake.total_calls(), 0);
}

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

/// Whoever was given it would be signed in nowhere.
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

/// Two components, three, five, seven: whatever the version has is read, registered and verified.
#[tokio::test]
async fn sessions_of_every_version_work() {
    let world = World::start().await;
    let ada = world.ada();
    for (version, components, account) in [
        ("2024-04-10", 2, false),
        ("2024-09-30.acacia", 3, false),
        ("2025-10-29.clover", 5, false),
        ("2025-12-15.clover", 5, true),
        ("2026-08-26.dahlia", 7, true),
        ("2026-10-28.endive", 7, true),
    ] {
        let stripe = pointed_at(&world.fake, &world.store)
            .api_version(version)
            .build()
            .unwrap();

        let issued = stripe.create_customer_session(new(&ada)).await.unwrap();

        let session = &issued.session;
        let named = serde_json::to_value(&session.components).unwrap();
        assert_eq!(named.as_object().unwrap().len(), components, "{version}");
        assert_eq!(session.customer_account, None);
        let has_account = session
            .customer
            .expanded()
            .unwrap()
            .extra
            .contains_key("customer_account");
        assert!(
            !has_account && (account || session.extra.is_empty()),
            "{version}"
        );
        let config = world.config_of(stripe);
        assert!(config.verify(own_token(&issued)).await.is_ok(), "{version}");
    }
}
