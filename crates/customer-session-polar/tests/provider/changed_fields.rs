//! Fields that Polar gave another type since: those that authentication does not need keep nobody
//! out.

use customer_session::{Reason, VerifiedSession};
use customer_session_polar::{CustomerState, PolarBuilder};
use customer_session_test::polar::{Customer, Endpoint, Fault};
use serde_json::{Value, json};

use crate::world::{ORGANIZATION, World};

/// A field, and a value of a type that it never had.
fn changes() -> Vec<(&'static str, Value)> {
    vec![
        ("avatar_url", json!({ "small": "https://a.example/1" })),
        ("billing_address", json!([])),
        ("billing_name", json!(["Ada", "Ltd"])),
        ("created_at", json!(1_793_607_330)),
        ("default_payment_method_id", json!({ "id": 7 })),
        ("first_user_event_at", json!("yesterday")),
        ("locale", json!(5)),
        ("metadata", json!("none")),
        ("modified_at", json!(false)),
        ("tax_id", json!({ "value": "FR009", "format": "eu_vat" })),
        ("type", json!(2)),
    ]
}

/// What Polar sends of a customer, and of the customer's state.
fn sent(ada: &Customer) -> Value {
    json!({
        "id": ada.id(),
        "organization_id": ORGANIZATION,
        "external_id": "usr_4411",
        "email": "ada@shop.example",
        "email_verified": true,
        "name": "Ada",
        "billing_name": "Ada Ltd",
        "metadata": { "plan": "pro" },
        "deleted_at": null,
        "active_subscriptions": [],
        "granted_benefits": [{ "id": "g1", "benefit_id": BENEFIT }],
        "active_meters": [],
    })
}

fn json_of(body: &Value) -> Fault {
    Fault::Status(200, "application/json".to_owned(), body.to_string())
}

fn assert_is_ada(session: &VerifiedSession, ada: &Customer) {
    let customer = session.customer();
    assert_eq!(customer.id().as_str(), ada.id());
    assert_eq!(customer.external_id(), Some("usr_4411"));
    assert_eq!(customer.email(), Some("ada@shop.example"));
    assert_eq!(customer.email_verified(), Some(true));
    assert_eq!(customer.name(), Some("Ada"));
}

async fn with_state() -> World {
    World::with(PolarBuilder::customer_state, |config| config).await
}

#[tokio::test]
async fn a_field_that_nobody_needs_keeps_nobody_out_and_stands_in_the_details() {
    let world = World::start().await;
    for (field, value) in changes() {
        let ada = world.ada();
        let mut answer = sent(&ada);
        answer[field] = value;
        world.fake.fault_on(Endpoint::Customer, json_of(&answer));

        let session = world.accept(&ada.mint()).await;

        assert_is_ada(&session, &ada);
        let details: Value = session.customer().details().unwrap();
        assert_eq!(details, answer, "{field}");
    }
}

#[tokio::test]
async fn a_state_is_without_such_a_field_and_has_all_others() {
    let world = with_state().await;
    for (field, value) in changes() {
        let ada = world.ada();
        let mut answer = sent(&ada);
        answer[field] = value;
        let fault = json_of(&answer);
        world.fake.fault_on(Endpoint::CustomerState, fault);

        let session = world.accept(&ada.mint()).await;

        assert_is_ada(&session, &ada);
        let details: Value = session.customer().details().unwrap();
        assert_eq!(details, answer, "{field}");
        let mut without = answer;
        without.as_object_mut().unwrap().remove(field);
        let expected: CustomerState = serde_json::from_value(without).unwrap();
        let state = session.customer().extension::<CustomerState>();
        assert!(expected.has_benefit(BENEFIT));
        assert_eq!(state, Some(&expected), "{field}");
    }
}

#[tokio::test]
async fn a_team_that_is_asked_for_itself_needs_its_id_only() {
    let world = World::start().await;
    for (field, value) in changes() {
        let team = world.team();
        let mut answer = json!({ "id": team.id(), "email": null });
        answer[field] = value;
        world.fake.fault_on(Endpoint::Me, json_of(&answer));

        let session = world.accept(&team.mint_customer_session()).await;

        assert_eq!(session.customer().id().as_str(), team.id(), "{field}");
    }
}

#[tokio::test]
async fn what_polar_says_of_a_session_needs_its_end_and_who_acts_in_it() {
    let world = World::start().await;
    let ada = world.ada();
    let introspection = json!({ "expires_at": "2026-01-01T00:30:00Z" });
    let user = json!({ "customer_id": ada.id(), "member_id": null });
    for (endpoint, answer, field, value) in [
        (Endpoint::Introspect, &introspection, "return_url", json!(7)),
        (Endpoint::Introspect, &introspection, "scopes", json!("all")),
        (Endpoint::User, &user, "type", json!({ "kind": 1 })),
        (Endpoint::User, &user, "phone", json!([])),
    ] {
        let mut answer = answer.clone();
        answer[field] = value;
        world.fake.clear_faults();
        world.fake.fault_on(endpoint, json_of(&answer));

        let session = world.accept(&ada.mint()).await;

        assert_eq!(session.customer().id().as_str(), ada.id(), "{field}");
    }
}

#[tokio::test]
async fn who_acts_is_not_guessed_either() {
    let world = World::start().await;
    let ada = world.ada();
    for field in ["customer_id", "email", "member_id", "name", "role"] {
        let mut answer = json!({ "customer_id": ada.id() });
        answer[field] = json!({ "value": 7 });
        world.fake.fault_on(Endpoint::User, json_of(&answer));

        let refused = world.refuse(&ada.mint()).await;

        assert_eq!(refused.reason(), Reason::IssuerAnswerMalformed, "{field}");
    }
}

#[tokio::test]
async fn such_a_field_does_not_keep_an_application_from_starting() {
    let world = World::start().await;
    for (field, value) in changes() {
        let mut customer = sent(&world.ada());
        customer[field] = value;
        let page = json!({ "items": [customer] });
        world.fake.fault_on(Endpoint::Customers, json_of(&page));

        let checked = world.polar.check().await.unwrap();

        assert!(checked.organization_confirmed, "{field}");
    }
}

/// What is needed is not guessed.
#[tokio::test]
async fn a_field_that_is_needed_must_be_as_it_was() {
    for (world, endpoint) in [
        (World::start().await, Endpoint::Customer),
        (with_state().await, Endpoint::CustomerState),
    ] {
        for field in [
            "deleted_at",
            "email",
            "email_verified",
            "external_id",
            "id",
            "name",
            "organization_id",
        ] {
            let ada = world.ada();
            let mut answer = sent(&ada);
            answer[field] = json!({ "value": 7 });
            world.fake.fault_on(endpoint, json_of(&answer));

            let refused = world.refuse(&ada.mint()).await;

            assert_eq!(refused.reason(), Reason::IssuerAnswerMalformed, "{field}");
        }
    }
}

#[tokio::test]
async fn what_is_needed_is_read_under_each_of_its_names_and_under_one_at_a_time() {
    for (world, endpoint) in [
        (World::start().await, Endpoint::Customer),
        (with_state().await, Endpoint::CustomerState),
    ] {
        for names in [
            ["externalId", "emailVerified", "organizationId", "deletedAt"],
            ["ExternalID", "EmailVerified", "OrganizationID", "DeletedAt"],
        ] {
            let ada = world.ada();
            let mut renamed = sent(&ada);
            let fields = renamed.as_object_mut().unwrap();
            for (new, old) in names.into_iter().zip(NAMES) {
                let value = fields.remove(old).unwrap();
                fields.insert(new.to_owned(), value);
            }
            world.fake.fault_on(endpoint, json_of(&renamed));
            assert_is_ada(&world.accept(&ada.mint()).await, &ada);

            let ada = world.ada();
            let mut deleted = renamed.clone();
            deleted["id"] = json!(ada.id());
            deleted[names[3]] = json!("2026-11-02T08:15:30Z");
            world.fake.fault_on(endpoint, json_of(&deleted));
            let refused = world.refuse(&ada.mint()).await;
            assert_eq!(refused.reason(), Reason::NotOurCustomer);

            for (name, old) in names.into_iter().zip(NAMES) {
                let ada = world.ada();
                let mut twice = sent(&ada);
                twice[name] = twice[old].clone();
                world.fake.fault_on(endpoint, json_of(&twice));
                let refused = world.refuse(&ada.mint()).await;
                assert_eq!(refused.reason(), Reason::IssuerAnswerMalformed, "{name}");
            }
        }
    }
}

const BENEFIT: &str = "0f4c0a35-4a0c-4c0e-8a4b-5d7a3a0a9d11";
const NAMES: [&str; 4] = [
    "external_id",
    "email_verified",
    "organization_id",
    "deleted_at",
];
