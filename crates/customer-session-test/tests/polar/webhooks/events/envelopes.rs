//! What is around the data, and to whom it goes.

use customer_session_test::polar::{NewMember, NewOrganization, Shape, webhook::NewWebhook};
use serde_json::json;

use super::{ADA, ada, body, taken};
use crate::{
    client::still,
    webhooks::{holding, kinds},
};

#[tokio::test]
async fn anything_else_is_sent_by_hand() {
    let polar = holding().await;

    polar
        .organization()
        .send_event("subscription.revoked", json!({ "customer_id": ADA }));

    assert_eq!(kinds(&polar), ["subscription.revoked"]);
    assert_eq!(taken(&polar)[0].data(), json!({ "customer_id": ADA }));
}

#[tokio::test]
async fn the_envelope_has_the_time_of_the_change_and_the_version() {
    let (polar, clock) = still().await;
    polar.webhooks().hold();
    let organization = polar.organization();
    let new = || NewWebhook::new("http://127.0.0.1:9/");
    organization.add_webhook(new()).unwrap();
    organization
        .add_webhook(new().api_version("2027-01"))
        .unwrap();
    organization
        .add_webhook(new().without_api_version())
        .unwrap();
    clock.advance(std::time::Duration::from_millis(1500));

    organization.send_event("order.paid", json!({}));
    clock.advance(std::time::Duration::from_secs(60));

    let [current, next, old] = taken(&polar).try_into().unwrap();
    let timestamp = "2026-01-01T00:00:01.500000Z";
    let envelope = json!({ "type": "order.paid", "timestamp": timestamp, "data": {} });
    let expected = |version: &str| {
        let mut versioned = envelope.clone();
        versioned["api_version"] = json!(version);
        versioned
    };
    assert_eq!(body(&current), expected("2026-10"));
    assert_eq!(body(&next), expected("2027-01"));
    assert_eq!(body(&old), envelope);
}

#[tokio::test]
async fn printing_a_parsed_body_again_does_not_give_the_bytes_that_were_signed() {
    let polar = holding().await;
    polar.organization().add_customer(ada());

    let event = &polar.webhooks().queued()[0];

    assert_ne!(body(event).to_string().as_bytes(), event.body());
}

#[tokio::test]
async fn events_go_to_their_own_organization_and_to_those_who_want_them() {
    let (polar, _) = still().await;
    polar.webhooks().hold();
    let (acme, globex) = (
        polar.organization(),
        polar.add_organization(NewOrganization::new("globex")),
    );
    let new = || NewWebhook::new("http://127.0.0.1:9/");
    let all = acme.add_webhook(new()).unwrap();
    let deletions = new().events(["customer.deleted", "member.deleted"]);
    let deletions = acme.add_webhook(deletions).unwrap();
    let foreign = globex.add_webhook(new()).unwrap();

    let ada = acme.add_customer(ada());
    ada.delete();

    let sent_to = |id: &str| {
        let queued = polar.webhooks().queued();
        let own = queued
            .into_iter()
            .filter(|event| event.webhook().id() == id);
        own.map(|event| event.kind().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        sent_to(all.id()),
        [
            "customer.created",
            "customer.state_changed",
            "customer.deleted",
            "customer.state_changed"
        ]
    );
    assert_eq!(sent_to(deletions.id()), ["customer.deleted"]);
    assert!(sent_to(foreign.id()).is_empty());
}

#[tokio::test]
async fn each_webhook_gets_an_event_with_an_id_of_its_own() {
    let polar = holding().await;
    let another = NewWebhook::new("http://127.0.0.1:9/");
    polar.organization().add_webhook(another).unwrap();

    polar.organization().send_event("order.paid", json!({}));

    let [first, second] = taken(&polar).try_into().unwrap();
    assert_ne!(first.id(), second.id());
    for event in [first, second] {
        let version = uuid_version(event.id());
        assert_eq!(version, Some('4'), "{event:?}");
    }
}

fn uuid_version(id: &str) -> Option<char> {
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    (lengths == [8, 4, 4, 4, 12]).then(|| id.chars().nth(14))?
}

#[tokio::test]
async fn old_shapes_are_those_of_events_too() {
    let polar = holding().await;
    for shape in [
        Shape::ExtraFields,
        Shape::MembersArray,
        Shape::NoType,
        Shape::NullAvatar,
    ] {
        polar.emit(shape);
    }

    let ada = polar.organization().add_customer(ada());
    ada.add_member(NewMember::new("bo@shop.example"));

    let [created, state, member] = taken(&polar).try_into().unwrap();
    for customer in [created.data(), state.data()] {
        assert_eq!(customer.get("type"), None);
        assert_eq!(customer["avatar_url"], json!(null));
        assert_eq!(customer["members"], json!([]));
        assert!(customer.get("x_added_later").is_some());
    }
    assert!(member.data().get("x_added_later").is_some());
}
