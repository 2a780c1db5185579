//! Answers about one customer that cannot be read: she waits for it, and nobody else does.

use customer_session::{
    Reason,
    upstream::{BreakerSettings, BreakerState},
};
use customer_session_test::polar::{Endpoint, Fault, NewCustomer};

use crate::world::World;

/// The first failure that counts against Polar has it left alone.
async fn world() -> World {
    World::configured(|config| config.breaker(BreakerSettings::new().failures(1))).await
}

/// A JSON object as long as this, with what one customer wrote in it.
fn answers() -> [(&'static str, String); 6] {
    let object = |written: &str| format!(r#"{{"id":"1","name":{written}}}"#);
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let long = format!(r#""{}""#, "a".repeat(256 * 1024));
    [
        ("nested too deeply", object(&deep)),
        ("too long", object(&long)),
        ("half a character", object(r#""\ud800""#)),
        ("a number that fits no type", object("1e999")),
        (
            "a member twice",
            r#"{"customer_id":"1","customer_id":"2"}"#.to_owned(),
        ),
        (
            "a member of another type",
            r#"{"id":1,"customer_id":1}"#.to_owned(),
        ),
    ]
}

#[tokio::test]
async fn what_one_customer_writes_of_herself_does_not_have_polar_left_alone_for_the_others() {
    for endpoint in [Endpoint::Introspect, Endpoint::User, Endpoint::Customer] {
        for (what, body) in answers() {
            let world = world().await;
            let bo = NewCustomer::individual("bo@shop.example");
            let (ada, bo) = (world.ada(), world.fake.organization().add_customer(bo));
            let answer = Fault::Status(200, "application/json".to_owned(), body);
            world.fake.fault_on(endpoint, answer);

            let rejection = world.refuse(&ada.mint_customer_session()).await;
            assert_eq!(rejection.reason(), Reason::IssuerAnswerMalformed, "{what}");

            world.fake.clear_faults();
            world.accept(&bo.mint_customer_session()).await;
        }
    }
}

#[tokio::test]
async fn what_is_no_json_object_or_names_nobody_counts_against_polar() {
    for (kind, body) in [
        ("text/html", "<html>maintenance</html>"),
        ("application/json", "<html>maintenance</html>"),
        ("application/json", r#"{"customer_id":"1"#),
        ("application/json", "[]"),
        ("application/json", r#"{"message":"maintenance"}"#),
    ] {
        let world = world().await;
        let ada = world.ada();
        let answer = Fault::Status(200, kind.to_owned(), body.to_owned());
        world.fake.fault_on(Endpoint::User, answer);

        let rejection = world.refuse(&ada.mint_customer_session()).await;

        assert_eq!(rejection.reason(), Reason::IssuerAnswerMalformed, "{body}");
        let state = world.config.stats().breaker["polar"];
        assert_eq!(state, BreakerState::Open, "{body}");
    }
}
