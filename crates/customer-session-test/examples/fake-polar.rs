//! Runs a fake of the Polar API, to try things out by hand:
//!
//! ```sh
//! cargo run -p customer-session-test --example fake-polar    # PORT=4010, BACK_OFFICE_PORT=0 by default
//! ```
//!
//! It prints what to export, and what to ask, as `customer-session fake polar` does:
//!
//! ```sh
//! curl -s "$POLAR_SERVER/v1/customer-sessions/" -H "Authorization: Bearer $POLAR_ACCESS_TOKEN" \
//!      -H 'Content-Type: application/json' -d '{"external_customer_id":"ada"}'
//! ```
//!
//! With what it exports in the environment, `cargo run -p storefront` is a shop on it.
//!
//! With `WEBHOOK_URL`, it sends a signed webhook there for every change, and prints the secret:
//!
//! ```sh
//! WEBHOOK_URL=http://127.0.0.1:3000/webhooks/polar \
//!     cargo run -p customer-session-test --example fake-polar
//! curl -s -X PATCH "$POLAR_SERVER/v1/customers/external/ada" \
//!      -H "Authorization: Bearer $POLAR_ACCESS_TOKEN" \
//!      -H 'Content-Type: application/json' -d '{"name":"Countess"}'
//! ```
//!
//! `WEBHOOK_SECRET` is a new one by default. `WEBHOOK_SIGNATURE` is `standard` or `legacy`: by
//! default `standard` for a new secret, and `legacy` for a given one, since that is how Polar signs
//! with the secrets that merchants chose.

use std::{
    env::{self, VarError},
    error::Error,
    io,
    iter::successors,
    process::ExitCode,
};

use customer_session_test::polar::{
    Demo, FakePolar,
    webhook::{NewWebhook, Secret},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Err(error) = serve().await else {
        return ExitCode::SUCCESS;
    };
    // `main` would print `Debug`.
    let causes = successors(Some(&*error), |&error| error.source());
    let causes: Vec<_> = causes.map(ToString::to_string).collect();
    eprintln!("error: {}", causes.join(": "));
    ExitCode::FAILURE
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let (port, back_office_port) = (port("PORT", 4010)?, port("BACK_OFFICE_PORT", 0)?);
    let settings = FakePolar::builder()
        .port(port)
        .back_office_port(back_office_port);
    let mut demo = Demo::start(settings)
        .await
        .map_err(|error| untaken(error, [port, back_office_port]))?;
    if let Some(url) = variable("WEBHOOK_URL")? {
        demo = demo.webhook(NewWebhook::new(url).secret(webhook_secret()?))?;
    }
    print!("{demo}");
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// The port that this variable names.
fn port(name: &str, usual: u16) -> Result<u16, Box<dyn Error>> {
    let Some(given) = variable(name)? else {
        return Ok(usual);
    };
    let port = given.parse();
    port.map_err(|_| format!("{name} is {given:?}: set a number from 0 to 65535").into())
}

/// Names the ports that were asked for: the fake does not tell which of them it did not get.
fn untaken(error: io::Error, ports: [u16; 2]) -> Box<dyn Error> {
    if error.kind() != io::ErrorKind::AddrInUse {
        return error.into();
    }
    match ports {
        [port, 0] => format!("port {port} is taken: set PORT"),
        [0, port] => format!("port {port} is taken: set BACK_OFFICE_PORT"),
        [one, other] => {
            format!("port {one} or {other} is taken: set PORT or BACK_OFFICE_PORT")
        }
    }
    .into()
}

fn webhook_secret() -> Result<Secret, Box<dyn Error>> {
    let signature = variable("WEBHOOK_SIGNATURE")?;
    let secret = match (variable("WEBHOOK_SECRET")?, signature.as_deref()) {
        (None, None | Some("standard")) => Secret::standard(),
        (None, Some("legacy")) => Secret::legacy(),
        (Some(given), None | Some("legacy")) => Secret::chosen(given),
        (Some(given), Some("standard")) => Secret::standard_from(&given)?,
        (_, Some(other)) => {
            return Err(format!("WEBHOOK_SIGNATURE is {other:?}: say standard or legacy").into());
        }
    };
    Ok(secret)
}

/// A variable of the environment; one that is empty counts as missing.
fn variable(name: &str) -> Result<Option<String>, VarError> {
    match env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(error) => Err(error),
    }
}
