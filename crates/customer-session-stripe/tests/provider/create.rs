//! What is asked of Stripe when a session is created, and what is made of its answer.

use customer_session_stripe::{
    AllowRedisplay, NewCustomerSession, PaymentElementFeatures, StripeErrorKind, Switch,
};

use crate::world::{World, client_secret, own_token, pointed_at};

pub(crate) fn new(customer: &str) -> NewCustomerSession {
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

/// Whoever was given it would be signed in nowhere.
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
