//! Stripe's own libraries, unchanged, pointed at the fake of Stripe; and the objects that they
//! print, read by our models.
//!
//! A library waits for its answer on a thread, so that the fake needs another one.

use std::time::Duration;

use customer_session_stripe::{Customer, CustomerSession, Expandable, Switch, TaxExempt};
use customer_session_test::stripe::{Endpoint, FakeStripe, NewCustomer, RecordedRequest};
use serde_json::{Map, Value, json};

use super::{Receiver, SECRET, Signed, Tool, Verdict};

/// Both libraries.
fn libraries() -> [(&'static str, &'static Tool); 2] {
    [("node", Tool::node()), ("python", Tool::python())]
}

/// Everything that is asked goes through here.
struct Client<'a> {
    fake: &'a FakeStripe,
    key: String,
    name: &'static str,
    tool: &'static Tool,
    version: &'static str,
}

impl<'a> Client<'a> {
    fn all(fake: &'a FakeStripe, version: &'static str) -> [Self; 2] {
        libraries().map(|(name, tool)| Self {
            fake,
            key: fake.secret_key(),
            name,
            tool,
            version,
        })
    }

    fn ask(&self, what: &str, more: Value) -> Value {
        let mut question = json!({
            "do": "stripe_ask", "what": what, "url": self.fake.url(), "key": self.key,
            "version": self.version,
        });
        if let (Some(question), Value::Object(more)) = (question.as_object_mut(), more) {
            question.extend(more);
        }
        tokio::task::block_in_place(|| self.tool.ask(&question))
    }

    /// What the library made of the answer, printed by itself.
    fn value(&self, what: &str, more: Value) -> Value {
        let answer = self.ask(what, more);
        assert!(answer["value"].is_object(), "{}: {answer}", self.name);
        answer["value"].clone()
    }

    fn last_request(&self) -> RecordedRequest {
        self.fake.requests().pop().unwrap()
    }
}

async fn fake() -> FakeStripe {
    FakeStripe::builder()
        .calls_per_second(None)
        .start()
        .await
        .unwrap()
}

fn ada() -> NewCustomer {
    NewCustomer::new()
        .email("ada@shop.example")
        .name("Zoë Ada 李")
        .metadata("plan", "pro")
        .field("tax_exempt", json!("reverse"))
        .field("preferred_locales", json!(["fr"]))
}

const NEWEST: &str = "2026-10-28.endive";

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_the_libraries_create_reads_into_our_model() {
    let fake = fake().await;
    let ada = fake.add_customer(ada());
    for client in Client::all(&fake, NEWEST) {
        let params = json!({
            "customer": ada,
            "components": {
                "pricing_table": { "enabled": true },
                "payment_element": { "enabled": true, "features": {
                    "payment_method_redisplay": "enabled",
                    "payment_method_allow_redisplay_filters": ["always", "limited"],
                }},
            },
            "expand": ["customer"],
        });

        let printed = client.value("create_session", json!({ "params": params }));
        let session: CustomerSession = serde_json::from_value(printed.clone()).unwrap();

        let name = client.name;
        assert!(
            session.client_secret.expose().starts_with("cuss_secret_"),
            "{name}"
        );
        assert_eq!(session.object, "customer_session", "{name}");
        assert!(!session.livemode, "{name}");
        let lasts = session.expires_at.duration_since(session.created.unwrap());
        assert_eq!(lasts.unwrap(), Duration::from_secs(1800), "{name}");
        let components = session.components.unwrap();
        assert_eq!(
            components.enabled(),
            ["payment_element", "pricing_table"],
            "{name}"
        );
        let features = components.payment_element.unwrap().features.unwrap();
        assert_eq!(
            features.payment_method_redisplay,
            Some(Switch::Enabled),
            "{name}"
        );
        assert_eq!(
            features
                .payment_method_allow_redisplay_filters
                .unwrap()
                .len(),
            2,
            "{name}"
        );
        let Expandable::Expanded(customer) = session.customer else {
            panic!("{name}: {printed}")
        };
        assert_eq!(
            (&*customer.id, customer.name.as_deref()),
            (&*ada, Some("Zoë Ada 李"))
        );
        assert_eq!(known(&session.extra), Vec::<&str>::new(), "{name}");
        assert!(
            components.extra.is_empty() && features.extra.is_empty(),
            "{name}"
        );
    }
}

/// What a library adds to an object of its own making.
fn known(extra: &Map<String, Value>) -> Vec<&str> {
    let mut names = extra.keys().map(String::as_str).collect::<Vec<_>>();
    names.retain(|name| *name != "lastResponse");
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_libraries_send_is_what_ours_sends() {
    let fake = fake().await;
    let ada = fake.add_customer(ada());
    for client in Client::all(&fake, NEWEST) {
        let params = json!({
            "customer": ada, "components": { "buy_button": { "enabled": true } },
            "expand": ["customer"],
        });
        client.value(
            "create_session",
            json!({ "params": params, "idempotency_key": "k" }),
        );

        let request = client.last_request();
        assert_eq!(request.endpoint, Endpoint::CreateSession);
        assert_eq!(request.header("authorization"), Some("Bearer sk_test_…"));
        assert_eq!(request.header("stripe-version"), Some(NEWEST));
        assert_eq!(request.header("idempotency-key"), Some("k"));
        let form = "application/x-www-form-urlencoded";
        assert!(request.header("content-type").unwrap().starts_with(form));
        let mut form = request.form;
        form.sort();
        assert_eq!(
            form,
            [
                ("components[buy_button][enabled]", "true"),
                ("customer", &*ada),
                ("expand[0]", "customer"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_that_the_libraries_retrieve_read_into_our_model_deleted_ones_too() {
    let fake = fake().await;
    for client in Client::all(&fake, NEWEST) {
        let ada = fake.add_customer(ada());
        let asked = json!({ "customer": ada });

        let customer = client.value("retrieve_customer", asked.clone());
        let customer: Customer = serde_json::from_value(customer).unwrap();
        assert_eq!((&*customer.id, customer.deleted), (&*ada, false));
        assert_eq!(customer.email.as_deref(), Some("ada@shop.example"));
        assert_eq!(customer.tax_exempt, Some(TaxExempt::Reverse));
        assert_eq!(customer.metadata.unwrap()["plan"], "pro");
        assert_eq!(customer.preferred_locales.unwrap(), ["fr"]);
        assert_eq!(customer.livemode, Some(false));

        for what in ["delete_customer", "retrieve_customer"] {
            let gone = client.value(what, asked.clone());
            let gone: Customer = serde_json::from_value(gone).unwrap();
            assert_eq!(
                (&*gone.id, gone.deleted, gone.livemode),
                (&*ada, true, None)
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_every_version_are_read() {
    let fake = fake().await;
    let ada = fake.add_customer(ada());
    for (version, count) in [("2024-04-10", 2), ("2025-12-15.clover", 5), (NEWEST, 7)] {
        for client in Client::all(&fake, version) {
            let params = json!({
                "customer": ada, "components": { "pricing_table": { "enabled": true } },
            });
            let printed = client.value("create_session", json!({ "params": params }));

            let named = printed["components"].as_object().unwrap().len();
            assert_eq!(named, count, "{} {version}", client.name);
            let session: CustomerSession = serde_json::from_value(printed).unwrap();
            assert_eq!(session.customer, Expandable::Id(ada.clone()));
            assert_eq!(session.components.unwrap().enabled(), ["pricing_table"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_libraries_understand_every_refusal_of_the_fake() {
    let fake = fake().await;
    let ada = fake.add_customer(ada());
    for client in Client::all(&fake, NEWEST) {
        let params = |component: &str| {
            let components = json!({ component: { "enabled": true } });
            json!({ "customer": ada, "components": components })
        };
        let keyed = |component| json!({ "params": params(component), "idempotency_key": format!("k {}", client.name) });
        let first = client.value("create_session", keyed("buy_button"));
        let again = client.value("create_session", keyed("buy_button"));
        assert_eq!(
            first["client_secret"], again["client_secret"],
            "{}",
            client.name
        );

        let wrong_key = Client {
            key: "sk_test_wrong".to_owned(),
            ..Client::all(&fake, NEWEST)
                .into_iter()
                .find(|own| own.name == client.name)
                .unwrap()
        };
        let restricted = Client {
            key: fake.restricted_key(&["customers:read"]),
            ..Client::all(&fake, NEWEST)
                .into_iter()
                .find(|own| own.name == client.name)
                .unwrap()
        };
        let nobody = json!({ "customer": "cus_Nobody" });
        let unnamed = json!({ "params": { "customer": ada } });
        for (answer, class, code, status) in [
            (
                client.ask("create_session", keyed("pricing_table")),
                "Idempotency",
                None,
                400,
            ),
            (
                client.ask("retrieve_customer", nobody.clone()),
                "InvalidRequest",
                Some("resource_missing"),
                404,
            ),
            (
                client.ask("create_session", unnamed),
                "InvalidRequest",
                Some("parameter_missing"),
                400,
            ),
            (
                wrong_key.ask("retrieve_customer", nobody),
                "Authentication",
                None,
                401,
            ),
            (
                restricted.ask("create_session", json!({ "params": params("buy_button") })),
                "Permission",
                Some("more_permissions_required"),
                403,
            ),
        ] {
            let said = answer["refused"].as_str().unwrap_or_default();
            assert!(
                said.contains(class),
                "{} says {answer} of {class}",
                client.name
            );
            // The library for Python leaves it out of what it calls a permission error.
            let code = code.filter(|_| (client.name, class) != ("python", "Permission"));
            assert_eq!(answer["code"].as_str(), code, "{}: {answer}", client.name);
            assert_eq!(answer["status"], status, "{}: {answer}", client.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_libraries_call_too_many_calls_a_rate_limit() {
    let fake = FakeStripe::builder()
        .calls_per_second(Some(0))
        .start()
        .await
        .unwrap();
    for client in Client::all(&fake, NEWEST) {
        let answer = client.ask("retrieve_customer", json!({ "customer": "cus_1" }));

        let said = answer["refused"].as_str().unwrap_or_default();
        assert!(said.contains("RateLimit"), "{}: {answer}", client.name);
        assert_eq!(answer["status"], 429);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_events_of_the_fake_are_signed_as_every_receiver_wants_it() {
    let fake = fake().await;
    let ada = fake.add_customer(ada());
    for kind in ["customer.updated", "customer.deleted"] {
        let event = fake.event(kind, &ada, SECRET);
        let signed = Signed {
            headers: vec![("stripe-signature", event.signature)],
            body: event.body,
        };
        for receiver in Receiver::ALL {
            let verdict = receiver.verdict(&signed).await;
            assert!(verdict.is_accepted(), "{receiver:?} {kind}: {verdict:?}");
            let tampered = signed
                .clone()
                .map("stripe-signature", |text| text.replace('1', "2"));
            assert_eq!(receiver.verdict(&tampered).await, Verdict::Refused);
        }
    }
}

/// A connected account has customers of its own.
#[tokio::test(flavor = "multi_thread")]
async fn the_libraries_reach_connected_accounts() {
    let fake = fake().await;
    let ada = fake.add_customer(ada().account("acct_One"));
    for client in Client::all(&fake, NEWEST) {
        let there = json!({ "customer": ada, "stripe_account": "acct_One" });
        assert_eq!(client.value("retrieve_customer", there)["id"], ada.as_str());
        let here = client.ask("retrieve_customer", json!({ "customer": ada }));
        assert_eq!(here["status"], 404);
        let unknown = json!({ "customer": ada, "stripe_account": "acct_Unknown" });
        assert_eq!(client.ask("retrieve_customer", unknown)["status"], 403);
    }
}
