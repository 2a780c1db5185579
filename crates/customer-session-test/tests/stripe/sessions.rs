//! Creating sessions.

use std::time::Duration;

use customer_session::clock::{Clock as _, ManualClock};
use customer_session_test::stripe::{FakeStripe, NewCustomer};
use serde_json::{Value, json};

use crate::client::Request;

async fn fake() -> (FakeStripe, ManualClock) {
    let clock = ManualClock::new();
    let fake = FakeStripe::builder()
        .clock(clock.clone())
        .calls_per_second(None);
    let fake = fake.start().await.unwrap();
    let ada = NewCustomer::new()
        .id("cus_1")
        .customer_account("acct_Ada")
        .name("Ada");
    assert_eq!(fake.add_customer(ada), "cus_1");
    (fake, clock)
}

const FORM: &str = "customer=cus_1&components[pricing_table][enabled]=true";

#[tokio::test]
async fn a_session_of_the_newest_version_has_every_documented_field() {
    let (fake, clock) = fake().await;
    let now = clock
        .wall()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();

    let answer = Request::create(&fake, FORM).send().await;

    assert_eq!(answer.status(), 200);
    let mut session = answer.json();
    let secret = session["client_secret"].take();
    let random = secret
        .as_str()
        .unwrap()
        .strip_prefix("cuss_secret_")
        .unwrap();
    assert!(random.len() == 47 && random.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert_eq!(
        session,
        json!({
            "object": "customer_session", "client_secret": null, "created": now,
            "expires_at": now + 1800, "livemode": false, "customer": "cus_1",
            "customer_account": "acct_Ada",
            "components": {
                "active_entitlements": { "enabled": false }, "buy_button": { "enabled": false },
                "customer_portal": { "enabled": false },
                "customer_sheet": { "enabled": false, "features": null },
                "mobile_payment_element": { "enabled": false, "features": null },
                "payment_element": { "enabled": false, "features": null },
                "pricing_table": { "enabled": true },
            },
        })
    );
}

#[tokio::test]
async fn versions_have_two_three_five_or_seven_components_and_accounts_since_one() {
    let (fake, _) = fake().await;
    for (version, components, accounts) in [
        ("2024-01-01", 2, false),
        ("2024-09-29", 2, false),
        ("2024-09-30.acacia", 3, false),
        ("2025-10-28.clover", 3, false),
        ("2025-10-29.clover", 5, false),
        ("2025-12-15.clover", 5, true),
        ("2026-08-25.dahlia", 5, true),
        ("2026-08-26.dahlia", 7, true),
    ] {
        let request = Request::create(&fake, FORM).header("stripe-version", version);
        let answer = request.send().await;

        let session = answer.json();
        assert_eq!(answer.header("stripe-version"), Some(version));
        assert_eq!(
            session["components"].as_object().unwrap().len(),
            components,
            "{version}"
        );
        assert_eq!(
            session.get("customer_account").is_some(),
            accounts,
            "{version}"
        );
        let by_account = "customer_account=acct_Ada&components[buy_button][enabled]=true";
        let request = Request::create(&fake, by_account).header("stripe-version", version);
        assert_eq!(request.send().await.status() == 200, accounts, "{version}");
    }
    for version in ["2099-01-01.x", "yesterday", "2026-1-1"] {
        let request = Request::create(&fake, FORM).header("stripe-version", version);
        assert_eq!(request.send().await.status(), 400, "{version}");
    }
}

#[tokio::test]
async fn features_are_filled_with_what_was_asked_for() {
    let (fake, _) = fake().await;
    let form = "customer=cus_1&expand[]=customer\
        &components[payment_element][enabled]=true\
        &components[payment_element][features][payment_method_redisplay_limit]=7\
        &components[payment_element][features][payment_method_allow_redisplay_filters][0]=limited\
        &components[payment_element][features][payment_method_save]=enabled";

    let session = Request::create(&fake, form).send().await.json();

    assert_eq!(session["customer"]["name"], "Ada");
    assert_eq!(
        session["components"]["payment_element"]["features"],
        json!({
            "payment_method_allow_redisplay_filters": ["limited"],
            "payment_method_redisplay": "disabled", "payment_method_redisplay_limit": 7,
            "payment_method_remove": "disabled", "payment_method_save": "enabled",
            "payment_method_save_usage": null,
        })
    );
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_refused() {
    let (fake, _) = fake().await;
    fake.delete_customer(&fake.add_customer(NewCustomer::new().id("cus_gone")));
    for (form, code, param) in [
        ("customer=cus_1", "parameter_missing", "components"),
        (
            "components[buy_button][enabled]=true",
            "parameter_missing",
            "customer",
        ),
        (
            "customer=cus_1&components[buy_button][enabled]=false",
            "",
            "components",
        ),
        (
            "customer=cus_1&components[x][enabled]=true",
            "parameter_unknown",
            "components[x]",
        ),
        (
            "customer=cus_1&components[buy_button][on]=true",
            "parameter_missing",
            "components[buy_button][enabled]",
        ),
        (
            &format!("{FORM}&colour=blue"),
            "parameter_unknown",
            "colour",
        ),
        (&format!("{FORM}&expand[0]=owner"), "", "expand"),
        (&format!("{FORM}&customer_account=acct_Ada"), "", ""),
        (
            &FORM.replace("cus_1", "cus_x"),
            "resource_missing",
            "customer",
        ),
        (
            &FORM.replace("cus_1", "cus_gone"),
            "resource_missing",
            "customer",
        ),
    ] {
        let answer = Request::create(&fake, form).send().await;

        assert_eq!(answer.status(), 400, "{form}");
        assert_eq!(
            answer.error(),
            ["invalid_request_error", code, param],
            "{form}"
        );
    }
}

#[tokio::test]
async fn the_same_idempotency_key_gives_the_same_answer_for_a_day_and_not_with_other_parameters() {
    let (fake, clock) = fake().await;
    let ask = async |form: &str, key: &str| {
        Request::create(&fake, form)
            .header("idempotency-key", key)
            .send()
            .await
    };
    let secret = |answer: &Value| answer["client_secret"].as_str().unwrap().to_owned();
    let other_form = FORM.replace("pricing_table", "buy_button");

    let first = ask(FORM, "k").await;
    clock.advance(Duration::from_secs(60));
    let again = ask(FORM, "k").await;
    let other_key = ask(FORM, "l").await;
    let mismatch = ask(&other_form, "k").await;

    assert_eq!(first.json(), again.json());
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_ne!(secret(&first.json()), secret(&other_key.json()));
    assert_eq!(
        (mismatch.status(), &*mismatch.error()[0]),
        (400, "idempotency_error")
    );
    clock.advance(Duration::from_secs(24 * 3600));
    assert_ne!(secret(&ask(FORM, "k").await.json()), secret(&first.json()));
}

/// What would be answered today does not matter, be it about the customer or the request.
#[tokio::test]
async fn a_repeated_request_is_answered_as_the_first_was_before_anything_of_it_is_judged() {
    let (fake, _) = fake().await;
    let create = |form| Request::create(&fake, form).header("idempotency-key", "k");
    let first = create(FORM).send().await;
    fake.delete_customer("cus_1");

    let again = create(FORM).send().await;

    assert_eq!((again.status(), again.json()), (200, first.json()));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    for invalid in ["", "customer=cus_1", "customer=cus_1&nonsense=1"] {
        let mismatch = create(invalid).send().await;
        assert_eq!(mismatch.error()[0], "idempotency_error", "{invalid}");
    }
}

#[tokio::test]
async fn every_item_of_a_list_without_indices_counts() {
    let (fake, _) = fake().await;
    for expand in [
        "expand[]=customer&expand[]=components",
        "expand[0]=customer&expand[1]=components",
    ] {
        let form = format!("{FORM}&{expand}");

        let answer = Request::create(&fake, &form).send().await;

        assert_eq!(answer.json()["customer"]["id"], "cus_1", "{expand}");
    }
    let form = format!("{FORM}&expand[]=nonsense&expand[]=customer");
    assert_eq!(Request::create(&fake, &form).send().await.status(), 400);
}

/// Stripe remembers no request that could not be valid.
#[tokio::test]
async fn a_refusal_is_not_repeated() {
    let (fake, _) = fake().await;
    let create = |form| Request::create(&fake, form).header("idempotency-key", "k");

    assert_eq!(create("customer=cus_1").send().await.status(), 400);
    assert_eq!(create(FORM).send().await.status(), 200);
}

#[tokio::test]
async fn what_was_asked_is_recorded_without_the_key() {
    let (fake, _) = fake().await;
    Request::create(&fake, FORM)
        .header("idempotency-key", "k")
        .send()
        .await;

    let request = fake.requests().pop().unwrap();

    assert_eq!(request.header("idempotency-key"), Some("k"));
    assert_eq!(
        request.field("components[pricing_table][enabled]"),
        Some("true")
    );
    assert_eq!(request.header("authorization"), Some("Bearer sk_test_…"));
    assert!(!format!("{request:?}").contains(&fake.secret_key()));
}
