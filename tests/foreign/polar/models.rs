//! The events of the fake, read by Polar's own models.

use customer_session_test::polar::{
    NewCustomer, NewMember, Role, Shape,
    webhook::{Event, SeatEvent, Secret},
};
use serde_json::{Value, json};

use super::{Receiver, Shop, Signer, Verdict, now, receiver::polar_sdk};

/// Every field that is sent is in the model with the same value, and the model has no other: what
/// was read and printed again is what was sent.
#[tokio::test]
async fn the_models_of_every_api_version_read_all_of_every_event() {
    for version in ["2026-04", "2026-10", "2027-01"] {
        let shop = Shop::with_webhook(Secret::standard(), |new| new.api_version(version)).await;
        for event in everything_that_happens(&shop) {
            let signed = Signer::FakePolar.sign(&shop, &event, now());

            let verdict = polar_sdk(version, shop.secret.expose(), &signed);

            let kind = event.kind();
            let Verdict::Accepted(value) = verdict else {
                panic!("{kind} in {version}: {verdict:?}")
            };
            let sent: Value = serde_json::from_slice(event.body()).unwrap();
            assert_eq!(value["read"], sent, "{kind} in {version}");
            assert_eq!(value["payload"], payload_model(kind), "{kind} in {version}");
            assert_eq!(value["data"], data_model(&event), "{kind} in {version}");
        }
    }
}

#[tokio::test]
async fn the_last_polar_sdk_before_1_0_reads_every_event_with_and_without_an_api_version() {
    let with = Shop::with_secret(Secret::oldest()).await;
    let without = Shop::with_webhook(Secret::oldest(), |new| new.without_api_version()).await;
    for shop in [with, without] {
        for event in everything_that_happens(&shop) {
            let signed = Signer::FakePolar.sign(&shop, &event, now());

            let verdict = Receiver::PolarSdkOld.verdict(&shop, &signed).await;

            let kind = event.kind();
            let Verdict::Accepted(value) = verdict else {
                panic!("{kind}: {verdict:?}")
            };
            assert_eq!(value["payload"], payload_model(kind), "{kind}");
            assert_eq!(value["data"], data_model(&event), "{kind}");
        }
    }
}

/// Shapes that servers have today, or may have tomorrow without a new API version.
#[tokio::test]
async fn the_newest_polar_sdk_reads_null_avatars_and_fields_that_it_does_not_know() {
    for shape in [Shape::ExtraFields, Shape::NullAvatar] {
        let shop = Shop::with_secret(Secret::standard()).await;
        shop.polar.emit(shape);
        for event in everything_that_happens(&shop) {
            let signed = Signer::FakePolar.sign(&shop, &event, now());

            let verdict = Receiver::PolarSdk.verdict(&shop, &signed).await;

            let kind = event.kind();
            assert!(verdict.is_accepted(), "{kind}, {shape:?}: {verdict:?}");
        }
    }
}

/// Servers before 2026-09 left it out, and the newest models want it.
#[tokio::test]
async fn the_newest_polar_sdk_reads_no_event_without_an_api_version() {
    let shop = Shop::with_webhook(Secret::standard(), |new| new.without_api_version()).await;
    let signed = Signer::FakePolar.sign(&shop, &shop.deletion(), now());

    let verdict = Receiver::PolarSdk.verdict(&shop, &signed).await;

    let Verdict::Unreadable(why) = verdict else {
        panic!("{verdict:?}")
    };
    assert!(why.contains("api_version"), "{why}");
}

/// Makes every kind of event happen, to people and to teams, with all fields filled and with none.
fn everything_that_happens(shop: &Shop) -> Vec<Event> {
    let organization = shop.organization();
    let bare = organization.add_customer(NewCustomer::individual("bare@shop.example"));
    let full = organization.add_customer(with_everything(
        NewCustomer::individual("ada@shop.example")
            .name("Zoë Ada 李")
            .external_id("usr_4411"),
    ));
    let team = organization.add_customer(NewCustomer::team("Crew"));
    let other_team = organization.add_customer(with_everything(
        NewCustomer::team("Staff").email("staff@shop.example"),
    ));
    full.set_name("Ada");
    bare.set_email("barer@shop.example");
    team.set_name("The crew");
    let bo = team.add_member(NewMember::new("bo@shop.example"));
    let cy = NewMember::new("cy@shop.example")
        .name("Cy")
        .external_id("emp_9")
        .role(Role::Owner);
    let cy = team.add_member(cy);
    cy.set_role(Role::BillingManager);
    for event in [SeatEvent::Assigned, SeatEvent::Claimed, SeatEvent::Revoked] {
        bo.send_seat_event(event);
        cy.send_seat_event(event);
    }
    bo.delete();
    for customer in [bare, full, team, other_team] {
        customer.delete();
    }
    let events = shop.polar.webhooks().events();
    for kind in KINDS {
        assert!(events.iter().any(|event| event.kind() == *kind), "{kind}");
    }
    events
}

pub(super) fn with_everything(new: NewCustomer) -> NewCustomer {
    new.email_verified(true)
        .metadata("plan", "pro")
        .metadata("seats", 3)
        .metadata("ratio", 1.5)
        .metadata("beta", true)
        .billing_address(json!({
            "line1": "1 Rue X", "line2": null, "postal_code": "75001", "city": "Paris",
            "state": null, "country": "FR",
        }))
        .tax_id("FR00999999999", "eu_vat")
        .locale("fr-FR")
}

/// `WebhookCustomerStateChangedPayload` for `customer.state_changed`.
fn payload_model(kind: &str) -> String {
    let words = kind.split(['.', '_']).map(capitalized);
    format!("Webhook{}Payload", words.collect::<String>())
}

fn data_model(event: &Event) -> String {
    let data = event.data();
    let of_kind = || capitalized(data["type"].as_str().unwrap_or_default());
    match event.kind() {
        "customer.state_changed" => format!("CustomerState{}", of_kind()),
        kind if kind.starts_with("customer.") => format!("Customer{}", of_kind()),
        kind if kind.starts_with("member.") => "Member".to_owned(),
        _ => "CustomerSeat".to_owned(),
    }
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

const KINDS: &[&str] = &[
    "customer.created",
    "customer.deleted",
    "customer.state_changed",
    "customer.updated",
    "customer_seat.assigned",
    "customer_seat.claimed",
    "customer_seat.revoked",
    "member.created",
    "member.deleted",
    "member.updated",
];
