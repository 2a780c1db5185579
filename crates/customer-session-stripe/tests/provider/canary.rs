//! Nothing that is secret or personal is printed or stored: not by us, and not by the HTTP client
//! below us.

use std::{
    fmt::Write,
    sync::{Mutex, Once},
};

use customer_session_stripe::NewCustomerSession;
use customer_session_test::stripe::{Endpoint, Fault, NewCustomer};

use crate::{
    printed::Printed,
    witness::Witness,
    world::{SECOND, World, client_secret, own_token, pointed_at, quiet},
};

/// Words that stand nowhere but in what must not be printed.
const EMAIL: &str = "canary-address@shop.example";
const NAME: &str = "Canary-Name";
const METADATA: &str = "canary-metadata";

/// Everything that a `log` record says, of all tests of this process.
static LOGGED: Mutex<String> = Mutex::new(String::new());

struct Log;

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut logged = LOGGED.lock().unwrap();
        let _ = writeln!(logged, "{} {}", record.target(), record.args());
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

fn canary(world: &World) -> String {
    let canary = NewCustomer::new().email(EMAIL).name(NAME);
    world.fake.add_customer(canary.metadata("note", METADATA))
}

#[tokio::test]
async fn no_secret_and_nothing_personal_is_ever_printed_or_stored() {
    listen_to_log();
    let witness = Witness::listen();
    let mut printed = Printed::default();
    let world = World::start().await;
    let mut secrets = vec![world.fake.secret_key()];
    let builder = || pointed_at(&world.fake, &world.store);
    printed.debug(&builder());
    printed.debug(&builder().account(world.fake.secret_key()));
    printed.debug(&world.stripe);
    printed.debug(&world.config);
    printed.debug(&quiet(&world.clock).provider(world.stripe.clone()));
    printed.debug(&world.store);

    let issued = world.issue(&canary(&world)).await;
    secrets.extend([
        client_secret(&issued).to_owned(),
        own_token(&issued).to_owned(),
    ]);
    printed.debug(&issued);
    for token in [client_secret(&issued), own_token(&issued)] {
        let session = world.accept(token).await;
        printed.debug(&session);
        printed.debug(&session.customer());
        let details: customer_session_stripe::Customer = session.customer().details().unwrap();
        printed.debug(&details);
    }
    let record = world
        .stripe
        .registry()
        .find(own_token(&issued))
        .await
        .unwrap()
        .unwrap();
    printed.debug(&record);
    let stored = serde_json::to_string(&record).unwrap();
    for fault in faults() {
        let issued = world.issue(&canary(&world)).await;
        let token = own_token(&issued).to_owned();
        secrets.extend([client_secret(&issued).to_owned(), token.clone()]);
        world.fake.fault_on(Endpoint::Customer, fault.clone());
        let rejection = if fault == Fault::Hang {
            world.refuse_after(5 * SECOND, &token).await
        } else {
            world.refuse(&token).await
        };
        printed.error(&rejection);
        printed.display(&rejection.body());
        // A client of its own has no timeout that a test could move.
        if fault != Fault::Hang {
            world.fake.fault_on(Endpoint::CreateSession, fault);
            let new = NewCustomerSession::for_customer(canary(&world)).buy_button();
            printed.debug(&new);
            let error = world.stripe.create_customer_session(new).await.unwrap_err();
            printed.error(&error);
        }
        world.fake.clear_faults();
        world.clock.advance(60 * SECOND);
    }

    let mut heard = String::new();
    for said in witness.heard() {
        let _ = writeln!(heard, "{} {}", said.target, said.text);
    }
    let logged = LOGGED.lock().unwrap().clone();
    // The witnesses are awake.
    assert!(heard.contains("customer_session "), "{heard}");
    assert!(logged.contains("reqwest"), "{logged}");
    assert!(stored.contains("pricing_table"), "{stored}");
    let bodies = secrets.iter().map(|secret| &secret[12..]);
    for secret in bodies.chain([EMAIL, NAME, METADATA]) {
        for (place, text) in [
            ("Debug", &printed.0),
            ("tracing", &heard),
            ("log", &logged),
            ("store", &stored),
        ] {
            let found = text.lines().find(|line| line.contains(secret));
            assert_eq!(found, None, "{place}");
        }
    }
}

/// Faults whose answers hold, or are about, what must not be printed.
fn faults() -> Vec<Fault> {
    let json = |status, body: String| Fault::Status(status, "application/json".to_owned(), body);
    vec![
        Fault::Drop,
        Fault::Endless,
        Fault::Hang,
        Fault::Html(502),
        Fault::RateLimited {
            retry_after: Some(60),
        },
        Fault::Redirect(format!("http://127.0.0.1:9/{EMAIL}")),
        Fault::Truncated,
        Fault::TruncatedJson,
        Fault::WrongContentType,
        json(200, format!(r#"{{"id":5,"email":"{EMAIL}"}}"#)),
        json(
            200,
            format!(r#"{{"id":"{EMAIL}","name":"{NAME}","livemode":false}}"#),
        ),
        json(
            400,
            format!(r#"{{"error":{{"type":"{EMAIL}","code":"{EMAIL}","message":"{NAME}"}}}}"#),
        ),
        json(
            401,
            format!(r#"{{"error":{{"type":"{EMAIL}","message":"{NAME}"}}}}"#),
        ),
        json(
            403,
            format!(r#"{{"error":{{"type":"x","param":"{EMAIL}","message":"{NAME}"}}}}"#),
        ),
    ]
}
