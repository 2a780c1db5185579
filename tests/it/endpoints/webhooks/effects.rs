//! What becomes of sessions and customers when an event arrives.

use customer_session::{Reason, endpoint::Endpoint};

use super::{
    Signed, World,
    world::{ADA, BO, CY, GRACE, HUGO, deliver},
};

/// What one event does, to whom.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect {
    /// These sessions are over, and no others.
    Ends(&'static [&'static str]),
    /// Hugo, who was no customer, is asked about again.
    Forgets,
    /// Ada's customer record is asked for once more, and no session is.
    LooksUpAda,
    /// Nothing.
    Nothing,
    /// Bo's session is asked about once more, and no customer is.
    VerifiesBo,
}

/// Delivers one event and asserts all that comes of it.
pub(super) async fn assert_effect(
    world: &World,
    webhook: &impl Endpoint,
    signed: &Signed,
    effect: Effect,
) {
    let name = &signed.body;
    assert_eq!(
        world.ended(&[ADA, BO, CY, GRACE]).await,
        [""; 0],
        "before {name}"
    );
    assert_eq!(world.refused(HUGO).await, Some(Reason::NotOurCustomer));
    // Now Hugo is a customer, and what is remembered says no.
    world.issuer.add_customer("customer-hugo");
    let (customers, sessions) = world.issuer.asked();

    let response = deliver(webhook, signed).await;

    assert_eq!(
        (response.status, &*response.body),
        (204, &b""[..]),
        "{name}"
    );
    let ended: &[_] = match effect {
        Effect::Ends(ended) => ended,
        _ => &[],
    };
    assert_eq!(world.ended(&[ADA, BO, CY, GRACE]).await, ended, "{name}");
    let asked = match effect {
        Effect::LooksUpAda => (customers + 1, sessions),
        Effect::VerifiesBo => (customers, sessions + 1),
        Effect::Ends(_) | Effect::Forgets | Effect::Nothing => (customers, sessions),
    };
    assert_eq!(world.issuer.asked(), asked, "{name}");
    // Hugo's token was denied by itself too, for 10 s. That he is no customer keeps for 10 min.
    world.advance_seconds(11);
    let hugo = match effect {
        Effect::Forgets => None,
        _ => Some(Reason::NotOurCustomer),
    };
    assert_eq!(world.refused(HUGO).await, hugo, "{name}");
}
