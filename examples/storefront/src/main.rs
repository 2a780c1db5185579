//! A shop whose customers sign in with Polar customer sessions. It shows the middleware at work:
//! sessions that are cached and coalesced, a stranger's valid session that is refused, sessions that
//! are ended before their time, and an outage that nobody is blamed for.
//!
//! ```sh
//! cargo run -p storefront                      # on an embedded fake Polar; PORT chooses another port, 0 picks one
//!
//! curl -X POST localhost:3000/demo/sessions -H 'content-type: application/json' -d '{"customer":"ada"}'
//! curl localhost:3000/api/me -H 'authorization: Bearer polar_cst_…'
//! curl -X POST localhost:3000/api/logout -H 'authorization: Bearer polar_cst_…'
//! curl -X POST localhost:3000/demo/revoke -H 'content-type: application/json' -d '{"customer":"ada"}'
//! curl -X POST localhost:3000/demo/customers/ada/delete
//! curl -X POST localhost:3000/demo/polar -H 'content-type: application/json' -d '{"mode":"down"}'
//! curl localhost:3000/demo/stats
//! ```
//!
//! | request | answer |
//! |---|---|
//! | `POST /demo/sessions` | 201, a session of `ada`, `bo` or `mallory`; who was deleted is created anew |
//! | `GET /api/me`, `GET /api/greeting` | who it is; the greeting is for guests too |
//! | `POST /api/logout` | 204, and the session is over; the customer's other ones go on |
//! | `POST /demo/revoke` | 204, and every session of the customer is over that began before |
//! | `POST /demo/customers/{name}/delete` | 204: `ada` or `bo` is deleted on the fake, and the shop took the signed webhook by which the fake says so; every session is over |
//! | `POST /webhooks/polar` | 204 to what Polar signed |
//! | `POST /demo/polar` | 204, and the fake is `up`, `down`, `slow`, `rate_limited` or `broken` |
//! | `GET /demo/stats` | the counters, and `breaker`: `closed`, `open` or `half_open` for each issuer |
//!
//! # Another Polar
//!
//! With `POLAR_ACCESS_TOKEN`, `POLAR_ORGANIZATION_ID` and `POLAR_SERVER` (`production`, `sandbox`
//! or an address) it uses that Polar instead, and takes its webhooks if `POLAR_WEBHOOK_SECRET` is
//! set too. `ada` and `bo` are then its customers of these external ids; `/demo/revoke` knows those
//! who signed in since the start, and is a 404 for others. There is nothing to switch and nobody to
//! delete: 404. This was tried with a fake Polar in another process; Polar's own servers were not
//! reached.

mod backend;
mod demo;
mod shop;

use std::{env, error::Error};

use axum::{Router, response::Html, routing::get};
use customer_session::CustomerSessionConfig;
use tokio::net::TcpListener;

use crate::{backend::Backend, demo::Demo, shop::WEBHOOK_PATH};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).init();

    let listener = TcpListener::bind(("127.0.0.1", port()?)).await?;
    let address = listener.local_addr()?.to_string();
    let backend = Backend::from_environment(&format!("http://{address}{WEBHOOK_PATH}")).await?;
    let config = CustomerSessionConfig::builder()
        .provider(backend.polar())
        .build()?;
    let webhooks = match backend.webhook_secret() {
        Some(secret) => shop::webhooks(&config, secret)?,
        None => Router::new(),
    };
    let demo = Demo::new(backend, config.clone());
    println!("{}", greeting(&address, &demo).await);

    let app = Router::new()
        .route("/", get(|| async { Html(include_str!("page.html")) }))
        .route("/healthz", get(|| async { "ok" }))
        .merge(shop::routes(config))
        .merge(webhooks)
        .merge(demo::routes(demo));
    axum::serve(listener, app)
        .with_graceful_shutdown(interrupted())
        .await?;
    Ok(())
}

fn port() -> Result<u16, String> {
    match env::var("PORT") {
        Err(_) => Ok(3000),
        Ok(port) => port
            .parse()
            .map_err(|_| format!("PORT is `{port}`: set a number from 0 to 65535")),
    }
}

async fn greeting(address: &str, demo: &Demo) -> String {
    let token = match demo.mint("ada").await {
        Ok(session) => session.token,
        Err(_) => "TOKEN".to_owned(),
    };
    format!(
        "The storefront is open: http://{address}\n\n\
         A fresh token of Ada's: {token}\n\n\
         curl -i http://{address}/api/me -H 'authorization: Bearer {token}'\n\
         curl -i http://{address}/api/me\n\
         curl -i http://{address}/api/greeting\n\
         curl -i -X POST http://{address}/api/logout -H 'authorization: Bearer {token}'\n\
         curl -i http://{address}/demo/revoke --json '{{\"customer\":\"ada\"}}'\n\
         curl -i -X POST http://{address}/demo/customers/ada/delete\n\
         curl -s http://{address}/demo/stats\n"
    )
}

async fn interrupted() {
    // Without a signal handler the default one ends the process, which is as good.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
