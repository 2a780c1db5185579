//! By the system's own clock, whose ticks are longer than a request.

use customer_session::{CustomerSessionConfig, Reason, revoke::Sessions};
use customer_session_test::polar::{
    FakePolar, NewCustomer, NewMember,
    webhook::{NewWebhook, SeatEvent, Secret},
};

use super::{
    Server, present,
    world::{endpoint, provider, serve},
};

/// Often enough for some of them to fall into one tick.
const ROUNDS: usize = 30;

#[actix_web::test]
async fn who_signs_in_right_after_being_revoked_is_in_and_who_did_right_before_is_not() {
    let polar = FakePolar::start().await.unwrap();
    let acme = polar.organization();
    let config = CustomerSessionConfig::builder().provider(provider(&polar, &acme));
    let config = config.build().unwrap();
    let ada = acme.add_customer(NewCustomer::individual("ada@shop.example"));
    let sessions = Sessions::of_customer("polar", ada.id());

    for round in 0..ROUNDS {
        let before = ada.mint();
        config.revocations().end(&sessions).unwrap();
        let refused = present(&config, &before).await.err();
        let after = ada.mint();

        assert_eq!(refused, Some(Reason::SessionEnded), "round {round}");
        assert_eq!(present(&config, &after).await.err(), None, "round {round}");
    }
}

#[actix_web::test]
async fn who_signs_in_right_after_a_webhook_is_in_and_who_did_right_before_is_not() {
    let polar = FakePolar::start().await.unwrap();
    let acme = polar.organization();
    let config = CustomerSessionConfig::builder().provider(provider(&polar, &acme));
    let config = config.build().unwrap();
    let secret = Secret::standard();
    let url = serve(Server::Axum, &endpoint(config.revocations(), &[&secret])).await;
    acme.add_webhook(NewWebhook::new(url).secret(secret))
        .unwrap();
    let team = acme.add_customer(NewCustomer::team("Bo's Bakery"));
    let bo = team.add_member(NewMember::new("bo@bakery.example"));

    for round in 0..ROUNDS {
        let before = team.mint_member(&bo);
        bo.send_seat_event(SeatEvent::Revoked);
        polar.webhooks().attempted().await;
        let after = team.mint_member(&bo);

        let refused = present(&config, &before).await.err();
        assert_eq!(refused, Some(Reason::SessionEnded), "round {round}");
        assert_eq!(present(&config, &after).await.err(), None, "round {round}");
    }
}
