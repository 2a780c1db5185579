//! Runs a fake of the Polar API, to try things out by hand:
//!
//! ```sh
//! cargo run -p customer-session-test --example fake-polar    # PORT=4010, BACK_OFFICE_PORT=0 by default
//! ```
//!
//! It prints what to export, and what to ask:
//!
//! ```sh
//! curl -s "$POLAR_SERVER/v1/customer-sessions/" -H "Authorization: Bearer $POLAR_ACCESS_TOKEN" \
//!      --json '{"external_customer_id":"ada"}'
//! ```
//!
//! With `WEBHOOK_URL`, it sends a signed webhook there for every change, and prints the secret:
//!
//! ```sh
//! WEBHOOK_URL=http://127.0.0.1:3000/webhooks/polar \
//!     cargo run -p customer-session-test --example fake-polar
//! curl -s -X PATCH "$POLAR_SERVER/v1/customers/external/ada" \
//!      -H "Authorization: Bearer $POLAR_ACCESS_TOKEN" --json '{"name":"Countess"}'
//! ```
//!
//! `WEBHOOK_SECRET` is a new one by default. `WEBHOOK_SIGNATURE` is `standard` or `legacy`: by
//! default `standard` for a new secret, and `legacy` for a given one, since that is how Polar signs
//! with the secrets that merchants chose.

use std::{
    env::{self, VarError},
    error::Error,
};

use customer_session_test::polar::{
    FakePolar, NewCustomer, NewMember, NewOrganization,
    webhook::{NewWebhook, Secret},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::var("PORT").map_or(Ok(4010), |port| port.parse())?;
    let acme = NewOrganization::new("acme").id("7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01");
    let back_office_port = env::var("BACK_OFFICE_PORT").map_or(Ok(0), |port| port.parse())?;
    let polar = FakePolar::builder()
        .port(port)
        .back_office_port(back_office_port)
        .organization(acme)
        .start()
        .await?;
    populate(&polar);

    let acme = polar.organization();
    println!("# The fake Polar answers at {} until Ctrl-C.", polar.url());
    println!(
        "# The same answers, which no fault reaches: {}",
        polar.back_office_url()
    );
    println!("export POLAR_SERVER={}", polar.url());
    println!("export POLAR_ORGANIZATION_ID={}", acme.id());
    println!("export POLAR_ACCESS_TOKEN={}", acme.access_token());
    // After the world was populated, so that only what is changed by hand is sent.
    if let Some(url) = variable("WEBHOOK_URL")? {
        let webhook = acme.add_webhook(NewWebhook::new(url).secret(webhook_secret()?))?;
        println!("# Webhooks are sent to {}.", webhook.url());
        println!("export POLAR_WEBHOOK_SECRET={}", webhook.secret().expose());
    }
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// Ada, a team with Bo in it, and Mallory, who opened an organization of her own and uses Ada's
/// address there.
fn populate(polar: &FakePolar) {
    let acme = polar.organization();
    let ada = acme.add_customer(
        NewCustomer::individual("ada@shop.example")
            .id("0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10")
            .name("Ada")
            .external_id("ada"),
    );
    let team = acme.add_customer(
        NewCustomer::team("Analytical Engines")
            .id("9d3c1a52-7e0b-4c1d-8f6a-2b4e5d6c7a80")
            .external_id("bo-team"),
    );
    let bo = team.add_member(
        NewMember::new("bo@shop.example")
            .id("c0f5a0b4-2c0e-4f3a-8a7e-3f1a2b3c4d5e")
            .name("Bo")
            .external_id("bo"),
    );
    let globex = NewOrganization::new("globex").id("e4b7c9d1-3f2a-4d5b-9c8e-6a7b8c9d0e1f");
    let mallory = polar.add_organization(globex).add_customer(
        NewCustomer::individual("ada@shop.example")
            .id("f6a5b4c3-d2e1-4f0a-8b9c-7d6e5f4a3b2c")
            .name("Ada")
            .external_id("mallory"),
    );
    println!("# A session of Ada:              {}", ada.mint());
    println!("# A session of Bo:               {}", team.mint_member(&bo));
    println!(
        "# A session of Mallory, no customer of acme: {}",
        mallory.mint()
    );
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
