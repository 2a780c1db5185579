//! Everything that can be said, brought about once: the lists of the manual are checked against it.

mod delivered;
mod refused;
mod sessions;

use customer_session::{
    CustomerSessionConfig, Reason, Rejection, revoke::Sessions, token::SessionToken,
};
use customer_session_polar::PolarWebhook;

use self::delivered::SECRET;
pub(crate) use self::delivered::signed;
use crate::{
    issuer, logouts,
    printed::Printed,
    wire::Wire,
    world::{METADATA, World, polar},
};

/// Brings everything about, and prints all that is reachable.
pub(crate) async fn play() -> Printed {
    let mut printed = Printed::default();
    building(&mut printed);
    sessions::signing_in(&mut printed).await;
    sessions::adding(&mut printed).await;
    refused::denying(&mut printed).await;
    refused::failing(&mut printed).await;
    refused::breaking(&mut printed).await;
    sessions::renewing(&mut printed).await;
    refused::holding(&mut printed).await;
    refused::pacing(&mut printed).await;
    sessions::revoking(&mut printed).await;
    delivered::webhooks(&mut printed).await;
    delivered::endpoints(&mut printed).await;
    issuer::keys(&mut printed).await;
    logouts::logouts(&mut printed).await;
    printed
}

/// Values that are wrong, and secrets in the wrong place.
fn building(printed: &mut Printed) {
    let wire = Wire::default();
    printed.debug(&polar(&wire));
    printed.debug(&polar(&wire).organization_id(METADATA));
    printed.error(
        &polar(&wire)
            .access_token(format!("{METADATA} "))
            .build()
            .unwrap_err(),
    );
    let provider = polar(&wire).build().unwrap();
    printed.debug(&provider);
    let builder = CustomerSessionConfig::builder().provider(provider);
    printed.debug(&builder);
    let config = builder.build().unwrap();
    printed.debug(&config);
    let webhook = || PolarWebhook::builder(config.revocations());
    printed.debug(&webhook().secret(SECRET));
    printed.error(&webhook().secret("Canary").build().unwrap_err());
    printed.debug(&SessionToken::new("polar_cst_Canary"));
    printed.debug(&Sessions::of_token(SessionToken::new("polar_cst_Canary")));
}

fn refusal(printed: &mut Printed, rejection: &Rejection, expected: Reason) {
    assert_eq!(rejection.reason(), expected, "{rejection:?}");
    printed.error(rejection);
    printed.display(&rejection.body());
    for (name, value) in rejection.headers() {
        printed.display(&format!("{name}: {value}"));
    }
}

/// Hands over what was counted, and looks at everything once more.
fn leave(world: &World, printed: &mut Printed) {
    world.config.publish_metrics();
    printed.debug(&world.config);
    printed.debug(&world.config.stats());
    printed.debug(&world.config.cache_usage());
}
