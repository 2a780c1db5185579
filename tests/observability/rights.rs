//! Requests that a requirement refuses are told of and counted, like those that a layer refuses.

use customer_session::{Customer, Mode, Requirement, session::Anonymous};

use crate::{
    recorder::{Recorder, value_of},
    witness::{Kind, Witness},
    world::{World, anonymous},
};

/// Lets the requirement judge a request; what is said of it, and what is counted for this reason
/// of the caller's.
fn judge(
    world: &World,
    (customer, nobody): (Option<&Customer>, Option<&Anonymous>),
    reason: &str,
) -> (usize, Option<f64>) {
    let (witness, recorder) = (Witness::listen(), Recorder::start());
    let admin = Requirement::role("admin").unwrap();

    let refused = admin.judge(customer, || nobody).unwrap_err();

    assert_eq!(refused.reason().as_str(), reason);
    let heard = witness.heard();
    let told = heard.iter().filter(|heard| {
        matches!(&heard.kind, Kind::Event(message, _) if message == "request refused")
            && heard.text.contains(reason)
    });
    world.config.publish_metrics();
    let labels = [("reason", reason), ("fault", "caller")];
    let counted = value_of(&recorder.take(), "rejections_total", &labels);
    (told.count(), counted)
}

#[tokio::test]
async fn a_session_that_lacks_a_role_is_told_of_once() {
    let world = World::new();
    let customer = world.accept(&world.token()).await.into_customer();

    let seen = judge(&world, (Some(&customer), None), "role_missing");

    assert_eq!(seen, (1, Some(1.0)));
}

/// Its layer let it pass, and said nothing.
#[tokio::test]
async fn an_anonymous_request_is_told_of_once() {
    let world = World::new();
    let nobody = anonymous(world.decide_in(Mode::Optional, None));

    let seen = judge(&world, (None, Some(&nobody)), "token_missing");

    assert_eq!(seen, (1, Some(1.0)));
}
