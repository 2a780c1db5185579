//! What each change at Polar does to sessions here, without any time going by.

use customer_session::Reason;
use customer_session_test::polar::{
    Endpoint, Role, Shape,
    webhook::{NewWebhook, SeatEvent, Secret},
};
use serde_json::json;

use super::{
    Server, World, on_each_server, present,
    world::{endpoint, serve},
};

#[actix_web::test]
async fn a_deleted_customer_is_signed_out_and_nobody_is_asked() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;
        let asked = world.polar.verification_calls();

        world.ada.delete();
        world.told().await;

        assert_eq!(world.ended(&tokens).await, ["ada"]);
        assert_eq!(world.polar.verification_calls(), asked);
    })
    .await;
}

#[actix_web::test]
async fn a_deleted_team_is_signed_out_with_all_members() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;

        world.team.delete();
        world.told().await;

        assert_eq!(world.ended(&tokens).await, ["team", "bo", "cy"]);
    })
    .await;
}

#[actix_web::test]
async fn a_changed_customer_is_known_by_the_new_name_at_once_and_stays_signed_in() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;
        let verified = world.polar.calls(Endpoint::Introspect);

        world.ada.set_name("Ada Lovelace");
        world.told().await;

        let session = world.session(&tokens.ada).await;
        assert_eq!(session.customer().name(), Some("Ada Lovelace"));
        assert_eq!(world.ended(&tokens).await, [""; 0]);
        assert_eq!(world.polar.calls(Endpoint::Introspect), verified);
    })
    .await;
}

#[actix_web::test]
async fn a_deleted_member_is_signed_out_alone() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;

        world.bo.delete();
        world.told().await;

        assert_eq!(world.ended(&tokens).await, ["bo"]);
    })
    .await;
}

#[actix_web::test]
async fn a_member_with_another_role_has_it_at_once_and_stays_signed_in() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;

        world.bo.set_role(Role::BillingManager);
        world.told().await;

        let session = world.session(&tokens.bo).await;
        let role = session.member().unwrap().role.as_deref();
        assert_eq!(role, Some("billing_manager"));
        assert_eq!(world.ended(&tokens).await, [""; 0]);
    })
    .await;
}

/// To Polar the member's session is as good as ever.
#[actix_web::test]
async fn a_member_whose_seat_was_revoked_is_signed_out_until_the_next_sign_in() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;
        world.bo.send_seat_event(SeatEvent::Claimed);
        world.told().await;
        assert_eq!(world.ended(&tokens).await, [""; 0]);

        world.bo.send_seat_event(SeatEvent::Revoked);
        world.told().await;

        assert_eq!(world.ended(&tokens).await, ["bo"]);
        world.advance_seconds(1);
        let anew = world.team.mint_member(&world.bo);
        assert_eq!(present(&world.config, &anew).await.err(), None);
    })
    .await;
}

#[actix_web::test]
async fn events_that_mean_nothing_here_are_taken() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;
        let (acme, ada) = (world.polar.organization(), world.ada.id());

        for kind in [
            "subscription.revoked",
            "order.paid",
            "benefit_grant.revoked",
        ] {
            acme.send_event(kind, json!({ "id": "x", "customer_id": ada }));
        }
        world.told().await;

        assert_eq!(world.ended(&tokens).await, [""; 0]);
    })
    .await;
}

#[actix_web::test]
async fn events_of_older_and_newer_servers_are_read_alike() {
    let world = World::start(Server::Axum).await;
    let secret = Secret::oldest();
    let older = endpoint(world.config.revocations(), &[&secret]);
    let url = serve(Server::Axum, &older).await;
    let new = NewWebhook::new(url).secret(secret).without_api_version();
    world.polar.organization().add_webhook(new).unwrap();
    world.webhook.disable();
    for shape in [
        Shape::MembersArray,
        Shape::NoType,
        Shape::ExtraFields,
        Shape::NullAvatar,
    ] {
        world.polar.emit(shape);
    }
    let tokens = world.sign_in().await;

    world.bo.delete();
    world.ada.delete();
    world.told().await;

    assert_eq!(world.ended(&tokens).await, ["ada", "bo"]);
}

/// What Polar itself says is heard when it is asked; the webhook is heard before.
#[actix_web::test]
async fn without_the_webhook_a_deletion_is_noticed_when_the_answer_is_over() {
    let world = World::start(Server::Axum).await;
    world.webhook.disable();
    let tokens = world.sign_in().await;

    world.ada.delete();

    assert_eq!(world.ended(&tokens).await, [""; 0]);
    world.advance_seconds(61);
    let refused = present(&world.config, &tokens.ada).await.err();
    assert_eq!(refused, Some(Reason::TokenDenied));
}
