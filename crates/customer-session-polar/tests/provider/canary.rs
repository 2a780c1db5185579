//! Nothing that is secret or personal is printed: not by us, and not by the HTTP client below us.

use std::{
    fmt::Write,
    sync::{Mutex, Once},
};

use customer_session::{
    CustomerSessionConfig,
    upstream::{BreakerSettings, RetryShare},
};
use customer_session_polar::{NewCustomerSession, Polar};
use customer_session_test::polar::{Customer, Endpoint, FakePolar, Fault, NewCustomer, NewMember};

use crate::{
    printed::Printed,
    witness::Witness,
    world::{SECOND, World},
};

/// Words that stand nowhere but in what must not be printed.
const EMAIL: &str = "canary-address@shop.example";
const NAME: &str = "Canary-Name";
const EXTERNAL_ID: &str = "canary-external";
const METADATA: &str = "canary-metadata";

/// Everything that a `log` record says, of all tests of this process.
static LOGGED: Mutex<String> = Mutex::new(String::new());

struct Log;

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let _ = writeln!(
            LOGGED.lock().unwrap(),
            "{} {}",
            record.target(),
            record.args()
        );
    }

    fn flush(&self) {}
}

fn listen_to_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Log).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

fn canary(world: &World) -> Customer {
    let canary = NewCustomer::individual(EMAIL)
        .name(NAME)
        .external_id(EXTERNAL_ID)
        .metadata("note", METADATA);
    world.fake.organization().add_customer(canary)
}

#[tokio::test]
async fn no_token_and_nothing_personal_is_ever_printed() {
    listen_to_log();
    let witness = Witness::listen();
    let mut printed = Printed::default();
    let world = World::start().await;
    let access_token = world.fake.organization().access_token();
    let builder = || {
        Polar::server(world.fake.url())
            .access_token(access_token.clone())
            .organization_id(world.fake.organization().id())
    };
    printed.debug(&builder());
    // Before it is built, anything may stand anywhere.
    printed.debug(&builder().organization_id(access_token.clone()));
    printed.debug(&Polar::server(format!("https://x:{access_token}@polar.sh")));
    let polar = builder().build().unwrap();
    printed.debug(&polar);
    let builder = CustomerSessionConfig::builder()
        .clock(world.clock.clone())
        .breaker(BreakerSettings::new().failures(1_000_000))
        .retries(RetryShare::new().percent(0))
        .provider(polar.clone());
    printed.debug(&builder);
    let world = World {
        config: builder.build().unwrap(),
        polar,
        ..world
    };
    printed.debug(&world.config);
    let team = world.team();
    let member = team.add_member(NewMember::new(EMAIL).name(NAME).external_id(EXTERNAL_ID));
    let mut tokens = vec![access_token.clone()];

    for token in [canary(&world).mint(), team.mint_member(&member)] {
        let session = world.accept(&token).await;
        printed.debug(&session);
        printed.debug(&session.customer());
        printed.debug(&session.member());
        let details: customer_session_polar::Customer = session.customer().details().unwrap();
        printed.debug(&details);
        tokens.push(token);
    }
    let foreign = NewCustomer::individual(EMAIL).name(NAME);
    let foreign = world.fake.add_organization("evil").add_customer(foreign);
    tokens.push(foreign.mint());
    printed.error(&world.refuse(tokens.last().unwrap()).await);
    for fault in faults() {
        for endpoint in [Endpoint::Introspect, Endpoint::User, Endpoint::Customer] {
            let token = canary(&world).mint();
            world.fake.fault_on(endpoint, fault.clone());
            let rejection = if fault == Fault::Hang {
                world.refuse_after(5 * SECOND, endpoint, &token).await
            } else {
                world.refuse(&token).await
            };
            printed.error(&rejection);
            printed.display(&rejection.body());
            world.fake.clear_faults();
            world.clock.advance(60 * SECOND);
            tokens.push(token);
        }
    }
    world.fake.retire_version("2026-10");
    tokens.push(canary(&world).mint());
    world.accept(tokens.last().unwrap()).await;
    create(&world, &mut printed, &mut tokens).await;
    check(&world, &mut printed).await;

    let mut heard = String::new();
    for said in witness.heard() {
        let _ = writeln!(heard, "{} {}", said.target, said.text);
    }
    let logged = LOGGED.lock().unwrap().clone();
    // The witnesses are awake.
    assert!(heard.contains("customer_session "), "{heard}");
    assert!(heard.contains("Polar does not know the pinned API version"));
    assert!(logged.contains("reqwest"), "{logged}");
    let secrets = tokens.iter().map(|token| &token[10..]);
    for secret in secrets.chain([EMAIL, NAME, EXTERNAL_ID, METADATA]) {
        for (where_, text) in [("Debug", &printed.0), ("tracing", &heard), ("log", &logged)] {
            let found = text.lines().find(|line| line.contains(secret));
            assert_eq!(found, None, "{where_}");
        }
    }
}

/// What happens when everything that happens on the way to a new session does.
async fn create(world: &World, printed: &mut Printed, tokens: &mut Vec<String>) {
    let ada = canary(world);
    let new = NewCustomerSession::for_customer(ada.id()).return_url("https://shop.example/");
    let created = world.polar.create_customer_session(new).await.unwrap();
    printed.debug(&created);
    tokens.push(created.token.expose().to_owned());
    let unknown = NewCustomerSession::for_external_customer("nobody");
    let error = world.polar.create_customer_session(unknown).await;
    printed.error(&error.unwrap_err());
    for fault in faults() {
        // A client of its own has no timeout that a test could move.
        if fault == Fault::Hang {
            continue;
        }
        world.fake.fault_on(Endpoint::CreateSession, fault);
        let new = NewCustomerSession::for_customer(ada.id());
        printed.error(&world.polar.create_customer_session(new).await.unwrap_err());
    }
    world.fake.clear_faults();
}

async fn check(world: &World, printed: &mut Printed) {
    printed.error(&world.polar.check().await.unwrap_err());
    world.fake.support_versions(["2026-10"]);
    printed.debug(&world.polar.check().await.unwrap());
    let other = FakePolar::start().await.unwrap();
    let refused = Polar::server(other.url())
        .access_token(world.fake.organization().access_token())
        .organization_id(other.organization().id())
        .build()
        .unwrap();
    printed.error(&refused.check().await.unwrap_err());
}

/// Faults whose answers hold, or are about, what must not be printed.
fn faults() -> Vec<Fault> {
    let json = |status, body: String| Fault::Status(status, "application/json".to_owned(), body);
    vec![
        Fault::Drop,
        Fault::Endless,
        Fault::Hang,
        Fault::Html(502),
        Fault::InvalidToken,
        Fault::RateLimited {
            retry_after: Some(60),
        },
        Fault::Redirect(format!("http://127.0.0.1:9/{EMAIL}")),
        Fault::Truncated,
        Fault::TruncatedJson,
        Fault::WrongContentType,
        json(
            200,
            format!(r#"{{"id":5,"customer_id":7,"email":"{EMAIL}"}}"#),
        ),
        json(
            200,
            format!(r#"{{"id":"{EMAIL}","customer_id":"{EMAIL}","name":"{NAME}"}}"#),
        ),
        json(400, format!(r#"{{"error":"{EMAIL}","detail":"{NAME}"}}"#)),
        json(403, format!(r#"{{"error":"{EMAIL}","detail":"{NAME}"}}"#)),
    ]
}
