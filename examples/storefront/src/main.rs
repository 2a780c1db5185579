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
//! set too. `ada` is then its customer of the external id `ada`, and `bo` the member `bo` of its
//! customer `bo-team`; nobody is created, so that who is not there gets no session: 404, and the
//! body says who is missing. `/demo/revoke` knows those who signed in since the start, and is a 404
//! for others. There is nothing to switch and nobody to delete: 404.
//!
//! A fake Polar in another process has both: `cargo run -p customer-session-test --example
//! fake-polar` prints what to export. This was tried with it; Polar's own servers were not reached.

mod demo;
mod shop;

use std::{error::Error, process::ExitCode, sync::Arc};

use axum::{Router, response::Html, routing::get};
use customer_session::ConfigError;
use example_start::{end, listen};
use storefront_backend::{PAGE, Shop, greeting};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    end(serve().await)
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).init();

    let listener = TcpListener::from_std(listen(3000)?)?;
    let address = listener.local_addr()?.to_string();
    let shop = Arc::new(Shop::open(&address).await?);
    let app = routes(&shop)?;
    println!("{}", greeting(&address, &shop).await);

    axum::serve(listener, app)
        .with_graceful_shutdown(interrupted())
        .await?;
    Ok(())
}

fn routes(shop: &Arc<Shop>) -> Result<Router, ConfigError> {
    Ok(Router::new()
        .route("/", get(|| async { Html(PAGE) }))
        .route("/healthz", get(|| async { "ok" }))
        .merge(shop::routes(shop))
        .merge(shop::webhooks(shop)?)
        .merge(demo::routes(shop.clone())))
}

async fn interrupted() {
    // Without a signal handler the default one ends the process, which is as good.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
