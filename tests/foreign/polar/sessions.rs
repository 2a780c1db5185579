//! Polar's own libraries, unchanged, pointed at the fake of Polar; and the objects that they print,
//! read by our models.
//!
//! A library waits for its answer on a thread, so that the fake needs another one.

use std::time::Duration;

use customer_session::{CustomerSessionConfig, clock::ManualClock};
use customer_session_polar::{
    Customer, CustomerSession, Introspection, Polar, PortalCustomer, PortalUser, PortalUserType,
    SessionKind,
};
use customer_session_test::polar::{FakePolar, NewCustomer, NewMember, Role};
use serde_json::{Map, Value, from_value, json};

use super::{Tool, models::with_everything};

/// One library in one version, with the models of one API version.
#[derive(Clone, Copy, Debug)]
struct Library {
    api_version: &'static str,
    deed: &'static str,
    name: &'static str,
    tool: fn() -> &'static Tool,
}

/// The newest libraries in each API version that they know, and the last before 1.0.
fn libraries() -> Vec<Library> {
    let mut all = Vec::new();
    for api_version in ["2026-04", "2026-10", "2027-01"] {
        for (name, tool) in [
            ("polar-sdk", Tool::python as fn() -> &'static Tool),
            ("@polar-sh/sdk", Tool::node),
        ] {
            all.push(Library {
                api_version,
                deed: "polar_ask",
                name,
                tool,
            });
        }
    }
    for (name, tool) in [
        ("polar-sdk 0.x", Tool::python_old as fn() -> &'static Tool),
        ("@polar-sh/sdk 0.x", Tool::node),
    ] {
        all.push(Library {
            api_version: "",
            deed: "polar_old_ask",
            name,
            tool,
        });
    }
    all
}

/// A fake whose times are whole seconds: a `Date` of JavaScript's keeps no more than milliseconds.
struct Shop {
    clock: ManualClock,
    polar: FakePolar,
}

impl Shop {
    async fn open() -> Self {
        let clock = ManualClock::new();
        let polar = FakePolar::builder().clock(clock.clone()).start();
        Self {
            polar: polar.await.unwrap(),
            clock,
        }
    }

    fn config(&self) -> CustomerSessionConfig {
        let organization = self.polar.organization();
        let provider = Polar::server(self.polar.url())
            .access_token(organization.access_token())
            .organization_id(organization.id())
            .build()
            .unwrap();
        CustomerSessionConfig::builder()
            .provider(provider)
            .clock(self.clock.clone())
            .build()
            .unwrap()
    }

    fn ask(&self, library: Library, what: &str, more: Value) -> Value {
        let mut question = json!({
            "do": library.deed, "what": what, "url": self.polar.url(),
            "key": self.polar.organization().access_token(), "version": library.api_version,
        });
        if let (Some(question), Value::Object(more)) = (question.as_object_mut(), more) {
            question.extend(more);
        }
        tokio::task::block_in_place(|| (library.tool)().ask(&question))
    }

    /// What the library made of the answer, printed by itself.
    fn value(&self, library: Library, what: &str, more: Value) -> Value {
        let answer = self.ask(library, what, more);
        assert!(answer["value"].is_object(), "{library:?} {what}: {answer}");
        answer["value"].clone()
    }

    fn begin(&self, library: Library, customer: &str) -> CustomerSession {
        let asked = json!({ "customer": customer });
        from_value(self.value(library, "create_session", asked)).unwrap()
    }
}

fn ada() -> NewCustomer {
    with_everything(
        NewCustomer::individual("ada@shop.example")
            .name("Zoë Ada 李")
            .external_id("usr_4411"),
    )
}

/// What our model writes of a customer, without what is `null`: older libraries drop fields that
/// they do not know.
fn written(customer: &Customer) -> Map<String, Value> {
    let Value::Object(mut fields) = json!(customer) else {
        panic!("a customer is written as an object")
    };
    fields.retain(|_, value| !value.is_null());
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_the_libraries_create_reads_into_our_model_and_is_verified() {
    let shop = Shop::open().await;
    let config = shop.config();
    for new in [ada(), with_everything(NewCustomer::team("Crew"))] {
        let customer = shop.polar.organization().add_customer(new);
        shop.polar.organization().set_member_model(false);
        for library in libraries() {
            let session = shop.begin(library, &customer.id());

            assert_eq!(session.kind(), Some(SessionKind::Customer), "{library:?}");
            assert_eq!(session.customer_id, customer.id(), "{library:?}");
            assert_eq!(session.customer.id, customer.id(), "{library:?}");
            let lasts = session
                .expires_at
                .duration_since(session.created_at.unwrap());
            assert_eq!(lasts.unwrap(), Duration::from_secs(3600), "{library:?}");
            assert_eq!((session.modified_at, &session.return_url), (None, &None));
            assert!(session.customer_portal_url.is_some(), "{library:?}");
            assert!(session.extra.is_empty(), "{library:?}: {session:?}");
            assert!(session.customer.extra.is_empty(), "{library:?}");
            let verified = config.verify(session.token.expose()).await.unwrap();
            assert_eq!(verified.customer().id().as_str(), customer.id());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_library_prints_the_same_customer() {
    let shop = Shop::open().await;
    for new in [
        NewCustomer::individual("bare@shop.example"),
        ada(),
        NewCustomer::team("Crew"),
    ] {
        let id = shop.polar.organization().add_customer(new).id();
        let asked = json!({ "customer": id });
        // This one prints what came, byte by byte.
        let plain = libraries()
            .into_iter()
            .find(|library| (library.name, library.api_version) == ("@polar-sh/sdk", "2026-10"))
            .unwrap();
        let customer: Customer = from_value(shop.value(plain, "customer", asked.clone())).unwrap();
        let expected = written(&customer);
        assert_eq!(customer.id, id);

        for library in libraries() {
            let answer = shop.ask(library, "customer", asked.clone());
            // 0.x in JavaScript prints its own names, and can write Polar's as well.
            for printed in [&answer["value"], &answer["wire"]] {
                if printed.is_null() {
                    assert!(library.name != "@polar-sh/sdk 0.x", "{answer}");
                    continue;
                }
                let read: Customer = from_value(printed.clone()).unwrap();
                let mut expected = expected.clone();
                // It tells people from teams by it, and prints `null`.
                if library.name == "polar-sdk 0.x" {
                    expected.remove("type");
                    assert_eq!(printed["type"], Value::Null);
                }
                assert_eq!(written(&read), expected, "{library:?}: {printed}");
                assert!(read.extra.is_empty(), "{library:?}: {:?}", read.extra);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_portal_says_of_a_customers_session_reads_into_our_models() {
    let shop = Shop::open().await;
    let ada = shop.polar.organization().add_customer(ada());
    let token = ada.mint_customer_session();
    for library in libraries() {
        let shown = json!({ "session": token });

        let introspection: Introspection =
            from_value(shop.value(library, "introspect", shown.clone())).unwrap();
        let user: PortalUser = from_value(shop.value(library, "user", shown.clone())).unwrap();
        let me: PortalCustomer = from_value(shop.value(library, "me", shown)).unwrap();

        assert!(introspection.extra.is_empty(), "{library:?}");
        assert_eq!(introspection.return_url, None);
        assert_eq!(user.user_type, Some(PortalUserType::Customer));
        assert_eq!((user.customer_id, user.member_id), (ada.id(), None));
        assert_eq!(user.name.as_deref(), Some("Zoë Ada 李"));
        assert!(user.extra.is_empty(), "{library:?}: {:?}", user.extra);
        assert_eq!(me.id, ada.id());
        assert_eq!(me.email.as_deref(), Some("ada@shop.example"));
        assert_eq!(me.email_verified, Some(true));
        assert!(me.extra.is_empty(), "{library:?}: {:?}", me.extra);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_portal_says_of_a_members_session_reads_into_our_models() {
    let shop = Shop::open().await;
    let team = shop
        .polar
        .organization()
        .add_customer(NewCustomer::team("Crew"));
    let bo = NewMember::new("bo@shop.example").role(Role::BillingManager);
    let bo = team.add_member(bo);
    let token = team.mint_member(&bo);
    for library in libraries() {
        let user: PortalUser =
            from_value(shop.value(library, "user", json!({ "session": token }))).unwrap();

        assert_eq!(user.user_type, Some(PortalUserType::Member), "{library:?}");
        assert_eq!(
            (user.customer_id, user.member_id),
            (team.id(), Some(bo.id()))
        );
        assert_eq!(user.email.as_deref(), Some("bo@shop.example"));
        let role = user.role.unwrap();
        assert_eq!(role.as_str(), "billing_manager", "{library:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_libraries_understand_every_refusal_of_the_fake() {
    let shop = Shop::open().await;
    let ada = shop.polar.organization().add_customer(ada());
    let gone = ada.mint();
    ada.delete();
    let nobody = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";
    for library in libraries() {
        for (what, more, status) in [
            ("create_session", json!({ "customer": nobody }), 422),
            ("customer", json!({ "customer": nobody }), 404),
            ("introspect", json!({ "session": gone }), 401),
            ("user", json!({ "session": gone }), 401),
            ("me", json!({ "session": "polar_cst_made_up" }), 401),
            (
                "customer",
                json!({ "customer": nobody, "key": "wrong" }),
                401,
            ),
        ] {
            let answer = shop.ask(library, what, more);

            assert!(
                answer["refused"].is_string(),
                "{library:?} {what}: {answer}"
            );
            assert_eq!(answer["status"], status, "{library:?} {what}: {answer}");
        }
    }
}
