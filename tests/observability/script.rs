//! Everything that can be said, brought about once: the lists of the manual are checked against it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::STANDARD};
use customer_session::{
    Customer, CustomerSessionConfig, Reason, Rejection,
    clock::Clock,
    endpoint::{
        Endpoint, EndpointRequest, EndpointResponse, Mounted,
        webhook::{Webhook, WebhookSender},
    },
    enrich::EnrichError,
    revoke::Sessions,
    token::SessionToken,
    upstream::{Rate, RetryShare},
};
use customer_session_polar::PolarWebhook;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::join;

use crate::{
    issuer, logouts,
    printed::Printed,
    wire::{Mood, Wire},
    world::{EMAIL, METADATA, NAME, SECOND, World, polar, refused, settle},
};

/// Brings everything about, and prints all that is reachable.
pub(crate) async fn play() -> Printed {
    let mut printed = Printed::default();
    building(&mut printed);
    signing_in(&mut printed).await;
    adding(&mut printed).await;
    denying(&mut printed).await;
    failing(&mut printed).await;
    breaking(&mut printed).await;
    renewing(&mut printed).await;
    holding(&mut printed).await;
    pacing(&mut printed).await;
    revoking(&mut printed).await;
    webhooks(&mut printed).await;
    endpoints(&mut printed).await;
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

async fn signing_in(printed: &mut Printed) {
    let world = World::new();
    let token = world.token();
    let decision = world.present(&token);
    printed.debug(&decision);
    drop(decision);
    let (session, again) = join!(world.accept(&token), world.accept(&token));
    printed.debug(&session);
    printed.debug(&again.customer());
    printed.debug(&session.member());
    let details: customer_session_polar::Customer = session.customer().details().unwrap();
    printed.debug(&details);
    printed.debug(&world.present(&token));
    world.wire.mood(Mood::Retired);
    world.accept(&world.token()).await;
    leave(&world, printed);
}

/// What the application adds to customers, and fails to.
async fn adding(printed: &mut Printed) {
    let world = World::with(None, |settings| {
        settings.enrich(|customer: Customer| async move {
            Ok::<_, EnrichError>(customer.email().map(str::to_owned))
        })
    });
    let session = world.accept(&world.token()).await;
    printed.debug(&session.customer());
    assert!(session.customer().extension::<Option<String>>().is_some());
    leave(&world, printed);

    let world = World::with(None, |settings| {
        let load = |_: Customer| async { Err::<(), _>(EnrichError::unavailable("no database")) };
        settings.enrich(load)
    });
    let rejection = world.refuse(&world.token()).await;
    refusal(printed, &rejection, Reason::EnrichmentUnavailable);
    leave(&world, printed);
}

async fn denying(printed: &mut Printed) {
    let world = World::new();
    let token = world.token();
    world.wire.mood(Mood::Denying);
    refusal(printed, &world.refuse(&token).await, Reason::TokenDenied);
    refusal(printed, &world.refuse(&token).await, Reason::TokenDenied);
    let foreign = world.refuse_in(Mood::Foreign).await;
    refusal(printed, &foreign, Reason::NotOurCustomer);
    for line in [
        None,
        Some("Basic Canary".to_owned()),
        Some("Bearer Canary".to_owned()),
        Some("Bearer polar_cst_Canary".to_owned()),
        Some(format!("Bearer {}", "Canary".repeat(2_000))),
    ] {
        let rejection = refused(world.decide(line)).await;
        let reason = rejection.reason();
        refusal(printed, &rejection, reason);
    }
    leave(&world, printed);
}

async fn failing(printed: &mut Printed) {
    for (mood, reason) in [
        (Mood::Forbidding, Reason::CredentialsRefused),
        (Mood::Garbled, Reason::IssuerAnswerMalformed),
        (Mood::LimitingCustomers, Reason::RateLimited),
        (Mood::Panicking, Reason::VerificationAborted),
        (Mood::Redirecting, Reason::Misconfigured),
    ] {
        let world = World::new();
        refusal(printed, &world.refuse_in(mood).await, reason);
        leave(&world, printed);
    }
    for mood in [Mood::Down, Mood::Interrupted] {
        let always = RetryShare::new().percent(100);
        let world = World::with(None, |settings| settings.retries(always));
        world.wire.mood(mood);
        let decision = world.present(&world.token());
        settle().await;
        // Asked once more after a moment.
        world.pass(SECOND);
        refusal(printed, &refused(decision).await, Reason::IssuerUnavailable);
        leave(&world, printed);
    }
    let world = World::with(None, |settings| settings.max_verifications(1));
    world.wire.mood(Mood::Silent);
    let decision = world.present(&world.token());
    settle().await;
    let full = world.refuse(&world.token()).await;
    refusal(printed, &full, Reason::Overloaded);
    world.pass(5 * SECOND);
    refusal(printed, &refused(decision).await, Reason::IssuerTimeout);
    leave(&world, printed);
}

async fn breaking(printed: &mut Printed) {
    let world = World::new();
    for _ in 0..2 {
        world.refuse_in(Mood::Garbled).await;
    }
    let suspended = world.refuse(&world.token()).await;
    refusal(printed, &suspended, Reason::IssuerSuspended);
    leave(&world, printed);
    world.pass(6 * SECOND);
    leave(&world, printed);
    world.wire.mood(Mood::Well);
    world.accept(&world.token()).await;
    leave(&world, printed);
}

async fn renewing(printed: &mut Printed) {
    let world = World::new();
    let token = world.token();
    world.accept(&token).await;
    for mood in [Mood::Well, Mood::Garbled] {
        world.wire.mood(mood);
        // In the last fifth of a minute.
        world.pass(50 * SECOND);
        world.accept(&token).await;
        settle().await;
    }
    assert_eq!(world.config.stats().refreshed, 1);
    world.pass(20 * SECOND);
    let stale = world.accept(&token).await;
    assert!(stale.is_stale());
    printed.debug(&stale);
    leave(&world, printed);
}

async fn holding(printed: &mut Printed) {
    for (mood, first, then) in [
        (
            Mood::DownFor(9),
            Reason::IssuerUnavailable,
            Reason::IssuerSuspended,
        ),
        (
            Mood::Limiting(9),
            Reason::OwnRateLimited,
            Reason::OwnRateLimited,
        ),
    ] {
        let world = World::new();
        refusal(printed, &world.refuse_in(mood).await, first);
        refusal(printed, &world.refuse_in(mood).await, then);
        leave(&world, printed);
    }
}

async fn pacing(printed: &mut Printed) {
    let one = Rate::new(1, Duration::from_secs(3600));
    let world = World::with(None, |settings| settings.unknown_token_rate(one));
    world.accept(&world.token()).await;
    let paced = world.refuse(&world.token()).await;
    refusal(printed, &paced, Reason::UnknownTokensPaced);
    leave(&world, printed);
    let world = World::with(Some(one), |settings| settings);
    world.accept(&world.token()).await;
    let paced = world.refuse(&world.token()).await;
    refusal(printed, &paced, Reason::OwnCallsPaced);
    leave(&world, printed);
}

async fn revoking(printed: &mut Printed) {
    let world = World::with(None, |settings| settings.max_revocations(2));
    let token = world.token();
    let session = world.accept(&token).await;
    let revocations = world.config.revocations();
    printed.debug(&revocations);
    session.sign_out().unwrap();
    refusal(printed, &world.refuse(&token).await, Reason::SessionEnded);
    revocations.recheck(&Sessions::all()).unwrap();
    revocations.forget_denial("polar", "somebody").unwrap();
    let somebody = Sessions::of_customer("polar", "somebody");
    printed.error(&revocations.end(&somebody).unwrap_err());
    let nobodys = Sessions::of_issuer("nobody");
    printed.error(&revocations.end(&nobodys).unwrap_err());
    leave(&world, printed);
}

async fn webhooks(printed: &mut Printed) {
    let world = World::with(None, |settings| settings.max_revocations(1));
    let webhook = PolarWebhook::builder(world.config.revocations())
        .secret(SECRET)
        .build()
        .unwrap();
    printed.debug(&webhook);
    let now = world.clock.wall();
    let gone = |id: &str| {
        format!(
            r#"{{"type":"customer.deleted","data":{{"id":"{id}","email":"{EMAIL}","name":"{NAME}"}}}}"#
        )
    };
    let cut = format!(r#"{{"type":"customer.deleted","data":{{"id":5,"email":"{EMAIL}"}}}}"#);
    for (request, status) in [
        (signed(SECRET, "1", now, &gone("a")), 204),
        (signed(SECRET, "1", now, &gone("a")), 204),
        (signed(SECRET, "2", now, &gone("b")), 503),
        (signed(SECRET, "3", now, &cut), 400),
        (signed(SECRET, "4", now - 3600 * SECOND, &gone("c")), 401),
        (signed("another canary", "5", now, &gone("d")), 401),
        (EndpointRequest::new("POST").with_body(gone("e")), 401),
        (EndpointRequest::new("PUT").with_header("x", EMAIL), 405),
    ] {
        deliver(printed, &webhook, request, status).await;
    }
    leave(&world, printed);
}

async fn deliver(
    printed: &mut Printed,
    webhook: &Webhook<impl WebhookSender>,
    request: EndpointRequest,
    status: u16,
) {
    printed.debug(&request);
    let response = webhook.answer(request).await;
    assert_eq!(response.status, status);
    printed.debug(&response);
}

async fn endpoints(printed: &mut Printed) {
    /// Answers what cannot be written.
    #[derive(Debug)]
    struct Spoilt;

    impl Endpoint for Spoilt {
        fn max_body_bytes(&self) -> usize {
            0
        }

        async fn answer(&self, _: EndpointRequest) -> EndpointResponse {
            EndpointResponse::new(200).with_header("x", format!("{NAME}\r\n{EMAIL}"))
        }
    }

    let response = Mounted::new(Spoilt).answer(EndpointRequest::new("GET"));
    printed.debug(&response.await);
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

/// A delivery as Polar signs it.
pub(crate) fn signed(secret: &str, id: &str, at: SystemTime, body: &str) -> EndpointRequest {
    let at = at.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{id}.{at}.{body}").as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    EndpointRequest::new("POST")
        .with_header("webhook-id", id)
        .with_header("webhook-timestamp", at.to_string())
        .with_header("webhook-signature", format!("v1,{signature}"))
        .with_body(body.to_owned())
}

/// It stands for one key: it is no base64.
const SECRET: &str = "a canary secret of the merchant's own";
