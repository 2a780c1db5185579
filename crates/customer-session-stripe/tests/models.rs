//! What Stripe writes, in every version, is read; what can be written again is the same.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use customer_session_stripe::{
    AllowRedisplay, Component, Components, Customer, CustomerSession, Expandable, SaveUsage,
    Switch, TaxExempt,
};
use serde_json::{Value, json};

const NEWEST: &str = include_str!("fixtures/newest.json");
const SEED: &str = include_str!("fixtures/seed.json");
const SAMPLE: &str = include_str!("fixtures/sample_of_the_docs.json");
/// As Stripe's library for Go prints it: an id is a whole customer, and what is missing is empty.
const GO: &str = include_str!("fixtures/go.json");
/// As Stripe's library for PHP prints it.
const PHP: &str = include_str!("fixtures/php.json");
const FUTURE: &str = include_str!("fixtures/future.json");

fn read(text: &str) -> CustomerSession {
    serde_json::from_str(text).unwrap()
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Without what is `null`, which is written as nothing.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        other => other,
    }
}

#[test]
fn every_field_of_the_elixir_type_is_read() {
    let session = read(SEED);

    assert_eq!(session.object, "customer_session");
    assert!(session.client_secret.expose().starts_with("cuss_secret_"));
    assert_eq!(session.created, Some(at(1_771_286_400)));
    assert_eq!(session.expires_at, at(1_771_288_200));
    assert!(session.livemode);
    assert_eq!(
        session.customer,
        Expandable::Id("cus_Example0001".to_owned())
    );
    assert_eq!(
        session.customer_account.as_deref(),
        Some("acct_Example0001")
    );
    assert_eq!(session.components.unwrap().enabled(), ["buy_button"]);
    assert!(session.extra.is_empty());
}

#[test]
fn what_stripes_library_for_go_prints_is_read() {
    let session = read(GO);

    assert!(session.livemode && session.client_secret.expose().starts_with("cuss_secret_"));
    assert_eq!(session.created, Some(at(1_771_286_400)));
    assert_eq!(session.expires_at, at(1_771_288_200));
    assert_eq!(session.customer.id(), "cus_Example0001");
    let customer = session.customer.expanded().unwrap();
    assert!(!customer.deleted);
    assert_eq!(customer.tax_exempt, Some(TaxExempt::Other(String::new())));
    let components = session.components.unwrap();
    assert_eq!(components.enabled(), ["payment_element", "pricing_table"]);
    let element = components.payment_element.unwrap().features.unwrap();
    assert_eq!(
        element.payment_method_save_usage,
        Some(SaveUsage::Other(String::new()))
    );
    assert!(session.extra.is_empty() && element.extra.is_empty());
}

#[test]
fn what_stripes_library_for_php_prints_is_read() {
    let session = read(PHP);

    assert_eq!(session.customer_account, None);
    assert_eq!(session.customer.id(), "cus_Example0001");
    let components = session.components.unwrap();
    assert_eq!(
        components.enabled(),
        ["customer_sheet", "mobile_payment_element"]
    );
    let sheet = components.customer_sheet.unwrap().features.unwrap();
    assert_eq!(sheet.payment_method_remove, None);
    let mobile = components.mobile_payment_element.unwrap().features.unwrap();
    assert_eq!(mobile.payment_method_redisplay, Some(Switch::Enabled));
    assert_eq!(
        mobile.payment_method_save_allow_redisplay_override,
        Some(AllowRedisplay::Always)
    );
    assert!(session.extra.is_empty() && mobile.extra.is_empty());
}

#[test]
fn the_newest_version_is_read_with_all_seven_components_and_an_expanded_customer() {
    let session = read(NEWEST);

    let components = session.components.unwrap();
    let enabled = [
        "active_entitlements",
        "customer_sheet",
        "mobile_payment_element",
        "payment_element",
        "pricing_table",
    ];
    assert_eq!(components.enabled(), enabled);
    assert!(components.buy_button.is_some() && components.customer_portal.is_some());
    assert!(components.extra.is_empty() && session.extra.is_empty());

    let element = components.payment_element.unwrap().features.unwrap();
    assert_eq!(
        element.payment_method_allow_redisplay_filters.unwrap(),
        [AllowRedisplay::Always, AllowRedisplay::Limited]
    );
    assert_eq!(element.payment_method_redisplay, Some(Switch::Enabled));
    assert_eq!(element.payment_method_redisplay_limit, Some(10));
    assert_eq!(element.payment_method_remove, Some(Switch::Disabled));
    assert_eq!(element.payment_method_save, Some(Switch::Enabled));
    assert_eq!(
        element.payment_method_save_usage,
        Some(SaveUsage::OffSession)
    );
    assert!(element.extra.is_empty());

    let sheet = components.customer_sheet.unwrap().features.unwrap();
    assert_eq!(sheet.payment_method_remove, Some(Switch::Enabled));
    let mobile = components.mobile_payment_element.unwrap().features.unwrap();
    assert_eq!(mobile.payment_method_allow_redisplay_filters, None);
    assert_eq!(
        mobile.payment_method_save_allow_redisplay_override,
        Some(AllowRedisplay::Limited)
    );

    let customer = session.customer.expanded().unwrap();
    assert_eq!(session.customer.id(), "cus_Example0001");
    assert_eq!(customer.email.as_deref(), Some("ada@example.test"));
    assert_eq!(customer.balance, Some(-150));
    assert_eq!(customer.created, Some(at(1_780_000_000)));
    assert_eq!(customer.tax_exempt, Some(TaxExempt::Reverse));
    assert_eq!(customer.metadata.as_ref().unwrap()["tenant"], "t1");
    assert_eq!(customer.extra["address"]["city"], "Paris");
    assert!(!customer.deleted);
}

#[test]
fn the_sample_of_the_documents_is_read_though_it_has_fewer_fields_and_an_old_secret() {
    let session = read(SAMPLE);

    assert_eq!(session.created, None);
    assert_eq!(session.customer_account, None);
    assert!(session.client_secret.expose().starts_with("_POpx"));
    let components = session.components.unwrap();
    assert_eq!(components.enabled(), ["pricing_table"]);
    assert!(components.payment_element.is_none() && components.active_entitlements.is_none());
}

#[test]
fn what_is_newer_than_this_crate_is_kept_and_not_refused() {
    let session = read(FUTURE);

    assert_eq!(session.extra["id"], "cusess_1");
    assert_eq!(session.extra["status"], "open");
    let components = session.components.unwrap();
    assert_eq!(
        components.enabled(),
        ["buy_button", "payment_element", "hologram"]
    );
    assert_eq!(components.extra["hologram"]["features"]["depth"], 3);
    let button = components.buy_button.unwrap();
    assert_eq!(button.extra["since"], 3);
    assert_eq!(button.features.unwrap().extra["colour"], "blue");
    let element = components.payment_element.unwrap().features.unwrap();
    assert_eq!(
        element.payment_method_redisplay,
        Some(Switch::Other("sometimes".to_owned()))
    );
    assert_eq!(
        element.payment_method_allow_redisplay_filters.unwrap()[1],
        AllowRedisplay::Other("tuesdays".to_owned())
    );
    assert_eq!(element.extra["payment_method_glow"], "enabled");
    let tax = components.tax_id_element.unwrap();
    assert_eq!(
        tax.features.unwrap().tax_id_redisplay,
        Some(Switch::Enabled)
    );
}

#[test]
fn components_may_be_missing_or_null() {
    let mut value: Value = serde_json::from_str(SEED).unwrap();
    value["components"] = Value::Null;
    let null: CustomerSession = serde_json::from_value(value.clone()).unwrap();
    value.as_object_mut().unwrap().remove("components");
    value.as_object_mut().unwrap().remove("customer_account");
    let missing: CustomerSession = serde_json::from_value(value).unwrap();

    assert!(null.components.is_none() && missing.components.is_none());
    assert_eq!(missing.customer_account, None);
}

#[test]
fn components_and_customers_that_are_written_again_are_the_same() {
    for text in [NEWEST, SEED, PHP, SAMPLE, FUTURE] {
        let value: Value = serde_json::from_str(text).unwrap();

        let components: Components = serde_json::from_value(value["components"].clone()).unwrap();
        let customer: Expandable = serde_json::from_value(value["customer"].clone()).unwrap();

        let written = serde_json::to_value(&components).unwrap();
        assert_eq!(written, without_nulls(value["components"].clone()));
        assert_eq!(
            serde_json::from_value::<Components>(written).unwrap(),
            components
        );
        let written = serde_json::to_value(&customer).unwrap();
        assert_eq!(
            without_nulls(written.clone()),
            without_nulls(value["customer"].clone())
        );
        assert_eq!(
            serde_json::from_value::<Expandable>(written).unwrap(),
            customer
        );
    }
}

#[test]
fn a_deleted_customer_has_three_fields() {
    let text = json!({ "id": "cus_1", "object": "customer", "deleted": true });

    let customer: Customer = serde_json::from_value(text.clone()).unwrap();

    assert!(customer.deleted);
    assert_eq!(serde_json::to_value(customer).unwrap(), text);
}

#[test]
fn a_session_without_what_identifies_it_is_refused() {
    for field in [
        "client_secret",
        "customer",
        "expires_at",
        "livemode",
        "object",
    ] {
        let mut value: Value = serde_json::from_str(SEED).unwrap();
        value[field] = Value::Null;

        assert!(
            serde_json::from_value::<CustomerSession>(value).is_err(),
            "{field}"
        );
    }
}

#[test]
fn debug_shows_ids_mode_and_times_and_neither_secret_nor_person() {
    let session = read(NEWEST);
    let printed = format!("{session:?} {:#?} {:?}", session, session.customer);

    assert!(printed.contains("cus_Example0001") && printed.contains("livemode: false"));
    for secret in ["cuss_", "ExAmPlE", "ada@", "Ada", "Paris", "t1\""] {
        assert!(!printed.contains(secret), "{secret}: {printed}");
    }
}

#[test]
fn a_component_needs_to_say_whether_it_is_enabled() {
    let read = |value| serde_json::from_value::<Component>(value);

    assert!(read(json!({ "enabled": true })).unwrap().enabled);
    assert!(read(json!({})).is_err() && read(json!({ "enabled": "yes" })).is_err());
}
