//! Customers: there, deleted, never there, and whose they are.

use customer_session_test::stripe::{Endpoint, FakeStripe, NewCustomer};
use serde_json::json;

use crate::client::Request;

#[tokio::test]
async fn a_customer_has_every_field_that_is_always_there() {
    let fake = FakeStripe::start().await.unwrap();
    let ada = NewCustomer::new().id("cus_1").email("ada@shop.example");
    assert_eq!(fake.add_customer(ada), "cus_1");

    let answer = Request::get(&fake, "/v1/customers/cus_1").send().await;

    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert!(answer.header("request-id").unwrap().starts_with("req_"));
    assert_eq!(answer.header("stripe-version"), Some("2026-10-28.endive"));
    let customer = answer.json();
    for field in [
        "id",
        "object",
        "balance",
        "created",
        "default_source",
        "description",
        "email",
        "invoice_settings",
        "livemode",
        "metadata",
        "shipping",
    ] {
        assert!(customer.get(field).is_some(), "{field}");
    }
    assert_eq!(customer["email"], "ada@shop.example");
    assert_eq!(customer["livemode"], false);
}

#[tokio::test]
async fn a_deleted_customer_is_200_and_three_fields_and_cannot_be_deleted_again() {
    let fake = FakeStripe::start().await.unwrap();
    let ada = fake.add_customer(NewCustomer::new());
    let path = format!("/v1/customers/{ada}");
    let expected = json!({ "id": ada, "object": "customer", "deleted": true });

    let deleted = Request::new(&fake, "DELETE", &path, "").send().await;
    let retrieved = Request::get(&fake, &path).send().await;
    let again = Request::new(&fake, "DELETE", &path, "").send().await;

    assert_eq!((deleted.status(), deleted.json()), (200, expected.clone()));
    assert_eq!((retrieved.status(), retrieved.json()), (200, expected));
    assert_eq!(again.status(), 404);
    assert_eq!(fake.calls(Endpoint::DeleteCustomer), 2);
}

#[tokio::test]
async fn who_never_was_is_404_resource_missing() {
    let fake = FakeStripe::start().await.unwrap();

    let answer = Request::get(&fake, "/v1/customers/cus_x").send().await;

    assert_eq!(answer.status(), 404);
    assert_eq!(
        answer.error(),
        ["invalid_request_error", "resource_missing", "id"]
    );
    assert_eq!(
        answer.json()["error"]["message"],
        "No such customer: 'cus_x'"
    );
}

#[tokio::test]
async fn modes_and_accounts_have_customers_of_their_own() {
    let fake = FakeStripe::start().await.unwrap();
    let test = fake.add_customer(NewCustomer::new());
    let live = fake.add_customer(NewCustomer::new().live());
    let theirs = fake.add_customer(NewCustomer::new().account("acct_1"));
    let live_key = fake.live_secret_key();
    let ask = async |id: &str, key: &str, account: Option<&str>| {
        let path = format!("/v1/customers/{id}");
        let request = Request::get(&fake, &path).key(key);
        let request = match account {
            Some(account) => request.header("stripe-account", account),
            None => request,
        };
        request.send().await.status()
    };
    let test_key = fake.secret_key();

    assert_eq!(ask(&test, &test_key, None).await, 200);
    assert_eq!(ask(&live, &live_key, None).await, 200);
    assert_eq!(ask(&theirs, &test_key, Some("acct_1")).await, 200);
    assert_eq!(ask(&test, &live_key, None).await, 404);
    assert_eq!(ask(&live, &test_key, None).await, 404);
    assert_eq!(ask(&theirs, &test_key, None).await, 404);
    assert_eq!(ask(&test, &test_key, Some("acct_1")).await, 404);
    assert_eq!(ask(&test, &test_key, Some("acct_2")).await, 403);
}

#[tokio::test]
async fn a_key_is_a_bearer_token_or_the_user_of_basic_and_may_do_what_it_may() {
    let fake = FakeStripe::start().await.unwrap();
    let ada = fake.add_customer(NewCustomer::new());
    let path = format!("/v1/customers/{ada}");
    let get = || Request::get(&fake, &path);
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let basic = STANDARD.encode(format!("{}:", fake.secret_key()));
    let reader = fake.restricted_key(&["customers:read"]);
    let writer = fake.restricted_key(&["customer_sessions:write"]);
    assert!(reader.starts_with("rk_test_"));

    assert_eq!(
        get()
            .authorization(format!("Basic {basic}"))
            .send()
            .await
            .status(),
        200
    );
    assert_eq!(get().key(&reader).send().await.status(), 200);
    assert_eq!(get().key(&writer).send().await.status(), 403);
    assert_eq!(get().key("sk_test_wrong").send().await.status(), 401);
    assert_eq!(get().authorization("").send().await.status(), 401);
    fake.roll_key(&reader);
    let rolled = get().key(&reader).send().await;
    assert_eq!(rolled.status(), 401);
    assert_eq!(rolled.error()[0], "invalid_request_error");
    assert!(!rolled.body.contains(&reader));
}

#[tokio::test]
async fn any_other_address_is_404_without_resource_missing() {
    let fake = FakeStripe::start().await.unwrap();
    for (method, path) in [
        ("GET", "/v1/customer_sessions"),
        ("GET", "/v1/customer_sessions/cuss_1"),
        ("GET", "/v1/customers/"),
        ("GET", "/v1/customers/cus_1/sources"),
        ("PATCH", "/v1/customers/cus_1"),
        ("GET", "/v2/customers/cus_1"),
    ] {
        let answer = Request::new(&fake, method, path, "").send().await;

        assert_eq!(answer.status(), 404, "{method} {path}");
        assert_ne!(answer.error()[1], "resource_missing", "{method} {path}");
    }
    assert_eq!(fake.calls(Endpoint::Other), 6);
}
